import type { ManagedShare, Owner } from '#client/manage.ts';
import type { Wait } from '#client/retry.ts';
import type { ServiceFailure } from '#client/errors.ts';
import type { Keyless } from '#web/parts/link/read-key.ts';
import type { ListEntry, ListingState, ShareEntry } from '#web/parts/list/entry.ts';

/** While watching: the page may be out of date. Otherwise: the action may not have taken effect. */
export interface ManageFailure extends ServiceFailure {
  readonly during: 'watching' | 'unlocking' | 'deleting';
}

/** The link manages a request, or nothing: a manage link does not say which, and the id is not a share. */
export interface ManagedRequest {
  readonly at: 'request';
  readonly owner: Owner;
  readonly listing: ListingState;
  readonly entry?: ListEntry | undefined;
}

export interface Managed {
  readonly at: 'shown';
  readonly share: ManagedShare;
  readonly listing: ListingState;
  /** Its entry in this browser's My shares. */
  readonly entry?: ListEntry | undefined;
  readonly act?: 'unlocking' | 'deleting' | undefined;
  readonly failure?: ManageFailure | undefined;
}

export type Manage =
  | { readonly at: 'looking' }
  /** The entry is in this browser's list: the share ended so long ago that the server has forgotten it. */
  | { readonly at: 'nothing'; readonly entry?: ListEntry | undefined }
  | { readonly at: 'unreachable'; readonly failure: ServiceFailure }
  | Keyless
  | Managed
  | ManagedRequest;

/** The outside world, as far as managing a share needs it. */
export interface ManageEffects {
  /** The id in the page's path. */
  readonly id: string;
  readonly publicUrl: string;
  readonly fragment: () => string;
  /** Whether the id is a share. Uses a request for which "no" is not an HTTP error, which browsers would report. */
  readonly isShare: (owner: Owner) => Promise<boolean>;
  readonly readStatus: (owner: Owner) => Promise<ManagedShare>;
  readonly unlock: (owner: Owner) => Promise<ManagedShare>;
  readonly remove: (owner: Owner) => Promise<ManagedShare>;
  readonly find: (id: string) => Promise<ListEntry | undefined>;
  readonly save: (entry: Omit<ShareEntry, 'kind'>) => Promise<void>;
  /** A background tab sends no requests. */
  readonly visible: () => boolean;
  readonly wait: Wait;
}

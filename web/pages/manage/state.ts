import type { ManagedShare, Owner } from '#client/manage.ts';
import type { Wait } from '#client/retry.ts';
import type { ServiceFailure } from '#client/errors.ts';
import type { Keyless } from '#web/parts/link/read-key.ts';
import type { ListEntry, ListingState, ShareEntry } from '#web/parts/list/entry.ts';

/** What the owner can do about one named person. Revoking is final; resetting lets them request codes again. */
export type RecipientAction = 'revoke' | 'reset';

/** An action that has been sent, until the server replies. */
export type Act =
  | { readonly kind: 'unlocking' | 'deleting' | 'shortening' }
  /** About the named person with this number. */
  | { readonly kind: RecipientAction; readonly n: number };

/** Without an act: the page may be out of date. With one: it may not have taken effect. */
export interface ManageFailure extends ServiceFailure {
  readonly act?: Act | undefined;
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
  readonly act?: Act | undefined;
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
  /** @param person.n the person's number, from 1 */
  readonly changeRecipient: (
    owner: Owner,
    person: { readonly n: number; readonly action: RecipientAction },
  ) => Promise<ManagedShare>;
  /** @param expiresAt Unix seconds */
  readonly shorten: (owner: Owner, expiresAt: number) => Promise<ManagedShare>;
  readonly find: (id: string) => Promise<ListEntry | undefined>;
  readonly save: (entry: Omit<ShareEntry, 'kind'>) => Promise<void>;
  /** A background tab sends no requests. */
  readonly visible: () => boolean;
  readonly wait: Wait;
}

import type { ManagedShare, Owner } from '#client/manage.ts';
import type { Wait } from '#client/retry.ts';
import type { ServiceFailure } from '#client/errors.ts';
import type { Keyless } from '#web/parts/link/read-key.ts';
import type { Entry, ShareEntry } from '#web/parts/list/entry.ts';

/** While watching: what is shown may be old. Else: what was asked for may not have happened. */
export interface ManageFailure extends ServiceFailure {
  readonly during: 'watching' | 'unlocking' | 'deleting';
}

/** Whether this browser has it in My shares; `refused` where nothing can be kept. */
export type Listing = 'absent' | 'listed' | 'refused';

/** A manage link does not say what it manages: this one is a request's, as far as anybody knows, or nothing at all. */
export interface ManagedRequest {
  readonly at: 'request';
  readonly owner: Owner;
  readonly listing: Listing;
  readonly entry?: Entry | undefined;
}

export interface Managed {
  readonly at: 'shown';
  readonly share: ManagedShare;
  readonly listing: Listing;
  /** This browser's note of it in My shares. */
  readonly entry?: Entry | undefined;
  readonly act?: 'unlocking' | 'deleting' | undefined;
  readonly failure?: ManageFailure | undefined;
}

export type Manage =
  | { readonly at: 'looking' }
  | { readonly at: 'nothing' }
  | { readonly at: 'unreachable'; readonly failure: ServiceFailure }
  | Keyless
  | Managed
  | ManagedRequest;

/** Everything outside that managing a share touches. */
export interface ManageEffects {
  /** As it stands in the path. */
  readonly id: string;
  readonly publicUrl: string;
  readonly fragment: () => string;
  /** Whether the server knows it as a share; asked so that "no" is no failure, which a browser would report. */
  readonly isShare: (owner: Owner) => Promise<boolean>;
  readonly readStatus: (owner: Owner) => Promise<ManagedShare>;
  readonly unlock: (owner: Owner) => Promise<ManagedShare>;
  readonly remove: (owner: Owner) => Promise<ManagedShare>;
  readonly find: (id: string) => Promise<Entry | undefined>;
  readonly save: (entry: Omit<ShareEntry, 'kind'>) => Promise<void>;
  /** Nobody looks at a tab in the background: it asks nothing. */
  readonly visible: () => boolean;
  readonly wait: Wait;
}

import type { ManagedShare, Owner } from '#client/manage.ts';
import type { Wait } from '#web/connection/patience.ts';
import type { Trouble } from '#web/connection/trouble.ts';
import type { Keyless } from '#web/link/read-key.ts';
import type { ShareEntry } from '#web/shares/store.ts';

/** While watching: what is shown may be old. Else: what was asked for may not have happened. */
export interface ManageTrouble extends Trouble {
  readonly during: 'watching' | 'unlocking' | 'deleting';
}

export interface Managed {
  readonly at: 'shown';
  readonly share: ManagedShare;
  /** Whether this browser has it in My shares; `unknown` while that is looked up, `refused` where nothing can be kept. */
  readonly listing: 'unknown' | 'absent' | 'listed' | 'refused';
  readonly act?: 'unlocking' | 'deleting' | undefined;
  readonly trouble?: ManageTrouble | undefined;
}

export type Manage =
  | { readonly at: 'looking' }
  | { readonly at: 'nothing' }
  | { readonly at: 'unreachable'; readonly trouble: Trouble }
  | Keyless
  | Managed;

/** Everything outside that managing a share touches. */
export interface ManageEffects {
  /** As it stands in the path. */
  readonly id: string;
  readonly publicUrl: string;
  readonly fragment: () => string;
  readonly readStatus: (owner: Owner) => Promise<ManagedShare>;
  readonly unlock: (owner: Owner) => Promise<ManagedShare>;
  readonly remove: (owner: Owner) => Promise<ManagedShare>;
  readonly find: (id: string) => Promise<ShareEntry | undefined>;
  readonly save: (entry: ShareEntry) => Promise<void>;
  /** Nobody looks at a tab in the background: it asks nothing. */
  readonly visible: () => boolean;
  readonly wait: Wait;
}

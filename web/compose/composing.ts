import type { PreparedShare, Shared, ShareRequest } from '#client/share.ts';
import type { OwnerStatus } from '#server/shares/wire.ts';
import type { Trouble } from '#web/connection/trouble.ts';
import type { Draft } from './draft.ts';

/** Why the sheet is not sealed. Nothing typed is lost by any of them. */
export type Setback =
  | { readonly kind: 'empty' | 'text-too-long' | 'text-malformed' | 'no-moment' | 'moment-out-of-bounds' }
  | { readonly kind: 'password-empty' | 'password-too-long' | 'password-malformed' }
  | { readonly kind: 'terms-refused' | 'refused' | 'unable' }
  | { readonly kind: 'trouble'; readonly trouble: Trouble };

export type SealingStep =
  | { readonly step: 'sealing' | 'sending' }
  /** 0 to 1. */
  | { readonly step: 'hashing'; readonly fraction: number };

export type Removal =
  | { readonly at: 'not-asked' | 'removing' }
  | { readonly at: 'removed'; readonly endedAt: number | undefined }
  | { readonly at: 'failed'; readonly trouble: Trouble };

export type Compose =
  | { readonly at: 'writing'; readonly draft: Draft; readonly setback?: Setback | undefined }
  | { readonly at: 'sealing'; readonly draft: Draft; readonly progress: SealingStep }
  | {
      readonly at: 'sealed';
      readonly shared: Shared;
      /** My shares has it, so that it can be found again without the manage link. */
      readonly listed: boolean;
      readonly removal: Removal;
    };

export interface ComposeEffects {
  readonly prepare: (request: Omit<ShareRequest, 'kdf'>) => Promise<PreparedShare>;
  /** @returns false when this browser keeps nothing. */
  readonly list: (shared: Shared) => Promise<boolean>;
  readonly unlist: (shared: Shared) => Promise<void>;
  readonly remove: (shared: Shared) => Promise<OwnerStatus>;
  /** Unix seconds of this machine. */
  readonly now: () => number;
}

import type { OverState, ServiceFailure } from '#client/errors.ts';
import type { Limit, Policy } from '#client/policy.ts';
import type { PreparedShare, Shared } from '#client/share.ts';
import type { ShareInput } from '#client/share-input.ts';
import type { StatusReply } from '#server/shares/wire.ts';
import type { SendEffects, SendingStep } from '#web/parts/sending/create-sender.ts';
import type { SendError } from '#web/parts/sending/send-error.ts';
import type { TokenHolder } from '#web/parts/token/create-token-holder.ts';
import type { Along, AlongEffects } from './create-along.ts';
import type { ComposeDraft } from './compose-draft.ts';

/** Why the sheet is not sealed. Nothing typed is lost by any of them. */
export type ComposeError =
  | { readonly kind: 'empty' | 'text-malformed' | 'no-count' | 'no-moment' | 'moment-out-of-bounds' }
  | { readonly kind: 'password-empty' | 'password-too-long' | 'password-malformed' }
  | { readonly kind: 'terms-refused' | 'token-required' | 'refused' | 'unable' }
  /** What may be chosen here has changed, or was not known. */
  | { readonly kind: 'limit'; readonly limit: Exclude<Limit, 'maxFilesBytes' | 'maxSealedBytes'> }
  | { readonly kind: 'files-off' }
  /** The server says that what was just sealed is over already. */
  | { readonly kind: 'already-over'; readonly state: OverState }
  | SendError;

export type SealingStep =
  | { readonly step: 'sealing' }
  /** 0 to 1. */
  | { readonly step: 'hashing'; readonly fraction: number }
  | SendingStep;

export type ShareRemoval =
  | { readonly at: 'not-asked' | 'removing' }
  | { readonly at: 'removed'; readonly endedAt: number | undefined }
  | { readonly at: 'failed'; readonly failure: ServiceFailure };

/** What a share holds, as far as that may be said beside its link. */
export interface ContentSummary {
  readonly text: boolean;
  readonly files: number;
  readonly fileBytes: number;
}

export type ComposeState =
  | { readonly at: 'writing'; readonly draft: ComposeDraft; readonly error?: ComposeError | undefined }
  | { readonly at: 'sealing'; readonly draft: ComposeDraft; readonly progress: SealingStep }
  | {
      readonly at: 'sealed';
      readonly shared: Shared;
      readonly contents: ContentSummary;
      /** Undefined: they were not to answer. */
      readonly along?: Along | undefined;
      /** My shares has it, so that it can be found again without the manage link. */
      readonly listed: boolean;
      readonly removal: ShareRemoval;
    };

export interface ComposeEffects extends SendEffects, AlongEffects {
  readonly prepare: (request: Omit<ShareInput, 'kdf'>) => Promise<PreparedShare>;
  /** What may be chosen here; undefined while the server has not said. */
  readonly policy: () => Policy | undefined;
  readonly token: Pick<TokenHolder, 'ready' | 'accept' | 'refuse'>;
  /** @returns false when this browser keeps nothing. */
  readonly list: (shared: Shared) => Promise<boolean>;
  readonly unlist: (shared: Shared) => Promise<void>;
  readonly remove: (shared: Shared) => Promise<StatusReply>;
  /** Unix seconds of this machine. */
  readonly now: () => number;
}

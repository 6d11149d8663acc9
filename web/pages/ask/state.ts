import type { Asked, PreparedRequest, Wish } from '#client/ask.ts';
import type { OverState, ServiceFailure } from '#client/errors.ts';
import type { Limit } from '#client/policy.ts';
import type { TokenHolder } from '#web/parts/token/create-token-holder.ts';
import type { AskDraft } from './ask-draft.ts';

export type RequestLimit = Extract<Limit, 'minTtlSeconds' | 'maxTtlSeconds' | 'offeredTtlSeconds' | 'requests'>;

/** Why it is not sealed. Nothing typed is lost by any of them. */
export type AskError =
  | {
      readonly kind: 'title-empty' | 'field-nameless' | 'malformed' | 'too-long';
    }
  | { readonly kind: 'no-count' | 'no-moment' | 'moment-out-of-bounds' }
  | { readonly kind: 'terms-refused' | 'token-required' | 'refused' | 'unable' }
  /** What may be chosen here has changed, or was not known. */
  | { readonly kind: 'limit'; readonly limit: RequestLimit }
  /** It is more than this address, or this token, may still store in the day. */
  | { readonly kind: 'quota'; readonly afterSeconds: number | undefined }
  /** The server says that what was just made takes no answers. */
  | { readonly kind: 'already-over'; readonly state: OverState }
  /** The server has no room, and says when it may have some. */
  | { readonly kind: 'no-space'; readonly afterSeconds: number | undefined }
  | { readonly kind: 'fields-alike'; readonly name: string }
  | { readonly kind: 'service'; readonly failure: ServiceFailure };

export type AskState =
  | { readonly at: 'writing'; readonly draft: AskDraft; readonly error?: AskError | undefined }
  | { readonly at: 'sealing'; readonly draft: AskDraft }
  | {
      readonly at: 'asked';
      readonly asked: Asked;
      readonly terms: Pick<AskDraft, 'answerTtlSeconds' | 'keep'>;
      /** My shares has it, so that it can be found again without the manage link. */
      readonly listed: boolean;
    };

export interface AskEffects {
  readonly prepare: (wish: Wish) => Promise<PreparedRequest>;
  /** @returns false when this browser keeps nothing. */
  readonly list: (asked: Asked) => Promise<boolean>;
  readonly token: Pick<TokenHolder, 'ready' | 'accept' | 'refuse'>;
  readonly unlist: (asked: Asked) => Promise<void>;
  /** Unix seconds of this machine. */
  readonly now: () => number;
}

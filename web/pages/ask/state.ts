import type { CreatedRequest, PreparedRequest, RequestInput } from '#client/ask.ts';
import type { MemberFault, OverState, ServiceFailure } from '#client/errors.ts';
import type { Limit } from '#client/policy.ts';
import type { TokenHolder } from '#web/parts/token/create-token-holder.ts';
import type { AskDraft } from './ask-draft.ts';

export type RequestLimit = Extract<
  Limit,
  | ('minTtlSeconds' | 'maxTtlSeconds' | 'offeredTtlSeconds' | 'requests')
  | ('who' | 'members' | 'groups' | 'notifyMail' | 'address')
>;

/** Why sealing failed. The draft is never lost. */
export type AskError =
  | {
      readonly kind: 'title-empty' | 'field-nameless' | 'malformed' | 'too-long';
    }
  | { readonly kind: 'no-count' | 'no-moment' | 'moment-out-of-bounds' }
  /** Only a member can do it. What asks for the sign-in says so. */
  | { readonly kind: MemberFault }
  | { readonly kind: 'terms-refused' | 'token-required' | 'refused' | 'unable' }
  /** The draft exceeds this limit: the policy has changed, or was not known yet. */
  | { readonly kind: 'limit'; readonly limit: RequestLimit }
  /** It exceeds the daily storage limit of this address or token. */
  | { readonly kind: 'quota'; readonly afterSeconds: number | undefined }
  /** The server claims that the request it just stored accepts no answers. */
  | { readonly kind: 'already-over'; readonly state: OverState }
  /** The server has no room, and may say when to try again. */
  | { readonly kind: 'no-space'; readonly afterSeconds: number | undefined }
  | { readonly kind: 'fields-alike'; readonly name: string }
  | { readonly kind: 'service'; readonly failure: ServiceFailure };

export type AskState =
  | { readonly at: 'writing'; readonly draft: AskDraft; readonly error?: AskError | undefined }
  | { readonly at: 'sealing'; readonly draft: AskDraft }
  | {
      readonly at: 'asked';
      readonly asked: CreatedRequest;
      readonly terms: Pick<AskDraft, 'answerTtlSeconds' | 'keep'>;
      /** It is in My shares, so it can be found again without the manage link. */
      readonly listed: boolean;
    };

export interface AskEffects {
  readonly prepare: (wish: RequestInput) => Promise<PreparedRequest>;
  /** @returns false if the browser stores nothing */
  readonly list: (asked: CreatedRequest) => Promise<boolean>;
  readonly token: Pick<TokenHolder, 'ready' | 'accept' | 'refuse'>;
  readonly unlist: (asked: CreatedRequest) => Promise<void>;
  /** The language of mail, as BCP 47 writes it. */
  readonly language: () => string;
  /** Unix seconds. */
  readonly now: () => number;
}

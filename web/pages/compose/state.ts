import type { MemberFault, OverState, ServiceFailure } from '#client/errors.ts';
import type { Limit, Policy } from '#client/policy.ts';
import type { PreparedShare, Shared } from '#client/share.ts';
import type { ShareInput } from '#client/share-input.ts';
import type { SendEffects, SendingStep } from '#web/parts/sending/create-sender.ts';
import type { SendError } from '#web/parts/sending/send-error.ts';
import type { TokenHolder } from '#web/parts/token/create-token-holder.ts';
import type { ReplyRequest, ReplyRequestEffects } from './create-reply-request.ts';
import type { ComposeDraft } from './compose-draft.ts';
import type { ConditionsInput, ListNote } from './deliver-share.ts';
import type * as conditionsModule from './conditions/conditions-module.ts';
import type { ConditionsFault } from './conditions/check-conditions.ts';

/** `SendError` has the other two. */
export type ComposeLimit = Exclude<Limit, 'maxFilesBytes' | 'maxSealedBytes'>;

/** Why sealing failed. The draft is never lost. */
export type ComposeError =
  | { readonly kind: 'empty' | 'text-malformed' | 'no-count' | 'no-moment' | 'moment-out-of-bounds' }
  | { readonly kind: 'password-empty' | 'password-too-long' | 'password-malformed' }
  | { readonly kind: 'terms-refused' | 'token-required' | 'refused' | 'unable' }
  /** The draft exceeds this limit: the policy has changed, or was not known yet. */
  | { readonly kind: 'limit'; readonly limit: ComposeLimit }
  | { readonly kind: 'files-off' }
  /** Only a member can do it. What asks for the sign-in says so. */
  | { readonly kind: MemberFault }
  /** The field of a condition shows it. */
  | { readonly kind: 'conditions'; readonly fault: ConditionsFault }
  /** As `quota`, for a draft that names people: their mails count, too. */
  | { readonly kind: 'quota-people'; readonly afterSeconds: number | undefined }
  /** The server claims that the share it just stored has already ended. */
  | { readonly kind: 'already-over'; readonly state: OverState }
  | SendError;

export type SealingStep =
  | { readonly step: 'sealing' }
  /** `fraction`: 0 to 1. */
  | { readonly step: 'hashing'; readonly fraction: number }
  | SendingStep;

export type ShareRemoval =
  | { readonly at: 'not-asked' | 'removing' }
  | { readonly at: 'removed'; readonly endedAt: number | undefined }
  | { readonly at: 'failed'; readonly failure: ServiceFailure };

/** A summary of a share's content that is safe to show beside its link. */
export interface ContentSummary {
  readonly text: boolean;
  readonly files: number;
  readonly fileBytes: number;
}

/** The password of a sealed share. Redacted in logs and JSON. */
export interface KeptPassword {
  readonly value: string;
}

/** The conditions of a sealed share, without the secret of the sender's endpoint. */
export interface SealedConditions extends Pick<ConditionsInput, 'people' | 'notBefore' | 'members' | 'showSender'> {
  /** `secret`: the derived one, to be shown; absent if the endpoint has its own. Redacted in logs and JSON. */
  readonly notify?: { readonly url: string; readonly secret?: string } | undefined;
}

/** A share that was made for one of several people. */
export interface MadeLink {
  /** As the sender wrote it. */
  readonly name: string;
  readonly shared: Shared;
  readonly replyRequest: ReplyRequest | undefined;
  readonly listed: boolean;
  readonly removal: ShareRemoval;
}

/** Several people get a link each. */
export interface LinksState {
  readonly at: 'links';
  readonly contents: ContentSummary;
  readonly password?: KeptPassword | undefined;
  readonly conditions: SealedConditions;
  /** At least one. */
  readonly made: readonly MadeLink[];
  /** Absent once every link is made. */
  readonly left?: LinksLeft | undefined;
}

export interface LinksLeft {
  readonly draft: ComposeDraft;
  /** At least one: the first is being made, or comes next. */
  readonly names: readonly string[];
  /** Absent: it stopped, and can go on. */
  readonly progress?: SealingStep | undefined;
  /** Why it stopped; absent if the person stopped it. */
  readonly error?: ComposeError | undefined;
}

export type ComposeState =
  | { readonly at: 'writing'; readonly draft: ComposeDraft; readonly error?: ComposeError | undefined }
  | { readonly at: 'sealing'; readonly draft: ComposeDraft; readonly progress: SealingStep }
  | {
      readonly at: 'sealed';
      readonly shared: Shared;
      readonly contents: ContentSummary;
      /** Undefined: it was sealed without one, or it is deleted. */
      readonly password?: KeptPassword | undefined;
      /** Undefined: the draft had none. */
      readonly conditions?: SealedConditions | undefined;
      /** Undefined: no reply was allowed. */
      readonly replyRequest?: ReplyRequest | undefined;
      /** It is in My shares, so it can be found again without the manage link. */
      readonly listed: boolean;
      readonly removal: ShareRemoval;
    }
  | LinksState;

/** What only a draft with conditions needs. */
export type ConditionsModule = typeof conditionsModule;

export interface ComposeEffects extends SendEffects, ReplyRequestEffects {
  readonly prepare: (request: Omit<ShareInput, 'kdf'>) => Promise<PreparedShare>;
  /** Undefined until it is loaded. */
  readonly policy: () => Policy | undefined;
  readonly token: Pick<TokenHolder, 'ready' | 'accept' | 'refuse'>;
  /** @returns false if the browser stores nothing */
  readonly list: (shared: Shared, note: ListNote) => Promise<boolean>;
  readonly unlist: (shared: Shared) => Promise<void>;
  readonly remove: (shared: Shared) => Promise<{ readonly endedAt?: number | undefined }>;
  /** Loads a lazy module. @throws NetworkError */
  readonly conditions: () => Promise<ConditionsModule>;
  /** The language of mail to the sender, as BCP 47 writes it. */
  readonly language: () => string;
  /** Unix seconds. */
  readonly now: () => number;
}

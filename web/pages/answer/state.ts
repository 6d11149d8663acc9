import type { AnswerDraft as SealedDraft, Question, RequestHolder } from '#client/answer.ts';
import type { ManagedShare } from '#client/manage.ts';
import type { Policy } from '#client/policy.ts';
import type { PreparedShare, Shared } from '#client/share.ts';
import type { DescribeRequestReply, RequestState } from '#server/requests/wire.ts';
import type { Wait } from '#client/retry.ts';
import type { ServiceFailure } from '#client/errors.ts';
import type { Keyless } from '#web/parts/link/read-key.ts';
import type { SendEffects, SendingStep } from '#web/parts/sending/create-sender.ts';
import type { SendError } from '#web/parts/sending/send-error.ts';
import type { AnswerDraft } from './answer-draft.ts';

/** It takes no answer, for one of these reasons. */
export type ClosedState = Exclude<RequestState, 'open'>;

/** Why it is not sent. Nothing typed is lost by any of them. */
export type AnswerError =
  | { readonly kind: 'empty' | 'malformed' | 'files-off' | 'strange-terms' | 'refused' | 'unable' }
  /** Said once; who sends again means it. */
  | { readonly kind: 'fields-empty'; readonly names: readonly string[] }
  | { readonly kind: 'not-accepting'; readonly state: ClosedState }
  | SendError;

export type AnswerRemoval =
  { readonly at: 'not-asked' | 'removing' } | { readonly at: 'failed'; readonly failure: ServiceFailure };

/** What became of an answer that has arrived. */
export interface SentState {
  readonly at: 'sent';
  readonly shared: Shared;
  /** Undefined until the server was asked. */
  readonly status?: ManagedShare | undefined;
  /** The last look did not succeed: what is shown may be old. */
  readonly failure?: ServiceFailure | undefined;
  readonly removal: AnswerRemoval;
}

export interface WritingState {
  readonly at: 'writing';
  readonly question: Question;
  readonly draft: AnswerDraft;
  readonly error?: AnswerError | undefined;
}

export type AnswerState =
  | { readonly at: 'looking' }
  | { readonly at: 'unreachable'; readonly failure: ServiceFailure }
  | Keyless
  | { readonly at: 'nothing' }
  /** What the server sent is not what this link was made of. */
  | { readonly at: 'forged' }
  /** This browser's arithmetic is missing or wrong: it can neither tell a forged question nor seal an answer. */
  | { readonly at: 'incapable' }
  | { readonly at: 'over'; readonly state: ClosedState; readonly description: DescribeRequestReply }
  | WritingState
  | {
      readonly at: 'sealing';
      readonly question: Question;
      readonly draft: AnswerDraft;
      readonly progress: { readonly step: 'sealing' } | SendingStep;
    }
  | SentState;

export interface AnswerEffects extends SendEffects {
  /** As it stands in the path. */
  readonly id: string;
  readonly publicUrl: string;
  readonly fragment: () => string;
  /** @throws CryptoError where this browser computes wrongly, or not at all. */
  readonly selfCheck: () => Promise<void>;
  readonly describe: (holder: RequestHolder) => Promise<DescribeRequestReply>;
  readonly read: (holder: RequestHolder) => Promise<Question>;
  readonly prepare: (holder: RequestHolder & Pick<Question, 'asked'>, draft: SealedDraft) => Promise<PreparedShare>;
  readonly readStatus: (shared: Shared) => Promise<ManagedShare>;
  readonly remove: (shared: Shared) => Promise<ManagedShare>;
  /** What the service takes; undefined while the server has not said. */
  readonly policy: () => Policy | undefined;
  /** Nobody looks at a tab in the background: it asks nothing. */
  readonly visible: () => boolean;
  readonly wait: Wait;
}

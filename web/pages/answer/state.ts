import type { AnswerInput as SealedDraft } from '#client/answer.ts';
import type { Question, RequestHolder } from '#client/question.ts';
import type { ManagedShare } from '#client/manage.ts';
import type { Policy } from '#client/policy.ts';
import type { PreparedShare, Shared } from '#client/share.ts';
import type { DescribeRequestReply, RequestState } from '#server/requests/wire.ts';
import type { Wait } from '#client/retry.ts';
import type { MemberFault, ServiceFailure } from '#client/errors.ts';
import type { Keyless } from '#web/parts/link/read-key.ts';
import type { SendEffects, SendingStep } from '#web/parts/sending/create-sender.ts';
import type { createMembersGate, MembersGate, MembersGateEffects } from '#web/parts/session/create-members-gate.ts';
import type { SendError } from '#web/parts/sending/send-error.ts';
import type { AnswerDraft } from './answer-draft.ts';

/** Why a request accepts no answers. */
export type ClosedState = Exclude<RequestState, 'open'>;

/** Why sending failed. The draft is never lost. */
export type AnswerError =
  | { readonly kind: 'empty' | 'malformed' | 'files-off' | 'strange-terms' | 'refused' | 'unable' }
  /** The session is over, or the member is in none of the groups. What asks for the sign-in says so. */
  | { readonly kind: MemberFault }
  /** A reminder, shown once: sending again accepts the empty fields. */
  | { readonly kind: 'fields-empty'; readonly names: readonly string[] }
  | { readonly kind: 'not-accepting'; readonly state: ClosedState }
  | SendError;

export type AnswerRemoval =
  { readonly at: 'not-asked' | 'removing' } | { readonly at: 'failed'; readonly failure: ServiceFailure };

/** A sent answer and its current status. */
export interface SentState {
  readonly at: 'sent';
  readonly shared: Shared;
  /** Undefined until it is fetched. */
  readonly status?: ManagedShare | undefined;
  /** The last fetch failed, so the status may be out of date. */
  readonly failure?: ServiceFailure | undefined;
  readonly removal: AnswerRemoval;
}

export interface WritingState {
  readonly at: 'writing';
  readonly question: Question;
  readonly draft: AnswerDraft;
  /** Present if it is for members. */
  readonly gate?: MembersGate | undefined;
  readonly error?: AnswerError | undefined;
}

/** Only members read and answer it, and nobody is known to be one yet. */
export interface MembersState {
  readonly at: 'members';
  readonly gate: MembersGate;
  readonly description: DescribeRequestReply;
}

export type AnswerState =
  | { readonly at: 'looking' }
  | { readonly at: 'unreachable'; readonly failure: ServiceFailure }
  | Keyless
  | { readonly at: 'nothing' }
  /** A newer version of this page sealed it. */
  | { readonly at: 'newer' }
  /** The server sent something that does not belong to this link. */
  | { readonly at: 'forged' }
  /** This browser's cryptography is missing or wrong: it can neither detect a forged question nor seal an answer. */
  | { readonly at: 'incapable' }
  | { readonly at: 'over'; readonly state: ClosedState; readonly description: DescribeRequestReply }
  | MembersState
  | WritingState
  | {
      readonly at: 'sealing';
      readonly question: Question;
      readonly draft: AnswerDraft;
      readonly gate?: MembersGate | undefined;
      readonly progress: { readonly step: 'sealing' } | SendingStep;
    }
  | SentState;

export interface LoadedMembers {
  readonly effects: MembersGateEffects;
  readonly createMembersGate: typeof createMembersGate;
}

export interface AnswerEffects extends SendEffects {
  /** The id in the path. */
  readonly id: string;
  readonly publicUrl: string;
  readonly fragment: () => string;
  /** @throws CryptoError if this browser's cryptography is missing or wrong */
  readonly selfCheck: () => Promise<void>;
  /** Loads what a request for members needs. @throws NetworkError if it does not arrive */
  readonly loadMembers: () => Promise<LoadedMembers>;
  readonly describe: (holder: RequestHolder) => Promise<DescribeRequestReply>;
  readonly read: (holder: RequestHolder) => Promise<Question>;
  readonly prepare: (holder: RequestHolder & Pick<Question, 'asked'>, draft: SealedDraft) => Promise<PreparedShare>;
  readonly readStatus: (shared: Shared) => Promise<ManagedShare>;
  readonly remove: (shared: Shared) => Promise<ManagedShare>;
  /** Loads what follows sending. @throws NetworkError if it does not arrive */
  readonly loadReceipt: () => Promise<unknown>;
  /** Undefined until it is loaded. */
  readonly policy: () => Policy | undefined;
  /** A tab in the background does not poll. */
  readonly visible: () => boolean;
  readonly wait: Wait;
}

import type { BodyHolder } from '#client/download.ts';
import type { Inbox } from '#client/inbox.ts';
import type { Owner } from '#client/manage.ts';
import type { AnswerRead, AnswerToOpen, OpenedAnswer } from '#client/open-answer.ts';
import type { OwnTerms } from '#client/own-terms.ts';
import type { AnswerStatus, Keep } from '#server/requests/wire.ts';
import type { AcknowledgeReply } from '#server/shares/wire.ts';
import type { Backoff, Wait } from '#client/retry.ts';
import type { ServiceFailure } from '#client/errors.ts';
import type { ListingState, RequestEntry } from '#web/parts/list/entry.ts';
import type { OpenedState } from '#web/pages/receive/state.ts';
import type { TabMemory } from '#web/pages/receive/tab-memory.ts';

/** The state of reading one answer on this page. */
export type AnswerReading =
  | { readonly at: 'opening'; readonly failure?: ServiceFailure | undefined }
  | OpenedState
  | { readonly at: 'failed'; readonly why: ReadFault };

export type ReadFault =
  /** It was not sealed for this request, or it was changed. */
  | 'forged'
  /** A newer version of this page sealed it. */
  | 'newer'
  /** Deleted or expired since it was listed. */
  | 'gone'
  /** This browser is unfit to read it. Nothing was requested from the server. */
  | 'crypto'
  | 'storage';

export type Act = 'closing' | 'deleting' | 'deleting-answer';

/** While watching: the page may be out of date. Otherwise: the action may not have taken effect. */
export interface InboxFailure extends ServiceFailure {
  readonly during: 'watching' | Act;
}

export interface InboxShown {
  readonly at: 'shown';
  readonly inbox: Inbox;
  /** By the answer's id. Only answers that were read on this page. */
  readonly readings: ReadonlyMap<string, AnswerReading>;
  readonly listing: ListingState;
  /** Undefined until the check is done. */
  readonly terms?: OwnTerms | undefined;
  readonly act?: Act | undefined;
  readonly failure?: InboxFailure | undefined;
}

export type InboxState =
  | { readonly at: 'looking' }
  | { readonly at: 'nothing' }
  | { readonly at: 'unreachable'; readonly failure: ServiceFailure }
  | InboxShown;

/** The request's entry in this browser's list. */
export interface Known {
  readonly listing: ListingState;
  readonly title?: string | undefined;
}

/** The outside world, as far as an inbox needs it. */
export interface InboxEffects {
  readonly readInbox: (owner: Owner) => Promise<Inbox>;
  /** Compares the server's terms with those that were sealed. */
  readonly checkTerms: (owner: Owner, inbox: Inbox) => Promise<OwnTerms>;
  readonly close: (owner: Owner) => Promise<Inbox>;
  readonly remove: (owner: Owner) => Promise<Inbox>;
  readonly removeAnswer: (owner: Owner & { readonly answer: string }) => Promise<Inbox>;
  /** This tab's memory for one answer. */
  readonly memoryOf: (answer: string) => TabMemory;
  /** @throws CryptoError if this browser's cryptography is missing or wrong */
  readonly selfCheck: () => Promise<void>;
  readonly newClaim: () => string;
  readonly openAnswer: (answer: AnswerToOpen) => Promise<OpenedAnswer>;
  readonly acknowledge: (read: AnswerRead) => Promise<AcknowledgeReply>;
  /** Keeps the opening alive until the signal is aborted. @throws ApiError once it is over */
  readonly keepLease: (holder: BodyHolder, options: { readonly signal: AbortSignal }) => Promise<void>;
  /** Resolves when the latest state is on the screen. */
  readonly painted: () => Promise<void>;
  readonly save: (entry: RequestEntry) => Promise<void>;
  /** Whether someone is looking at the page or wants notifications. Otherwise it sends no requests. */
  readonly watched: () => boolean;
  /** @param count how many answers have arrived since the last check */
  readonly onArrived: (count: number) => void;
  readonly wait: Wait;
}

/** The state that the modules of an inbox share. */
export interface InboxParts {
  readonly effects: InboxEffects;
  readonly owner: Owner;
  readonly known: Known;
  /** Pauses between retries. */
  readonly retries: Backoff;
  readonly state: () => InboxState;
  /** Changes the state, unless the page has been left. */
  readonly to: (next: (now: InboxState) => InboxState) => void;
  readonly left: () => boolean;
  /** Checks again soon. */
  readonly look: () => void;
}

/** Whether it can be read and has not been acknowledged. */
export const isUnread = ({ state, readAt, sealedKey }: AnswerStatus): boolean =>
  state === 'live' && readAt === undefined && sealedKey !== undefined;

/** Whether closing it loses nothing: the person has saved all of it, or the server keeps it even when read. */
export const isLeftFreely = (keep: Keep, answer: AnswerStatus, { kept }: OpenedState): boolean =>
  kept || (keep === 'expiry' && canBeRead(answer));

export const canBeRead = ({ state, sealedKey }: AnswerStatus): boolean => state === 'live' && sealedKey !== undefined;

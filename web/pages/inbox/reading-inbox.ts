import type { BodyHolder } from '#client/download.ts';
import type { Inbox } from '#client/inbox.ts';
import type { Owner } from '#client/manage.ts';
import type { AnswerRead, AnswerToOpen, OpenedAnswer } from '#client/open-answer.ts';
import type { OwnTerms } from '#client/own-terms.ts';
import type { AnswerStatus, Keep } from '#server/requests/wire.ts';
import type { AcknowledgeReply } from '#server/shares/wire.ts';
import type { Backoff, Wait } from '#client/retry.ts';
import type { ServiceFailure } from '#client/errors.ts';
import type { RequestEntry } from '#web/parts/list/entry.ts';
import type { OpenedState } from '#web/pages/receive/state.ts';
import type { TabMemory } from '#web/pages/receive/tab-memory.ts';

/** What has become of reading one answer on this page. */
export type Reading =
  | { readonly at: 'opening'; readonly failure?: ServiceFailure | undefined }
  | OpenedState
  | { readonly at: 'failed'; readonly why: ReadingFault };

export type ReadingFault =
  /** It was not sealed for this request, or was changed. */
  | 'forged'
  /** Deleted or expired since it was listed. */
  | 'gone'
  /** This browser is not fit to read it: nothing was asked of the server. */
  | 'crypto'
  | 'storage';

export type Act = 'closing' | 'deleting' | 'deleting-answer';

/** While watching: what is shown may be old. Else: what was asked for may not have happened. */
export interface InboxFailure extends ServiceFailure {
  readonly during: 'watching' | Act;
}

export interface ShownInbox {
  readonly at: 'shown';
  readonly inbox: Inbox;
  /** By the answer's id; absent where it was not read on this page. */
  readonly readings: ReadonlyMap<string, Reading>;
  /** Whether this browser has it in My shares; `refused` where nothing can be kept. */
  readonly listing: 'absent' | 'listed' | 'refused';
  /** Undefined until they are checked. */
  readonly terms?: OwnTerms | undefined;
  readonly act?: Act | undefined;
  readonly failure?: InboxFailure | undefined;
}

export type InboxState =
  | { readonly at: 'looking' }
  | { readonly at: 'nothing' }
  | { readonly at: 'unreachable'; readonly failure: ServiceFailure }
  | ShownInbox;

/** What this browser's list says of the request. */
export interface Known {
  readonly listing: ShownInbox['listing'];
  readonly title?: string | undefined;
}

/** Everything outside that an inbox touches. */
export interface InboxEffects {
  readonly readInbox: (owner: Owner) => Promise<Inbox>;
  /** Whether the server keeps to the terms that were sealed. */
  readonly checkTerms: (owner: Owner, inbox: Inbox) => Promise<OwnTerms>;
  readonly close: (owner: Owner) => Promise<Inbox>;
  readonly remove: (owner: Owner) => Promise<Inbox>;
  readonly removeAnswer: (owner: Owner & { readonly answer: string }) => Promise<Inbox>;
  /** Of this tab, for one answer. */
  readonly memoryOf: (answer: string) => TabMemory;
  /** @throws CryptoError where this browser computes wrongly, or not at all. */
  readonly selfCheck: () => Promise<void>;
  readonly newClaim: () => string;
  readonly openAnswer: (answer: AnswerToOpen) => Promise<OpenedAnswer>;
  readonly acknowledge: (read: AnswerRead) => Promise<AcknowledgeReply>;
  /** Keeps the opening alive until the signal is aborted. @throws ApiError when it is over */
  readonly keepLease: (holder: BodyHolder, options: { readonly signal: AbortSignal }) => Promise<void>;
  /** Resolves when what was last shown is on the screen. */
  readonly painted: () => Promise<void>;
  readonly save: (entry: RequestEntry) => Promise<void>;
  /** Somebody looks at the page, or wants to be told: otherwise it asks nothing. */
  readonly watched: () => boolean;
  /** So many answers have come since the page last looked. */
  readonly onArrived: (count: number) => void;
  readonly wait: Wait;
}

/** What the parts of an inbox share. */
export interface InboxParts {
  readonly effects: InboxEffects;
  readonly owner: Owner;
  readonly known: Known;
  /** Between two tries of the same. */
  readonly retries: Backoff;
  readonly state: () => InboxState;
  /** Shows nothing any more once the page has been left. */
  readonly to: (next: (now: InboxState) => InboxState) => void;
  readonly left: () => boolean;
  /** Looks again soon. */
  readonly look: () => void;
}

/** It can be read, and nobody has said that it was. */
export const isUnread = ({ state, readAt, sealedKey }: AnswerStatus): boolean =>
  state === 'live' && readAt === undefined && sealedKey !== undefined;

/** Putting it away loses nothing: the person has all of it, or the server keeps it, read or not. */
export const isLeftFreely = (keep: Keep, answer: AnswerStatus, { kept }: OpenedState): boolean =>
  kept || (keep === 'expiry' && isReadable(answer));

export const isReadable = ({ state, sealedKey }: AnswerStatus): boolean => state === 'live' && sealedKey !== undefined;

import type { BodyHolder } from '#client/download.ts';
import type { DescribeRequest, Holder, OpenedShare, OpenRequest } from '#client/open.ts';
import type { PasswordKdf } from '#crypto/password.ts';
import type { AcknowledgeReply, DescribeReply } from '#server/shares/wire.ts';
import type { Backoff, Wait } from '#client/retry.ts';
import type { ServiceFailure } from '#client/errors.ts';
import type { Keyless } from '#web/parts/link/read-key.ts';
import type { TabMemory } from './tab-memory.ts';

export type ShareLinkType = DescribeRequest['type'];

/** Why a press on the seal did not open it. Only a wrong password costs something: an attempt. */
export type OpenError =
  | 'wrong-password'
  | 'password-empty'
  | 'password-too-long'
  | 'password-malformed'
  /** An earlier opening from this tab has run out; another one takes another view. */
  | 'lease-over';

export type OpeningPhase =
  | { readonly step: 'checking' | 'fetching' }
  /** 0 to 1. */
  | { readonly step: 'hashing'; readonly fraction: number }
  | { readonly step: 'waiting'; readonly failure: ServiceFailure };

/** What became of telling the server that the secret has arrived. */
export type Receipt =
  /** There are files to fetch: the server keeps them, and the opening is kept alive, to `until` at the most. */
  | { readonly at: 'held'; readonly until: number }
  | { readonly at: 'sending' }
  | { readonly at: 'waiting'; readonly failure: ServiceFailure }
  | { readonly at: 'heard'; readonly answer: AcknowledgeReply }
  /** The opening was over before; the server does not say how. */
  | { readonly at: 'lapsed' };

export interface ReadyState {
  readonly at: 'ready';
  readonly description: DescribeReply;
  readonly password: boolean;
  readonly error?: OpenError | undefined;
}

export interface OpenedState {
  readonly at: 'opened';
  readonly opened: OpenedShare;
  /** What the files' bytes are fetched with; absent where there are none. */
  readonly holder?: BodyHolder | undefined;
  readonly receipt: Receipt;
  /** Copied or saved: the tab may be left without asking. */
  readonly kept: boolean;
}

export interface EndedShareState {
  readonly at: 'over';
  readonly description: DescribeReply;
  /** When this very tab had opened it. */
  readonly openedHere?: number | undefined;
  /** This very tab began to open it, and was interrupted before anything was shown. */
  readonly begunHere?: boolean | undefined;
}

export type ReceiveState =
  | { readonly at: 'looking' }
  | { readonly at: 'unreachable'; readonly failure: ServiceFailure }
  | Keyless
  | ReadyState
  | { readonly at: 'opening'; readonly ready: ReadyState; readonly progress: OpeningPhase }
  | OpenedState
  | EndedShareState
  /** The key has been put away; this tab alone knows of it. */
  | { readonly at: 'remembered'; readonly openedHere: number }
  | { readonly at: 'nothing' }
  | { readonly at: 'elsewhere' }
  | { readonly at: 'incapable'; readonly lacks: 'crypto' | 'storage' }
  /** What the server sent is not what was sealed with this link. `fetched`: a view may have been spent. */
  | { readonly at: 'forged'; readonly fetched: boolean };

/** Everything outside that receiving a secret touches. */
export interface ReceiveEffects {
  /** As it stands in the path. */
  readonly id: string;
  readonly publicUrl: string;
  readonly fragment: () => string;
  /** Takes the key out of the address, and so out of this tab's history. */
  readonly dropFragment: () => void;
  readonly memory: TabMemory;
  /** One tab of this browser at a time. @returns release; undefined while another tab has it. */
  readonly hold: () => Promise<(() => void) | undefined>;
  readonly heldElsewhere: () => Promise<boolean>;
  /** @throws CryptoError where this browser computes wrongly, or not at all. */
  readonly selfCheck: () => Promise<void>;
  readonly describe: (request: DescribeRequest) => Promise<DescribeReply>;
  readonly newClaim: () => string;
  readonly kdf: PasswordKdf;
  readonly openShare: (request: OpenRequest) => Promise<OpenedShare>;
  readonly acknowledge: (request: Holder & { readonly claim: string }) => Promise<AcknowledgeReply>;
  /** Keeps the opening alive until the signal is aborted. @throws ApiError when it is over */
  readonly keepLease: (holder: BodyHolder, options: { readonly signal: AbortSignal }) => Promise<void>;
  /** Resolves when what was last shown is on the screen; so not while the tab is in the background. */
  readonly painted: () => Promise<void>;
  readonly wait: Wait;
}

/** What the steps of receiving share. */
export interface Receiving {
  readonly effects: ReceiveEffects;
  readonly backoff: Backoff;
  readonly key: { readonly type: ShareLinkType; readonly linkKey: Uint8Array };
  /** Shows nothing any more once the page has been left or has begun anew. */
  readonly to: (next: ReceiveState | ((now: ReceiveState) => ReceiveState)) => void;
  readonly left: () => boolean;
  /** Resolves when the person has every file that is wanted, or when the page is left; false: the server gives out no more. */
  readonly taken: Promise<boolean>;
}

export interface LookStep {
  readonly take: 'look';
  readonly error?: OpenError | undefined;
  /** Whether an opening that has spent its view already may go on without a press. */
  readonly resume: boolean;
}

export interface OpenStep {
  readonly take: 'open';
  readonly ready: ReadyState;
  readonly password?: string | undefined;
}

export type Step = LookStep | OpenStep;

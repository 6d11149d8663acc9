import type { BodyHolder } from '#client/download.ts';
import type { Receipt } from '#client/held-opening.ts';
import type { DescribeRequest, Holder, OpenedShare, OpenRequest } from '#client/open.ts';
import type { Gates } from '#crypto/gates.ts';
import type { PasswordKdf } from '#crypto/password.ts';
import type { CodeRequest } from '#client/request-code.ts';
import type { AcknowledgeReply, DescribeReply } from '#server/shares/wire.ts';
import type { Backoff, Wait } from '#client/retry.ts';
import type { ApiError, ServiceFailure } from '#client/errors.ts';
import type { Keyless } from '#web/parts/link/read-key.ts';
import type { MembersGate, MembersGateEffects } from '#web/parts/session/create-members-gate.ts';
import type { AskCode } from './gates/create-ask.ts';
import type { TabMemory } from './tab-memory.ts';

export type ShareLinkType = DescribeRequest['type'];

/** Why an attempt to open failed. Only a wrong password counts: as one attempt. */
export type OpenError =
  | 'wrong-password'
  | 'password-empty'
  | 'password-too-long'
  | 'password-malformed'
  /** A lazy module of this page did not load. */
  | 'unloaded'
  /** The lease of an earlier opening in this tab has run out; a new opening spends another view. */
  | 'lease-over';

export type OpeningPhase =
  | { readonly step: 'checking' | 'fetching' }
  /** `fraction`: 0 to 1. */
  | { readonly step: 'hashing'; readonly fraction: number }
  | { readonly step: 'waiting'; readonly failure: ServiceFailure };

export interface ReadyState {
  readonly at: 'ready';
  readonly description: DescribeReply;
  readonly password: boolean;
  readonly error?: OpenError | undefined;
  /** Present if it opens for named people only, with a code. */
  readonly ask?: AskCode | undefined;
  /** Present if it opens for members only. */
  readonly members?: MembersGate | undefined;
}

/** It does not open yet. */
export interface EarlyState {
  readonly at: 'early';
  readonly ready: ReadyState;
  /** Unix seconds, by the server's clock. */
  readonly opensAt: number;
  /** The server refused an opening, because it was too early by its own clock. */
  readonly refused: boolean;
}

export interface OpenedState {
  readonly at: 'opened';
  readonly opened: OpenedShare;
  /** Fetches the bytes of the files; absent without any. */
  readonly holder?: BodyHolder | undefined;
  readonly receipt: Receipt;
  /** Copied or saved: the tab can be left without a question. */
  readonly kept: boolean;
}

export interface EndedShareState {
  readonly at: 'over';
  readonly description: DescribeReply;
  /** Unix seconds at which this tab opened it. */
  readonly openedHere?: number | undefined;
  /** This tab started to open it and was interrupted before anything was shown. */
  readonly begunHere?: boolean | undefined;
}

export type ReceiveState =
  | { readonly at: 'looking' }
  | { readonly at: 'unreachable'; readonly failure: ServiceFailure }
  | Keyless
  | ReadyState
  | EarlyState
  | { readonly at: 'opening'; readonly ready: ReadyState; readonly progress: OpeningPhase }
  | OpenedState
  | EndedShareState
  /** The key is gone from the address; only this tab remembers the opening. */
  | { readonly at: 'remembered'; readonly openedHere: number }
  | { readonly at: 'nothing' }
  | { readonly at: 'elsewhere' }
  | { readonly at: 'incapable'; readonly lacks: 'crypto' | 'storage' }
  /** A newer version of this page sealed it. Nothing was opened. */
  | { readonly at: 'newer' }
  /** The server sent something that was not sealed with this link. `fetched`: a view may have been spent. */
  | { readonly at: 'forged'; readonly fetched: boolean };

/** A share with gates, before it is open. */
export type GatedState = Extract<ReceiveState, { at: 'early' | 'ready' | 'opening' }>;

/** The effects that receiving a secret needs. */
export interface ReceiveEffects {
  /** The id in the path. */
  readonly id: string;
  readonly publicUrl: string;
  readonly fragment: () => string;
  /** Removes the key from the address, and so from this tab's history. */
  readonly dropFragment: () => void;
  readonly memory: TabMemory;
  /** Shared by the tabs of this browser. @throws if the browser blocks it */
  readonly browserStorage: () => Storage;
  /** Locks the share for this tab. @returns a function that releases the lock; undefined while another tab has it */
  readonly hold: () => Promise<(() => void) | undefined>;
  readonly heldElsewhere: () => Promise<boolean>;
  /** @throws CryptoError if this browser's cryptography is missing or wrong */
  readonly selfCheck: () => Promise<void>;
  /** Loads the view of an opened secret. @throws if it does not arrive */
  readonly loadOpened: () => Promise<void>;
  /** Loads the code and the view of a share with gates. @throws if it does not arrive */
  readonly loadGates: () => Promise<GatesModule>;
  /** Loads what a share for members needs. @throws if it does not arrive */
  readonly loadMembers: () => Promise<MembersGateEffects>;
  readonly describe: (request: DescribeRequest) => Promise<DescribeReply>;
  readonly requestCode: (request: CodeRequest) => Promise<{ readonly again: number }>;
  /** The language of the mail, as BCP 47 writes it. */
  readonly language: () => string;
  readonly newClaim: () => string;
  readonly kdf: PasswordKdf;
  readonly openShare: (request: OpenRequest) => Promise<OpenedShare>;
  readonly acknowledge: (request: Holder & { readonly claim: string }) => Promise<AcknowledgeReply>;
  /** Renews the lease until the signal is aborted. @throws ApiError when the opening is over */
  readonly keepLease: (holder: BodyHolder, options: { readonly signal: AbortSignal }) => Promise<void>;
  /** Resolves when the last state is on the screen; never while the tab is in the background. */
  readonly painted: () => Promise<void>;
  readonly wait: Wait;
  /** Unix seconds, by the server's clock. */
  readonly now: () => number;
}

/** A lazy module: most shares have no gates. */
export interface GatesModule {
  readonly lookAtGates: (receiving: Receiving, gated: Gated) => Promise<Step | undefined>;
  readonly refusedByGate: (receiving: Receiving, refusal: GateRefusal) => Step | undefined;
}

/** A described share with gates: those of its preamble, which is authentic. */
export interface Gated {
  readonly gates: Gates;
  readonly ready: ReadyState;
  readonly step: LookStep;
}

export interface GateRefusal {
  readonly step: OpenStep;
  readonly error: ApiError;
}

/** Shared by the steps of receiving a secret. */
export interface Receiving {
  readonly effects: ReceiveEffects;
  readonly backoff: Backoff;
  readonly key: { readonly type: ShareLinkType; readonly linkKey: Uint8Array };
  /** Does nothing once the page has been left or restarted. */
  readonly to: (next: ReceiveState | ((now: ReceiveState) => ReceiveState)) => void;
  readonly left: () => boolean;
  /** Fetches the state of the share again. */
  readonly look: () => Promise<void>;
  /** Resolves to true when the person has every file they want or leaves the page, to false when the server refuses. */
  readonly taken: Promise<boolean>;
}

export interface LookStep {
  readonly take: 'look';
  readonly error?: OpenError | undefined;
  /** The server refused an opening, because it was too early. */
  readonly tooEarly?: boolean | undefined;
  /** Whether an opening that has already spent its view may resume without a press. */
  readonly resume: boolean;
}

export interface OpenStep {
  readonly take: 'open';
  readonly ready: ReadyState;
  readonly given: Given;
}

/** Typed by the person. */
export interface Given {
  readonly password?: string | undefined;
  /** The code from the mail, and the claim for which it was requested. */
  readonly code?: { readonly digits: string; readonly claim: string } | undefined;
}

export type Step = LookStep | OpenStep;

import { CryptoError } from '#crypto/errors.ts';
import type { ErrorCode } from '#server/errors.ts';
import type { RequestState } from '#server/requests/wire.ts';
import type { ShareState } from '#server/shares/wire.ts';

/**
 * Why the service gave no usable reply. A refusal of the request itself, such as a wrong password, is not one of these.
 */
export interface ServiceFailure {
  /**
   * `offline`, `busy` and `server` (which includes a full disk) are temporary, so another try may succeed. `sign-in`
   * ends when the person has signed in. `strange` is a reply that this version of the client does not understand.
   */
  readonly kind: 'offline' | 'busy' | 'server' | 'strange' | 'sign-in';
  /** The server requested this wait. */
  readonly afterSeconds?: number;
}

type FailureKind = ServiceFailure['kind'] | 'refusal';

/** The server's error codes. */
const apiFailures: Record<ErrorCode, FailureKind> = {
  malformed: 'strange',
  'token-required': 'refusal',
  'pass-required': 'refusal',
  'sign-in-refused': 'refusal',
  'not-a-member': 'refusal',
  'create-proof-mismatch': 'refusal',
  'wrong-password': 'refusal',
  'too-early': 'refusal',
  'code-required': 'refusal',
  'wrong-code': 'refusal',
  'not-found': 'refusal',
  'method-not-allowed': 'strange',
  conflict: 'refusal',
  'upload-incomplete': 'refusal',
  'not-accepting': 'refusal',
  'lease-over': 'refusal',
  ended: 'refusal',
  'too-large': 'strange',
  'unsupported-media-type': 'strange',
  'terms-refused': 'refusal',
  locked: 'refusal',
  'rate-limited': 'busy',
  'quota-exceeded': 'refusal',
  internal: 'server',
  'provider-down': 'refusal',
  unavailable: 'server',
  'insufficient-storage': 'server',
};

/** @returns undefined for a refusal that means something to the caller, and for an error that is not the service's. */
export function serviceFailureOf(error: unknown): ServiceFailure | undefined {
  if (error instanceof NetworkError) return { kind: isSignIn(error) ? 'sign-in' : 'offline' };
  if (error instanceof ProtocolError) return { kind: 'strange' };
  if (!(error instanceof ApiError)) return undefined;
  const kind = apiFailures[error.code];
  if (kind === 'refusal') return undefined;
  if (kind === 'strange' || error.retryAfterSeconds === undefined) return { kind };
  return { kind, afterSeconds: error.retryAfterSeconds };
}

/** Whether the code is in this version's table; a newer server may send others. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(apiFailures, code);
}

interface Refusal {
  readonly code: ErrorCode;
  readonly status: number;
  readonly members?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number | undefined;
}

/** The server understood the request and refused it with a code of its error table. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly status: number;
  /** The problem document with its extension members, as the server sent it. Not validated. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;

  constructor({ code, status, members = {}, retryAfterSeconds }: Refusal) {
    super(code);
    this.code = code;
    this.status = status;
    this.members = members;
    if (retryAfterSeconds !== undefined) this.retryAfterSeconds = retryAfterSeconds;
  }
}

const creationRefusals: readonly ErrorCode[] = [
  'terms-refused',
  'token-required',
  'pass-required',
  'not-a-member',
  'quota-exceeded',
  'not-accepting',
  'insufficient-storage',
];

/**
 * Whether the server certainly holds nothing of a create: neither from this try nor from an earlier one whose reply was
 * lost. A repeated create of existing content gets a different reply. After any other error, the content may exist.
 */
export const isRefusal = (error: unknown): boolean =>
  error instanceof ApiError && creationRefusals.includes(error.code);

/** The server wants a member: nobody has signed in, or not one whom it is for. */
const memberFaults = ['pass-required', 'not-a-member'] as const;
export type MemberFault = (typeof memberFaults)[number];

export const isMemberFault = (code: string | undefined): code is MemberFault =>
  memberFaults.some((fault) => fault === code);

const openingRefusals: readonly ErrorCode[] = [
  'ended',
  'locked',
  'not-found',
  'wrong-password',
  'too-early',
  ...memberFaults,
  'code-required',
  'wrong-code',
];

/**
 * Whether the claim is of no further use. If an earlier try with it had spent a view, the server would have repeated
 * the content. A temporary refusal does not show that: the first try may have spent the view. For a claim that can be
 * resumed, a wrong password does not show it either; without a view left, the server replies to it with `ended`.
 */
export const isOpeningRefusal = (error: unknown): boolean =>
  error instanceof ApiError && openingRefusals.includes(error.code);

/** Treats the removal of something that does not exist as done. @throws as `removal`, except `not-found` */
export async function orNothing(removal: Promise<unknown>): Promise<void> {
  await removal.catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.code !== 'not-found') throw error;
  });
}

/**
 * The server says that a new share or request has already ended, although nobody has its link yet. Either the server
 * lies or somebody else got access: do not give the link to anybody.
 */
export class AlreadyOverError extends Error {
  override readonly name = 'AlreadyOverError';
  readonly state: OverState;

  constructor(state: OverState) {
    super(state);
    this.state = state;
  }
}

export type OverState = Exclude<ShareState | RequestState, 'live' | 'open'>;

/** No reply, or an incomplete one. It is unknown whether the server acted. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  /** `sign-in`: a sign-in in front of the service replied instead; `cause` is its Response. */
  readonly reason: 'unreachable' | 'cut' | 'timeout' | 'gateway' | 'sign-in';

  constructor(reason: NetworkError['reason'], cause?: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/** Retries do not help until a person has signed in. */
export const isSignIn = (error: unknown): boolean => error instanceof NetworkError && error.reason === 'sign-in';

/** Whether a newer version sealed it. Known before anything is opened: the tag proves that the version is the sender's. */
export const isFromNewerVersion = (error: unknown): boolean =>
  error instanceof CryptoError && error.code === 'preamble-version';

/** A reply outside this protocol: from another service, a newer server, or a hostile one. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

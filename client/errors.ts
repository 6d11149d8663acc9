import type { ErrorCode } from '#server/errors.ts';
import type { RequestState } from '#server/requests/wire.ts';
import type { ShareState } from '#server/shares/wire.ts';

/** Why the service gave no usable reply, for a page to show. A refusal that concerns what was requested is none of these. */
export interface ServiceFailure {
  /**
   * `offline`, `busy` and `server` (which includes a full disk) are temporary, so another try may succeed. `sign-in` ends
   * when the person has signed in. `strange` is a reply that this version of the client does not understand.
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
  'create-proof-mismatch': 'refusal',
  'wrong-password': 'refusal',
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

/** The server understood and refused, with one of the codes of its error table. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly status: number;
  /** The problem document, extension members and all, as the server sent it: nothing in it has been checked. */
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
  'quota-exceeded',
  'not-accepting',
  'insufficient-storage',
];

/**
 * Whether nothing was made, nor will be by a try whose answer was lost: said only of what the server has not got; of what has
 * arrived before, a repeated create says so instead. After any other error there may be something.
 */
export const isRefusal = (error: unknown): boolean =>
  error instanceof ApiError && creationRefusals.includes(error.code);

const openingRefusals: readonly ErrorCode[] = ['ended', 'locked', 'not-found', 'wrong-password'];

/**
 * Whether the claim that was sent is of no use any more: what it may have got by a try whose answer was lost, the server
 * would have given again. "Not now" may be the answer to a repeated try of which the first has spent the view. Of a claim
 * that could be resumed a wrong password says nothing, and where no view is left it is answered with "ended".
 */
export const isOpeningRefusal = (error: unknown): boolean =>
  error instanceof ApiError && openingRefusals.includes(error.code);

/** Whether there was something or not: afterwards there is nothing. @throws as `removal`, but for `not-found` */
export async function orNothing(removal: Promise<unknown>): Promise<void> {
  await removal.catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.code !== 'not-found') throw error;
  });
}

/**
 * The server says that what has just been made is over already, although nobody has its link yet. Either the server lies or
 * somebody else got there: the link must not be given to anybody.
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

/** No answer, or not all of it: whether the server acted is unknown. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  /** `sign-in`: a sign-in in front of the service replied in its place; the cause is its Response. */
  readonly reason: 'unreachable' | 'cut' | 'timeout' | 'gateway' | 'sign-in';

  constructor(reason: NetworkError['reason'], cause?: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/** A person has to act before another try helps. */
export const isSignIn = (error: unknown): boolean => error instanceof NetworkError && error.reason === 'sign-in';

/** An answer that this protocol does not know: another service, a newer server, or a hostile one. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

import type { ErrorCode } from '#server/errors.ts';
import type { RequestState } from '#server/requests/wire.ts';
import type { ShareState } from '#server/shares/wire.ts';

const codes: Record<ErrorCode, true> = {
  malformed: true,
  'token-required': true,
  'create-proof-mismatch': true,
  'wrong-password': true,
  'not-found': true,
  'method-not-allowed': true,
  conflict: true,
  'upload-incomplete': true,
  'not-accepting': true,
  'lease-over': true,
  ended: true,
  'too-large': true,
  'unsupported-media-type': true,
  'terms-refused': true,
  locked: true,
  'rate-limited': true,
  'quota-exceeded': true,
  internal: true,
  unavailable: true,
  'insufficient-storage': true,
};

/** Whether the server's error table has it; a newer server may send others. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(codes, code);
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

import { AlreadyOverError, ApiError, NetworkError, ProtocolError } from '#client/errors.ts';
import { SourceError } from '#client/body-source.ts';
import { CryptoError } from '#crypto/errors.ts';
import { MAX_PLAINTEXT_BYTES, PASSWORD_MAX_BYTES } from '#crypto/limits.ts';
import type { CryptoErrorCode } from '#crypto/errors.ts';
import type { ErrorCode } from '#server/errors.ts';
import { Failure } from './exit-codes.ts';
import type { Exit } from './exit-codes.ts';
import { Interrupted } from './interruption.ts';
import { afterWait, numberInWords, sentences } from './wording.ts';
import { inWords } from '#cli/language/words.ts';
import { endings } from '#cli/words/endings.ts';
import { errors as words } from '#cli/words/errors.ts';
import { isLimit, limitInWords } from './limit-words.ts';
import type { LimitContext } from './limit-words.ts';
import { overAtOnceFailure, tooEarlyFailure } from './over-words.ts';

export interface ErrorContext extends LimitContext {
  /** Crypto errors then concern this user's input, not a server's data. */
  readonly isSealing?: boolean;
  readonly hasToken?: boolean;
  /** The share is for named people, whose mails are counted. */
  readonly hasPeople?: boolean;
}

const { refusal, network, sealing, machine } = words;

type Explanation = readonly [exit: Exit, sentence: () => string];

const newer: Explanation = ['failed', () => refusal.newer];

/** The message for each error code of the server. A new code does not compile until it has one. */
const refusals: Record<ErrorCode, Explanation> = {
  malformed: newer,
  'token-required': ['refused', () => refusal.tokenRequired],
  'pass-required': ['refused', () => refusal.passRequired],
  'sign-in-refused': ['refused', () => refusal.signInRefused],
  'not-a-member': ['refused', () => refusal.notAMember],
  'create-proof-mismatch': newer,
  'wrong-password': ['password', () => refusal.wrongPassword],
  'too-early': ['early', () => refusal.tooEarly],
  'code-required': ['password', () => refusal.codeRequired],
  'wrong-code': ['password', () => refusal.wrongCode],
  'not-found': ['over', () => refusal.notFound],
  'method-not-allowed': newer,
  conflict: ['failed', () => refusal.conflict],
  'upload-incomplete': ['failed', () => refusal.uploadIncomplete],
  'not-accepting': ['over', () => refusal.notAccepting],
  'lease-over': ['over', () => refusal.leaseOver],
  ended: ['over', () => refusal.ended],
  'too-large': ['refused', () => refusal.tooLarge],
  'unsupported-media-type': newer,
  'terms-refused': ['refused', () => refusal.terms],
  locked: ['password', () => endings.locked],
  'rate-limited': ['unreachable', () => refusal.rateLimited],
  'quota-exceeded': ['refused', () => refusal.quota],
  internal: ['unreachable', () => refusal.internal],
  'provider-down': ['unreachable', () => refusal.providerDown],
  unavailable: ['unreachable', () => refusal.unavailable],
  'insufficient-storage': ['unreachable', () => refusal.storage],
};

const failureOf = ([exit, sentence]: Explanation, options?: ErrorOptions): Failure =>
  new Failure(exit, sentence(), options);

const untrusted = () => network.untrusted;

const certificateFaults: Readonly<Record<string, () => string>> = {
  CERT_HAS_EXPIRED: () => network.certificateExpired,
  ERR_TLS_CERT_ALTNAME_INVALID: () => network.certificateName,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
};

function explainNetwork(error: NetworkError): Failure {
  if (error.reason === 'sign-in') return new Failure('unreachable', signInInWords(error.cause), { cause: error });
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    // Already explained, with the name of the proxy.
    if (cause instanceof Failure) return cause;
    const fault = 'code' in cause ? certificateFaults[String(cause.code)] : undefined;
    if (fault !== undefined) return new Failure('unreachable', fault());
  }
  return new Failure('unreachable', network.unreachable);
}

/** Explains a reply from a sign-in in front of the service. Shows only the origin of a redirect: the rest may be secret. */
function signInInWords(reply: unknown): string {
  if (!(reply instanceof Response)) return network.signIn;
  const { status, headers, url } = reply;
  const given = headers.get('location');
  const target = given === null ? null : URL.parse(given, URL.canParse(url) ? url : undefined);
  if (status < 300 || status >= 400 || target === null)
    return inWords(network.signInWithStatus, { status: String(status) });
  const asked = URL.parse(url);
  if (asked !== null && target.origin !== asked.origin && target.pathname === asked.pathname) {
    return inWords(network.redirected, { origin: target.origin });
  }
  return inWords(network.signInElsewhere, { status: String(status), origin: target.origin });
}

function explainRefusal({ code, members, retryAfterSeconds }: ApiError, about: ErrorContext): Failure {
  if (code === 'terms-refused' && isLimit(members['limit'])) {
    return new Failure('refused', limitInWords(members['limit'], about));
  }
  if (code === 'too-early' && isTime(members['notBefore'])) return tooEarlyFailure(members['notBefore']);
  if (code === 'not-a-member' && about.isSealing) return new Failure('refused', refusal.notACreator);
  if (code === 'quota-exceeded' && about.hasPeople) return new Failure('refused', refusal.quotaOfMails);
  if (code === 'insufficient-storage' && about.isSealing) return noRoom(retryAfterSeconds);
  if (retryAfterSeconds !== undefined) return explainLater(code, afterWait(retryAfterSeconds));
  return code === 'token-required' && about.hasToken
    ? new Failure('refused', refusal.tokenRefused)
    : failureOf(refusals[code]);
}

/** The members of a refusal are not validated. */
const isTime = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0;

/** A temporary refusal, with the wait that the server asks for. */
function explainLater(code: ErrorCode, when: string): Failure {
  switch (code) {
    case 'rate-limited':
      return new Failure('unreachable', inWords(refusal.rateLimitedUntil, { when }));
    case 'unavailable':
      return new Failure('unreachable', inWords(refusal.unavailableUntil, { when }));
    case 'insufficient-storage':
      return new Failure('unreachable', inWords(refusal.storageUntil, { when }));
    default:
      return failureOf(refusals[code]);
  }
}

/** A sender can also send less. */
function noRoom(retryAfterSeconds: number | undefined): Failure {
  return new Failure(
    'refused',
    retryAfterSeconds === undefined
      ? refusal.noRoom
      : inWords(refusal.noRoomUntil, { when: afterWait(retryAfterSeconds) }),
  );
}

const inputFaults: Partial<Record<CryptoErrorCode, Explanation>> = {
  utf8: ['misused', () => sealing.textNotUtf8],
  'too-large': [
    'misused',
    () =>
      sentences(
        inWords(sealing.textTooLong, { most: numberInWords(MAX_PLAINTEXT_BYTES - 4) }),
        sealing.howTextCounts,
        sealing.sendAsFileOrSplit,
      ),
  ],
  'password-empty': ['misused', () => sealing.passwordEmpty],
  'password-too-long': ['misused', () => inWords(sealing.passwordTooLong, { most: numberInWords(PASSWORD_MAX_BYTES) })],
  'file-name': ['misused', () => sealing.fileName],
  'no-webcrypto': ['failed', () => sealing.noCryptography],
  'self-check': ['failed', () => sealing.selfCheck],
};

/** Once a server has proved that it has this share, a malformed reply means tampering. */
export function explainVerified(error: unknown): unknown {
  return error instanceof ProtocolError ? new Failure('tampered', sealing.tampered, { cause: error }) : error;
}

/** Turns any error into a message for people. */
export function explain(error: unknown, about: ErrorContext = {}): Failure | Interrupted {
  if (error instanceof Failure || error instanceof Interrupted) return error;
  if (error instanceof ApiError) return explainRefusal(error, about);
  if (error instanceof AlreadyOverError) return overAtOnceFailure(error.state);
  if (error instanceof NetworkError) return explainNetwork(error);
  if (error instanceof ProtocolError) return new Failure('unreachable', network.notSotto);
  if (error instanceof CryptoError) return explainCrypto(error.code, about.isSealing ?? false);
  if (error instanceof SourceError) {
    return new Failure('failed', sealing.sourceChanged);
  }
  return new Failure('failed', ofThisMachine(error));
}

function explainCrypto(code: CryptoErrorCode, isSealing: boolean): Failure {
  if (code === 'preamble-version') return new Failure('failed', sealing.newer);
  const fault = inputFaults[code];
  const ours = isSealing || ['no-webcrypto', 'self-check'].includes(code) || code.startsWith('password-');
  return fault !== undefined && ours ? failureOf(fault) : new Failure('tampered', sealing.tampered);
}

const systemFaults: Readonly<Record<string, () => string>> = {
  EACCES: () => machine.permission,
  EPERM: () => machine.permission,
  ENOENT: () => machine.missing,
  ENOSPC: () => machine.diskFull,
  EFBIG: () => machine.outputTooLarge,
  EROFS: () => machine.readOnly,
  EDQUOT: () => machine.quota,
};

/** For an unforeseen error, shows only its code or class: its message may contain secrets. */
function ofThisMachine(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const name = error instanceof Error ? error.name : typeof error;
  return systemFaults[code]?.() ?? inWords(machine.unexpected, { code: code === '' ? name : code });
}

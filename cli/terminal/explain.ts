import { AlreadyOverError, ApiError, NetworkError, ProtocolError } from '#client/errors.ts';
import { SourceError } from '#client/body-source.ts';
import { CryptoError } from '#crypto/errors.ts';
import { MAX_PLAINTEXT_BYTES } from '#crypto/limits.ts';
import type { CryptoErrorCode } from '#crypto/errors.ts';
import type { ErrorCode } from '#server/errors.ts';
import { Failure } from './exit-codes.ts';
import { Interrupted } from './interruption.ts';
import { waitInWords } from './wording.ts';
import { isLimit, limitInWords } from './limit-words.ts';
import type { LimitContext } from './limit-words.ts';
import { lockedFailure, overAtOnceFailure } from './over-words.ts';

export interface ErrorContext extends LimitContext {
  /** What the crypto refuses is then our own input, not a server's. */
  readonly isSealing?: boolean;
  readonly hasToken?: boolean;
}

const newer = 'The server does not understand this program. Bring both to the same version.';
const strange =
  'This is not a Sotto server, or something in front of it (a sign-in, a proxy) replied instead. Check the address. For a sign-in, name a file of the headers that it wants with SOTTO_HEADERS_FILE. If the address is right and there is no sign-in, bring this program and the server to the same version.';
const untrusted =
  'This machine does not trust the certificate of the server. If it is your own, name its authority: NODE_EXTRA_CA_CERTS=FILE';
const nothingThere = 'There is nothing behind this link: it expired, was deleted, or never was. Ask for another one.';

/** Every refusal of the server, in words: a new code does not compile until it has some. */
const refusals: Record<ErrorCode, Failure> = {
  malformed: new Failure('failed', newer),
  'token-required': new Failure(
    'refused',
    'Creating takes a token here. Put it into a file, and name that with --token-file or SOTTO_TOKEN_FILE.',
  ),
  'create-proof-mismatch': new Failure('failed', newer),
  'wrong-password': new Failure('password', 'The password is wrong.'),
  'not-found': new Failure('over', nothingThere),
  'method-not-allowed': new Failure('failed', newer),
  conflict: new Failure('failed', 'The server has something else under this address. Send it again.'),
  'upload-incomplete': new Failure('failed', 'The server has given up this upload. Send it again.'),
  'not-accepting': new Failure('over', 'This request takes no further answer: it is full, closed or over.'),
  'lease-over': new Failure('over', 'It took too long: the server has ended this opening. Ask for another link.'),
  ended: new Failure('over', 'It is over: opened as often as it may be, expired, or deleted. Ask for another link.'),
  'too-large': new Failure('refused', 'That is more than this server, or a proxy before it, takes. Send less at once.'),
  'unsupported-media-type': new Failure('failed', newer),
  'terms-refused': new Failure('refused', 'The server does not allow these terms. Choose others.'),
  locked: lockedFailure(),
  'rate-limited': new Failure('unreachable', 'The server asks for fewer requests. Try again in a minute.'),
  'quota-exceeded': new Failure(
    'refused',
    'You have stored as much as you may here today. Try again tomorrow, or send less.',
  ),
  internal: new Failure('unreachable', 'The server has failed. Try again; if it stays so, tell who runs it.'),
  unavailable: new Failure('unreachable', 'The server is not ready just now. Try again in a minute.'),
  'insufficient-storage': new Failure('unreachable', 'The server’s disk is full. Try again later.'),
};

const certificateFaults: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'The certificate of the server has expired. Tell who runs it.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate of the server is for another name. Check the address.',
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
};

function explainNetwork(error: NetworkError): Failure {
  if (error.reason === 'sign-in') return new Failure('unreachable', signInInWords(error.cause), { cause: error });
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    // A proxy on the way has been named already.
    if (cause instanceof Failure) return cause;
    const fault = 'code' in cause ? certificateFaults[String(cause.code)] : undefined;
    if (fault !== undefined) return new Failure('unreachable', fault);
  }
  return new Failure('unreachable', 'The server cannot be reached. Check the address and the network, and try again.');
}

/** Describes the reply that came in place of the service's. Names only the origin of a redirect: the rest may be secret. */
function signInInWords(reply: unknown): string {
  if (!(reply instanceof Response)) return signIn('');
  const { status, headers, url } = reply;
  const given = headers.get('location');
  const target = given === null ? null : URL.parse(given, URL.canParse(url) ? url : undefined);
  if (status < 300 || status >= 400 || target === null) return signIn(` (${status})`);
  const asked = URL.parse(url);
  if (asked !== null && target.origin !== asked.origin && target.pathname === asked.pathname) {
    return `This address sends people on to ${target.origin}: use that one.`;
  }
  return signIn(` (${status}, to ${target.origin})`);
}

const signIn = (detail: string) =>
  `A sign-in in front of this service replied instead${detail}. Name a file of the headers that it wants with SOTTO_HEADERS_FILE.`;

function explainRefusal({ code, members, retryAfterSeconds }: ApiError, about: ErrorContext): Failure {
  if (code === 'terms-refused' && isLimit(members['limit'])) {
    return new Failure('refused', limitInWords(members['limit'], about));
  }
  if (code === 'insufficient-storage' && about.isSealing) return noRoom(retryAfterSeconds);
  if (retryAfterSeconds !== undefined) return explainLater(code, waitInWords(retryAfterSeconds));
  return code === 'token-required' && about.hasToken ? refusedToken : refusals[code];
}

/** A passing check, with the time that the server names. */
function explainLater(code: ErrorCode, wait: string): Failure {
  switch (code) {
    case 'rate-limited':
      return new Failure('unreachable', `The server asks for fewer requests. Try again in ${wait}.`);
    case 'unavailable':
      return new Failure('unreachable', `The server is not ready just now. Try again in ${wait}.`);
    case 'insufficient-storage':
      return new Failure('unreachable', `The server’s disk is full just now. Try again in ${wait}.`);
    default:
      return refusals[code];
  }
}

/** For what was to be sent: less of it may fit. */
function noRoom(retryAfterSeconds: number | undefined): Failure {
  const [now, when] =
    retryAfterSeconds === undefined ? ['', 'later'] : [' just now', `in ${waitInWords(retryAfterSeconds)}`];
  return new Failure('refused', `The server has no room for this${now}. Try again ${when}, or send less.`);
}

const refusedToken = new Failure(
  'refused',
  'The server does not take this token: it is mistyped, has expired or was revoked. Ask the operator for another one.',
);

export const howTextCounts =
  'A line break, a quote or a backslash counts as two bytes, other control characters as six.';

const inputFaults: Partial<Record<CryptoErrorCode, Failure>> = {
  utf8: new Failure('misused', 'That is not text that can be sealed: it is not UTF-8. Send it as a file.'),
  'too-large': new Failure(
    'misused',
    `That is too much text: as it is sealed, ${(MAX_PLAINTEXT_BYTES - 4).toLocaleString('en')} bytes fit, with all names. ${howTextCounts} Send it as a file, or in parts.`,
  ),
  'password-empty': new Failure('misused', 'An empty password protects nothing.'),
  'password-too-long': new Failure('misused', 'The password is too long: at most 1,024 bytes.'),
  'file-name': new Failure(
    'misused',
    'A file has a name that cannot be sent: with a control character or a backslash, or twice the same.',
  ),
  'no-webcrypto': new Failure('failed', 'This machine lacks the cryptography that is needed. Nothing was spent.'),
  'self-check': new Failure(
    'failed',
    'This machine computes wrongly and must not be trusted with a secret. Nothing was spent.',
  ),
};

/** What comes in another form from a server that has proved to have this share. */
export function explainVerified(error: unknown): unknown {
  return error instanceof ProtocolError ? new Failure('tampered', tampered, { cause: error }) : error;
}

const tampered =
  'What the server gave is not what was sealed with this link. It was refused; tell the sender by another way.';

/** @param about what is known of where it happened */
export function explain(error: unknown, about: ErrorContext = {}): Failure | Interrupted {
  if (error instanceof Failure || error instanceof Interrupted) return error;
  if (error instanceof ApiError) return explainRefusal(error, about);
  if (error instanceof AlreadyOverError) return overAtOnceFailure(error.state);
  if (error instanceof NetworkError) return explainNetwork(error);
  if (error instanceof ProtocolError) return new Failure('unreachable', strange);
  if (error instanceof CryptoError) return explainCrypto(error.code, about.isSealing ?? false);
  if (error instanceof SourceError) {
    return new Failure(
      'failed',
      'A file changed, or could not be read, while it was sent. Nothing was kept; send it again.',
    );
  }
  return new Failure('failed', ofThisMachine(error));
}

function explainCrypto(code: CryptoErrorCode, isSealing: boolean): Failure {
  const fault = inputFaults[code];
  const ours = isSealing || ['no-webcrypto', 'self-check'].includes(code) || code.startsWith('password-');
  return fault !== undefined && ours ? fault : new Failure('tampered', tampered);
}

const systemFaults: Readonly<Record<string, string>> = {
  EACCES: 'That may not be read or written here. Check the permissions.',
  EPERM: 'That may not be read or written here. Check the permissions.',
  ENOENT: 'There is no such file or folder.',
  ENOSPC: 'The disk is full. Make room, and run the command again.',
  EFBIG: 'The output may not become as large as this. Write it elsewhere, and run the command again.',
  EROFS: 'The disk cannot be written to. Choose another folder with -o.',
  EDQUOT: 'Your disk quota is used up. Make room, and run the command again.',
};

/** Of an error that nobody foresaw, its class alone: its message may hold what was to stay secret. */
function ofThisMachine(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const name = error instanceof Error ? error.name : typeof error;
  return systemFaults[code] ?? `It failed unexpectedly (${code === '' ? name : code}). Please report this.`;
}

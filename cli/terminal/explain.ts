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
  /** Crypto errors then concern this user's input, not a server's data. */
  readonly isSealing?: boolean;
  readonly hasToken?: boolean;
}

const newer = 'The server does not understand this program. Use the same version of Sotto on both sides.';
const strange =
  'This is not a Sotto server, or something in front of it (a sign-in, a proxy) replied instead. Check the address. For a sign-in, put the headers that it needs in a file, and set SOTTO_HEADERS_FILE to its path. If the address is right and there is no sign-in, use the same version of Sotto on both sides.';
const untrusted =
  'This machine does not trust the certificate of the server. If it is your own, pass its certificate authority: NODE_EXTRA_CA_CERTS=FILE';
const nothingThere =
  'Nothing was found for this link. It has expired, was deleted, or never existed. Ask for another link.';

/** The message for each error code of the server. A new code does not compile until it has one. */
const refusals: Record<ErrorCode, Failure> = {
  malformed: new Failure('failed', newer),
  'token-required': new Failure(
    'refused',
    'This server requires a token for creating. Save it in a file, and pass the file with --token-file or SOTTO_TOKEN_FILE.',
  ),
  'create-proof-mismatch': new Failure('failed', newer),
  'wrong-password': new Failure('password', 'The password is wrong.'),
  'not-found': new Failure('over', nothingThere),
  'method-not-allowed': new Failure('failed', newer),
  conflict: new Failure('failed', 'The server already has something else at this address. Send it again.'),
  'upload-incomplete': new Failure('failed', 'The server gave up on this upload. Send it again.'),
  'not-accepting': new Failure('over', 'This request accepts no more answers: it is full, closed or has ended.'),
  'lease-over': new Failure('over', 'This took too long, so the server ended the opening. Ask for another link.'),
  ended: new Failure('over', 'It is no longer available: already opened, expired or deleted. Ask for another link.'),
  'too-large': new Failure(
    'refused',
    'That is more than this server, or a proxy in front of it, accepts. Send less at once.',
  ),
  'unsupported-media-type': new Failure('failed', newer),
  'terms-refused': new Failure('refused', 'The server does not allow these options. Choose others.'),
  locked: lockedFailure(),
  'rate-limited': new Failure('unreachable', 'Too many requests. Try again in a minute.'),
  'quota-exceeded': new Failure(
    'refused',
    'You have reached your storage limit for today. Try again tomorrow, or send less.',
  ),
  internal: new Failure(
    'unreachable',
    'Something went wrong on the server. Try again. If it keeps happening, tell the operator.',
  ),
  unavailable: new Failure('unreachable', 'The server is not ready right now. Try again in a minute.'),
  'insufficient-storage': new Failure('unreachable', 'The server’s disk is full. Try again later.'),
};

const certificateFaults: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'The certificate of the server has expired. Tell the operator.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate of the server is for a different name. Check the address.',
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
    if (fault !== undefined) return new Failure('unreachable', fault);
  }
  return new Failure(
    'unreachable',
    'The server cannot be reached. Check the address and your network, then try again.',
  );
}

/** Explains a reply from a sign-in in front of the service. Shows only the origin of a redirect: the rest may be secret. */
function signInInWords(reply: unknown): string {
  if (!(reply instanceof Response)) return signIn('');
  const { status, headers, url } = reply;
  const given = headers.get('location');
  const target = given === null ? null : URL.parse(given, URL.canParse(url) ? url : undefined);
  if (status < 300 || status >= 400 || target === null) return signIn(` (${status})`);
  const asked = URL.parse(url);
  if (asked !== null && target.origin !== asked.origin && target.pathname === asked.pathname) {
    return `This address redirects to ${target.origin}. Use that address instead.`;
  }
  return signIn(` (${status}, to ${target.origin})`);
}

const signIn = (detail: string) =>
  `A sign-in in front of this service replied instead${detail}. Put the headers that it needs in a file, and set SOTTO_HEADERS_FILE to its path.`;

function explainRefusal({ code, members, retryAfterSeconds }: ApiError, about: ErrorContext): Failure {
  if (code === 'terms-refused' && isLimit(members['limit'])) {
    return new Failure('refused', limitInWords(members['limit'], about));
  }
  if (code === 'insufficient-storage' && about.isSealing) return noRoom(retryAfterSeconds);
  if (retryAfterSeconds !== undefined) return explainLater(code, waitInWords(retryAfterSeconds));
  return code === 'token-required' && about.hasToken ? refusedToken : refusals[code];
}

/** A temporary refusal, with the wait that the server asks for. */
function explainLater(code: ErrorCode, wait: string): Failure {
  switch (code) {
    case 'rate-limited':
      return new Failure('unreachable', `Too many requests. Try again in ${wait}.`);
    case 'unavailable':
      return new Failure('unreachable', `The server is not ready right now. Try again in ${wait}.`);
    case 'insufficient-storage':
      return new Failure('unreachable', `The server’s disk is full right now. Try again in ${wait}.`);
    default:
      return refusals[code];
  }
}

/** A sender can also send less. */
function noRoom(retryAfterSeconds: number | undefined): Failure {
  const [now, when] =
    retryAfterSeconds === undefined ? ['', 'later'] : [' right now', `in ${waitInWords(retryAfterSeconds)}`];
  return new Failure('refused', `The server has no room for this${now}. Try again ${when}, or send less.`);
}

const refusedToken = new Failure(
  'refused',
  'The server does not accept this token. It was mistyped, has expired or was revoked. Ask the operator for another token.',
);

export const howTextCounts =
  'A line break, a quote or a backslash counts as two bytes, any other control character as six.';

const inputFaults: Partial<Record<CryptoErrorCode, Failure>> = {
  utf8: new Failure('misused', 'The text cannot be sealed because it is not UTF-8. Send it as a file.'),
  'too-large': new Failure(
    'misused',
    `The text is too long. Sealed, ${(MAX_PLAINTEXT_BYTES - 4).toLocaleString('en')} bytes fit, including all names. ${howTextCounts} Send it as a file, or split it.`,
  ),
  'password-empty': new Failure('misused', 'An empty password protects nothing.'),
  'password-too-long': new Failure('misused', 'The password is too long: at most 1,024 bytes.'),
  'file-name': new Failure(
    'misused',
    'A file name cannot be sent: it has a control character or a backslash, or two files share a name.',
  ),
  'no-webcrypto': new Failure('failed', 'This machine lacks the cryptography that Sotto needs. Nothing was used up.'),
  'self-check': new Failure(
    'failed',
    'This machine computes incorrectly and must not be trusted with a secret. Nothing was used up.',
  ),
};

/** Once a server has proved that it has this share, a malformed reply means tampering. */
export function explainVerified(error: unknown): unknown {
  return error instanceof ProtocolError ? new Failure('tampered', tampered, { cause: error }) : error;
}

const tampered =
  'The server sent something other than what was sealed with this link. It was rejected. Tell the sender through another channel.';

/** Turns any error into a message for people. */
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
      'A file changed or could not be read during the upload. The server kept nothing. Send it again.',
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
  EACCES: 'Permission denied. Check the permissions of the file or folder.',
  EPERM: 'Permission denied. Check the permissions of the file or folder.',
  ENOENT: 'The file or folder does not exist.',
  ENOSPC: 'The disk is full. Free some space, then run the command again.',
  EFBIG: 'The output is too large for its disk. Write it elsewhere, then run the command again.',
  EROFS: 'The disk is read-only. Choose another folder with -o.',
  EDQUOT: 'Your disk quota is used up. Free some space, then run the command again.',
};

/** For an unforeseen error, shows only its code or class: its message may contain secrets. */
function ofThisMachine(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const name = error instanceof Error ? error.name : typeof error;
  return systemFaults[code] ?? `Something failed unexpectedly (${code === '' ? name : code}). Please report this.`;
}

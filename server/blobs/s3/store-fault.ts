import { codeOf } from '#server/error-code.ts';
import { AppError } from '#server/errors.ts';

/** For clients: long enough that a store which restarts is back. */
const RETRY_AFTER_SECONDS = 5;
/** A full store stays full until somebody makes room. */
const FULL_RETRY_SECONDS = 60;

/**
 * - `unreachable`: nothing replied, or the connection broke. Whether the store did it is unknown.
 * - `busy`: it failed, or asked to be asked later. Whether it did it is unknown.
 * - `full`, `missing`: no room; no such object.
 * - `refused`: it refuses the key, the bucket, the region or the time.
 */
export type FaultKind = 'unreachable' | 'busy' | 'full' | 'missing' | 'refused';

/** The object store failed. The message is a sentence for the operator and contains no secret. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';
  readonly kind: FaultKind;
  /** The error code of the store or of the system. */
  readonly code: string;

  constructor(kind: FaultKind, code: string, message: string) {
    super(message);
    this.kind = kind;
    this.code = code;
  }

  /** Whether the store may have done it, or may still do it. */
  get isUncertain(): boolean {
    return this.kind === 'unreachable' || this.kind === 'busy';
  }
}

/** For `catch`: an object that does not exist is not an error. */
export function unlessMissing(error: unknown): undefined {
  if (error instanceof StoreFault && error.kind === 'missing') return undefined;
  throw error;
}

/** The error that a client of the API gets. */
export function asRefusal(fault: StoreFault): AppError {
  const refusal =
    fault.kind === 'full'
      ? new AppError('insufficient-storage', { retryAfterSeconds: FULL_RETRY_SECONDS })
      : new AppError('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS, part: 'files' });
  return Object.assign(refusal, { cause: fault });
}

/** A reply without success. */
export interface Refused {
  readonly status: number;
  /** XML, if it comes from an object store. */
  readonly body: string;
}

const text = (body: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]{1,200})</${name}>`).exec(body)?.[1];

const fullCodes = new Set([
  'QuotaExceeded',
  'QuotaExceededException',
  'InsufficientStorage',
  'XMinioStorageFull',
  'XMinioAdminBucketQuotaExceeded',
]);

/** By the error codes of S3. */
const refusals: Readonly<Record<string, (region: string) => string>> = {
  InvalidAccessKeyId: () => 'does not know the access key. Check SOTTO_S3_ACCESS_KEY.',
  SignatureDoesNotMatch: () => 'says that the signature is wrong. Check SOTTO_S3_SECRET_KEY and SOTTO_S3_REGION.',
  RequestTimeTooSkewed: () => 'has a different time than this machine. Correct the clock of this machine.',
  ExpiredToken: () => 'says that the session token has expired. Set a new one in SOTTO_S3_SESSION_TOKEN.',
  InvalidToken: () => 'does not accept the session token. Check SOTTO_S3_SESSION_TOKEN.',
  AccessDenied: () =>
    'does not allow this with the access key. Check its permissions: see "Object storage" in docs/operating.md.',
  NoSuchBucket: () => 'has no such bucket. Check SOTTO_S3_BUCKET, or create it.',
  InvalidBucketName: () => 'does not accept the name of the bucket. Check SOTTO_S3_BUCKET.',
  PermanentRedirect: (region) => `has the bucket in another region${region}. Check SOTTO_S3_REGION and SOTTO_S3_URL.`,
  AuthorizationHeaderMalformed: (region) => `expects another region${region}. Check SOTTO_S3_REGION.`,
  AllAccessDisabled: () => 'has closed this bucket.',
  AccountProblem: () => 'says that something is wrong with the account.',
};

/** @param attempted the beginning of the sentence, such as `Writing an object` */
export function refusedFault({ status, body }: Refused, attempted: string): StoreFault {
  const ownCode = text(body, 'Code');
  const code = ownCode ?? `HTTP ${status}`;
  const said = (kind: FaultKind, words: string) =>
    new StoreFault(kind, code, `${attempted} failed: the object store ${words.replace(/\.$/, '')} (${code}).`);
  if (status === 507 || fullCodes.has(code)) return said('full', 'has no room.');
  const known = refusals[code];
  const region = text(body, 'Region') ?? text(body, 'Endpoint');
  if (known !== undefined) return said('refused', known(region === undefined ? '' : ` (${region})`));
  if (status >= 500 || status === 429 || status === 408) return said('busy', 'failed, or is overloaded.');
  // Stores give a code. Without one, it is a gateway whose store is away, and says nothing about the object.
  if (status === 404 && ownCode === undefined)
    return said('refused', 'does not answer as a store does. Check SOTTO_S3_URL, and what is in between.');
  if (status === 404) return said('missing', 'has no such object.');
  if (status >= 300 && status < 400) return said('refused', 'redirects to another address. Check SOTTO_S3_URL.');
  if (status === 401 || status === 403) return said('refused', 'refuses the access key. Check its permissions.');
  return said('refused', 'refuses it.');
}

const certificate = 'has a certificate that is not trusted here. Name your own authority in NODE_EXTRA_CA_CERTS';

const connectionFaults: Readonly<Record<string, string>> = {
  ENOTFOUND: 'has a host name that does not exist. Check SOTTO_S3_URL',
  EAI_AGAIN: 'has a host name that no name server answers for. Check SOTTO_S3_URL and /etc/resolv.conf',
  ECONNREFUSED: 'does not take connections. Check SOTTO_S3_URL, and whether the store runs',
  ETIMEDOUT: 'does not reply. Check SOTTO_S3_URL, and whether a firewall is in between',
  EPROTO: 'does not speak TLS at this address. Check whether SOTTO_S3_URL begins with http:// or https://',
  ERR_SSL_WRONG_VERSION_NUMBER:
    'does not speak TLS at this address. Check whether SOTTO_S3_URL begins with http:// or https://',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another host name. Check SOTTO_S3_URL and SOTTO_S3_PATH_STYLE',
  CERT_HAS_EXPIRED: 'has a certificate that has expired. Renew it there, and check the clock of this machine',
  CERT_NOT_YET_VALID: 'has a certificate that is not valid yet. Check the clock of this machine',
  DEPTH_ZERO_SELF_SIGNED_CERT: certificate,
  SELF_SIGNED_CERT_IN_CHAIN: certificate,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: certificate,
};

/** @param attempted the beginning of the sentence, such as `Writing an object` */
export function connectionFault(error: unknown, attempted: string): StoreFault {
  const code = codeOf(error) || 'no reason given';
  const words = connectionFaults[code] ?? 'cannot be reached, or closed the connection';
  return new StoreFault('unreachable', code, `${attempted} failed: the object store ${words} (${code}).`);
}

import { fromBase64url, toBase64url } from '#crypto/bytes.ts';
import { openSealed, verifyPreamble } from '#crypto/envelope.ts';
import type { VerifiedPreamble } from '#crypto/envelope.ts';
import { CryptoError } from '#crypto/errors.ts';
import { hasGate } from '#crypto/gates.ts';
import type { Gates } from '#crypto/gates.ts';
import { contentKeys, linkKeys } from '#crypto/keys.ts';
import type { LinkType } from '#crypto/link.ts';
import { normalizePassword } from '#crypto/password.ts';
import type { PasswordKdf } from '#crypto/password.ts';
import { totalBytes } from '#crypto/payload.ts';
import type { SharePayload } from '#crypto/payload.ts';
import { Kdf } from '#crypto/preamble.ts';
import type { Purpose } from '#crypto/preamble.ts';
import { newSecret } from '#crypto/random.ts';
import { makeBody } from '#crypto/stream.ts';
import type { Body } from '#crypto/stream.ts';
import type { AcknowledgeReply, DescribeReply, OpenReplyHead } from '#server/shares/wire.ts';
import type { CallOptions } from './call.ts';
import type { MembersInput, Passes } from './member-terms.ts';
import type { ReaderApi } from './reader-api.ts';
import { ProtocolError } from './errors.ts';
import { idBytes } from './ids.ts';
import { areSameMembers, isCreatedAsSealed } from './sealed-terms.ts';
import { redacting } from './secret.ts';

type ShareLinkType = (typeof LinkType)['share' | 'sharePassword'];

/** The content of a share's link. */
export interface Holder extends CallOptions {
  readonly id: string;
  readonly linkKey: Uint8Array;
}

export interface DescribeRequest extends Holder {
  readonly type: ShareLinkType;
  readonly claim?: string | undefined;
}

export interface OpenRequest extends Holder {
  readonly type: ShareLinkType;
  readonly description: DescribeReply;
  readonly password?: string | undefined;
  /** Eight digits from the mail, for a share with named people. */
  readonly code?: string | undefined;
  /** If somebody has signed in: for a share that only members open. */
  readonly passes?: Passes | undefined;
  readonly claim: string;
  readonly kdf: PasswordKdf;
  /** Progress of the password hashing, 0 to 1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

export interface SealedTerms {
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly maxViews: number;
  readonly notBefore?: number;
  /** Present if only members open it. */
  readonly members?: MembersInput;
}

/** Logs and JSON of it do not show the payload. */
export interface OpenedShare {
  readonly payload: SharePayload;
  /** The keys of the file body for `readBody`, if the share has files with content. */
  readonly body?: Body;
  readonly openedAt: number;
  readonly leaseUntil: number;
  /** null: unlimited. */
  readonly viewsLeft: number | null;
  /** The sender's terms, if the server did not keep to them. */
  readonly mismatch?: SealedTerms;
}

/** 32 random bytes in base64url. One claim spends at most one view, however often it is sent. */
export function newClaim(): string {
  return toBase64url(newSecret());
}

/**
 * Describes a share before it is opened. Verifies the preamble against the link, so the caller may ask for the
 * password.
 * @throws CryptoError when the server's preamble is not the one of this link, or its gates are not those of the
 *   preamble; otherwise as `Api.describe`.
 */
export async function describe(api: ReaderApi, request: DescribeRequest): Promise<DescribeReply> {
  const { linkProof } = linkKeys(idBytes(request.id), request.linkKey);
  const body = { linkProof: toBase64url(linkProof), ...(request.claim !== undefined && { claim: request.claim }) };
  const description = await api.describe(request.id, body, { signal: request.signal });
  if (description.preamble !== undefined) expectSameGates(verify(request, description.preamble), description);
  else if (description.state === 'live' || description.resumable) throw new ProtocolError('nothing to verify');
  return description;
}

/** A server that hides or invents a first moment, or members, is found out before a view is spent. @throws CryptoError */
function expectSameGates({ gates }: { readonly gates: Gates }, { notBefore, members }: DescribeReply): void {
  const isSame =
    hasGate(gates, 'notBefore') === (notBefore !== undefined) && hasGate(gates, 'members') === (members !== undefined);
  if (!isSame) throw new CryptoError('preamble-gates');
}

/**
 * Spends one view per claim and opens the content. Sends nothing but the link proof before the preamble is verified.
 * @throws CryptoError when preamble or content was not sealed with this link; otherwise as `Api.open`.
 */
export async function openShare(api: ReaderApi, request: OpenRequest): Promise<OpenedShare> {
  const { description } = request;
  if (description.preamble === undefined) throw new ProtocolError('nothing to open');
  const preamble = verify(request, description.preamble);
  const link = linkKeys(idBytes(request.id), request.linkKey);
  const passwordKey = preamble.kdf === Kdf.none ? undefined : await passwordKeyOf(request, link.passwordSalt);
  request.signal?.throwIfAborted();
  const keys = contentKeys(preamble.h, request.linkKey, passwordKey);
  const pass = await passFor(request, preamble);
  const body = {
    linkProof: toBase64url(link.linkProof),
    openProof: toBase64url(keys.openProof),
    claim: request.claim,
    ...(request.code !== undefined && { code: request.code }),
    ...(pass !== undefined && { pass }),
  };
  // A wrong password or code counts each time it is sent.
  const repeatable = preamble.kdf === Kdf.none && request.code === undefined;
  const options = { signal: request.signal, repeatable };
  const { head, sealed } = await api.open(request.id, body, options);
  const payload = await openSealed({ ...preamble, keys, sealed });

  const { createdAt, expiresAt, maxViews } = payload;
  const { notBefore, members } = payload.gates ?? {};
  const terms: SealedTerms = {
    createdAt,
    expiresAt,
    maxViews,
    ...(notBefore !== undefined && { notBefore }),
    ...(members && { members }),
  };
  const opened: OpenedShare = {
    payload,
    ...bodyOf(payload, preamble.h),
    openedAt: head.openedAt,
    leaseUntil: head.leaseUntil,
    viewsLeft: head.viewsLeft,
    ...(!keptTerms({ terms, description, head }) && { mismatch: terms }),
  };
  return redacting(opened, ['payload', 'body']);
}

/** A claim that can be resumed has passed the gates before. */
async function passFor(
  { id, passes, description, signal }: OpenRequest,
  { gates }: { readonly gates: Gates },
): Promise<string | undefined> {
  return hasGate(gates, 'members') && !description.resumable ? passes?.('open', id, signal) : undefined;
}

function bodyOf({ body, files }: SharePayload, h: Uint8Array): Pick<OpenedShare, 'body'> {
  return body === undefined ? {} : { body: makeBody(h, fromBase64url(body.secret), totalBytes(files)) };
}

/**
 * The gates of a described share, from its verified preamble: what the server says about gates is not authentic.
 * @throws CryptoError as `describe`; ProtocolError if the content is no longer stored
 */
export function gatesBefore(request: DescribeRequest, { preamble }: DescribeReply): Gates {
  if (preamble === undefined) throw new ProtocolError('nothing to verify');
  return verify(request, preamble).gates;
}

/** Reports that the content has arrived, so that the server may erase it. Can be repeated. */
export function acknowledge(api: ReaderApi, request: Holder & { readonly claim: string }): Promise<AcknowledgeReply> {
  return api.acknowledge(request.id, claimBody(request), { signal: request.signal });
}

/** Renews the lease of a claim whose content is still being fetched. */
export function renew(api: ReaderApi, request: Holder & { readonly claim: string }): Promise<{ leaseUntil: number }> {
  return api.renew(request.id, claimBody(request), { signal: request.signal });
}

function claimBody({ id, linkKey, claim }: Holder & { readonly claim: string }) {
  return { linkProof: toBase64url(linkKeys(idBytes(id), linkKey).linkProof), claim };
}

function verify(
  { id, linkKey, type }: DescribeRequest | OpenRequest,
  preamble: string,
): VerifiedPreamble<typeof Purpose.share> {
  return verifyPreamble({ id: idBytes(id), linkKey, type, tagged: fromBase64url(preamble) });
}

function passwordKeyOf({ password, kdf, onProgress }: OpenRequest, salt: Uint8Array<ArrayBuffer>) {
  return kdf(normalizePassword(password ?? ''), salt, onProgress);
}

interface Kept {
  readonly terms: SealedTerms;
  readonly description: DescribeReply;
  readonly head: OpenReplyHead;
}

/** Compares the server's own statements only: the reader's clock says nothing about the sender's terms. */
function keptTerms({ terms, description, head }: Kept): boolean {
  const isUnlimited = terms.maxViews === 0;
  // Used for the views left before the opening and after it.
  const isLeft = (left: number | null, most: number) => (isUnlimited ? left === null : left !== null && left <= most);
  const views = isLeft(description.viewsLeft, terms.maxViews) && isLeft(head.viewsLeft, terms.maxViews - 1);
  // The owner may have brought the expiry forward. A reader is told, and it breaks no terms.
  const { expiresAt, firstExpiresAt = expiresAt, maxViews, notBefore } = description;
  const times = firstExpiresAt === terms.expiresAt && expiresAt <= firstExpiresAt && notBefore === terms.notBefore;
  const inTime = head.openedAt < terms.expiresAt && head.openedAt >= (terms.notBefore ?? 0);
  const isFor = areSameMembers(terms.members, description.members);
  return maxViews === terms.maxViews && times && views && inTime && isFor && isCreatedAsSealed(terms, description);
}

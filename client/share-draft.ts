import { encodePayload, totalBytes } from '#crypto/payload.ts';
import { toBase64url } from '#crypto/bytes.ts';
import { beginSealing } from '#crypto/envelope.ts';
import { gatesOf, NO_GATES } from '#crypto/gates.ts';
import type { PayloadGates } from '#crypto/gates.ts';
import type { Sealing } from '#crypto/envelope.ts';
import { idOf } from '#crypto/ids.ts';
import { linkKeys, ownerKeys } from '#crypto/keys.ts';
import type { OwnerKeys } from '#crypto/keys.ts';
import { sealNote } from '#crypto/note.ts';
import { normalizePassword } from '#crypto/password.ts';
import type { SharePayload } from '#crypto/payload.ts';
import { Kdf, Purpose } from '#crypto/preamble.ts';
import { newSecret } from '#crypto/random.ts';
import type { ServerConfig } from '#server/http/config-wire.ts';
import type { AnswerHead } from '#server/shares/wire.ts';
import { ApiError, NetworkError } from './errors.ts';
import { expectAllowed, refusalOf, sealedBytesOf, sizeRefusal, whoRefusal } from './policy.ts';
import type { Limit, Openers, Sizes } from './policy.ts';
import type { ConditionsHead } from './share-conditions.ts';
import type { ShareInput } from './share-input.ts';

export interface Terms {
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly maxViews: number;
}

/** Everything about a share that is fixed before it is sealed. */
export interface ShareDraft {
  readonly request: ShareInput;
  readonly id: Uint8Array<ArrayBuffer>;
  readonly ownerKey: Uint8Array<ArrayBuffer>;
  readonly owner: OwnerKeys;
  readonly linkKey: Uint8Array<ArrayBuffer>;
  readonly sealing: Sealing<typeof Purpose.share>;
  readonly passwordKey?: Uint8Array;
  readonly note: Uint8Array;
  /** Absent for a share that anyone with the link may open at once, without notices. */
  readonly conditions?: ConditionsHead;
  /** What a pass of its sender is needed for. */
  readonly passUse?: 'answer' | 'terms' | 'permission';
  /** The size of all files together; 0: no file body. */
  readonly totalBytes: number;
  readonly content: Omit<SharePayload, keyof Terms>;
  /** Present if the share answers a request. */
  readonly answer?: AnswerHead;
}

/**
 * @throws CryptoError for a value outside its bounds; ApiError `terms-refused` for terms that the service does not
 *   allow
 */
export async function draftOf(request: ShareInput, config: ServerConfig): Promise<ShareDraft> {
  const conditions = hasConditions(request) ? await loadConditions() : undefined;
  const gates = conditions?.gatesOfInput(request);
  const content = contentOf(request, gates);
  // Checks sizes and terms before anything is hashed or uploaded.
  const payload = encodePayload({ ...content, ...termsOf(request, config) });
  const sizes = { sealedBytes: sealedBytesOf(payload.length), filesBytes: totalBytes(content.files) };
  expectAllowed(refusalFor(request, sizes, config) ?? conditions?.conditionsRefusal(request, config));
  const use = await passUseOf(request, config);
  const ownerKey = newSecret();
  const linkKey = newSecret();
  const owner = ownerKeys(ownerKey);
  const id = idOf(owner.createProof);
  const kdf = hasPassword(request) ? Kdf.argon2id : Kdf.none;
  const passwordKey = await passwordKeyOf(request, linkKeys(id, linkKey).passwordSalt);
  const answer = await answerOf(request, id, linkKey);
  request.signal?.throwIfAborted();
  return {
    request,
    id,
    ownerKey,
    owner,
    linkKey,
    sealing: beginSealing({ id, linkKey, purpose: Purpose.share, kdf, gates: gatesOf(content.gates) }),
    ...(passwordKey && { passwordKey }),
    ...(answer && { answer }),
    ...(use && { passUse: use }),
    note: await sealNote(ownerKey, id, { title: request.title ?? '' }),
    ...(conditions && { conditions: await conditions.conditionsHead({ ...request, id, ownerKey, owner }) }),
    totalBytes: totalBytes(content.files),
    content,
  };
}

const hasConditions = ({ people, members, notBefore, notify, showSender, notifyMail }: ShareInput): boolean =>
  [people, members, notBefore, notify, showSender, notifyMail].some((condition) => condition !== undefined);

/** Few shares need it, and a page that only answers requests never does. @throws NetworkError if it does not load */
const loadConditions = () =>
  import('./share-conditions.ts').catch((cause: unknown) => {
    throw new NetworkError('unreachable', cause);
  });

/** Few services need it. @throws NetworkError if it does not load */
const loadMemberTerms = () =>
  import('./member-terms.ts').catch((cause: unknown) => {
    throw new NetworkError('unreachable', cause);
  });

/** An answer has the terms of its request. */
function refusalFor(request: ShareInput, sizes: Sizes, config: ServerConfig): Limit | undefined {
  if (request.answer !== undefined) return sizeRefusal(sizes, config);
  const { createdAt, expiresAt, maxViews } = termsOf(request, config);
  const terms = { ttlSeconds: expiresAt - createdAt, maxViews, hasPassword: hasPassword(request) };
  return refusalOf({ ...terms, ...sizes }, config) ?? whoRefusal(openersOf(request), config);
}

function openersOf({ people, members }: ShareInput): Openers {
  if (people !== undefined) return 'named';
  return members === undefined ? 'anyone' : 'members';
}

/** An answer needs the permission of its request alone. @throws ApiError `pass-required` */
async function passUseOf(request: ShareInput, config: ServerConfig): Promise<ShareDraft['passUse']> {
  if (request.answer === undefined) {
    if (!hasConditions(request) && !config.create.startsWith('member')) return undefined;
    return (await loadMemberTerms()).passUse(request, config);
  }
  if (!request.answer.needsPass) return undefined;
  if (request.passes === undefined) throw new ApiError({ code: 'pass-required', status: 401 });
  return 'answer';
}

function contentOf(
  { text, title, reply, fields = [], files = [] }: ShareInput,
  gates: PayloadGates = {},
): ShareDraft['content'] {
  const entries = files.map(({ name, size, type }) => ({ name, size, type }));
  return {
    v: 1,
    kind: 'share',
    ...(title ? { title } : {}),
    ...(text !== '' || entries.length + fields.length === 0 ? { text } : {}),
    ...(fields.length > 0 ? { fields: fields.map(({ name, value }) => ({ name, value })) } : {}),
    ...(reply === undefined ? {} : { reply }),
    ...(gatesOf(gates) === NO_GATES ? {} : { gates }),
    ...(entries.length > 0 ? { files: entries } : {}),
    ...(totalBytes(entries) > 0 ? { body: { secret: toBase64url(newSecret()) } } : {}),
  };
}

export function termsOf({ ttlSeconds, maxViews }: ShareInput, { serverTime }: Pick<ServerConfig, 'serverTime'>): Terms {
  const ttl = typeof ttlSeconds === 'number' ? ttlSeconds : ttlSeconds();
  return { createdAt: serverTime, expiresAt: serverTime + ttl, maxViews };
}

async function answerOf(
  { answer }: ShareInput,
  shareId: Uint8Array,
  linkKey: Uint8Array,
): Promise<AnswerHead | undefined> {
  if (answer === undefined) return undefined;
  const { request, linkProof, sealKey } = answer;
  return { request, linkProof, sealedKey: toBase64url(await sealKey(shareId, linkKey)) };
}

export function hasPassword({ password }: ShareInput): boolean {
  return password !== undefined && password !== '';
}

async function passwordKeyOf(request: ShareInput, salt: Uint8Array): Promise<Uint8Array | undefined> {
  if (!hasPassword(request)) return undefined;
  return request.kdf(normalizePassword(request.password ?? ''), salt, request.onProgress);
}

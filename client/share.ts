import { toBase64url } from '#crypto/bytes.ts';
import { seal } from '#crypto/envelope.ts';
import type { Sealed } from '#crypto/envelope.ts';
import { encodeId, idOf } from '#crypto/ids.ts';
import { linkKeys, ownerKeys } from '#crypto/keys.ts';
import type { OwnerKeys } from '#crypto/keys.ts';
import { encodeFragment, LinkType } from '#crypto/link.ts';
import { sealNote } from '#crypto/note.ts';
import { normalizePassword } from '#crypto/password.ts';
import type { PasswordKdf } from '#crypto/password.ts';
import type { SharePayload } from '#crypto/payload.ts';
import { newSecret } from '#crypto/random.ts';
import type { ServerConfig } from '#server/http/config-wire.ts';
import type { CreateHead, OnLimit, ShareState } from '#server/shares/wire.ts';
import type { Api, CallOptions, NewShare } from './api.ts';
import { ProtocolError } from './errors.ts';
import { redacting } from './secret.ts';

const DEFAULT_ATTEMPT_LIMIT = 5;

export interface ShareRequest extends CallOptions {
  readonly text: string;
  readonly title?: string | undefined;
  readonly password?: string | undefined;
  /** 0: any number. */
  readonly maxViews: number;
  readonly ttlSeconds: number;
  /** Wrong passwords in all; by default 5, or twice the views where that is more. */
  readonly attemptLimit?: number | undefined;
  readonly onLimit?: OnLimit | undefined;
  readonly kdf: PasswordKdf;
  /** 0 to 1, of the password's hashing. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
  /** Where links begin, for a client that does not take the server's word for it. Ends in `/`. */
  readonly publicUrl?: string | undefined;
}

/** What the sender gets. Logged or serialised, it shows neither links nor keys. */
export interface Shared {
  readonly id: string;
  readonly link: string;
  readonly linkWithoutKey: string;
  /** The fragment: 50 characters, without `#`. */
  readonly key: string;
  readonly manageLink: string;
  readonly ownerKey: Uint8Array<ArrayBuffer>;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly maxViews: number;
  readonly hasPassword: boolean;
  readonly title?: string;
  /** Other than `live` only when an earlier try had succeeded unseen, and the share has ended since. */
  readonly state: ShareState;
}

/** A sealed share. Each `send` sends the same bytes, so it can be repeated until one is answered. */
export interface PreparedShare {
  readonly id: string;
  send(options?: CallOptions): Promise<Shared>;
}

/** Seals and sends in one go; whoever may have to repeat takes `prepareShare`. @throws as `prepareShare` and `send` */
export async function shareSecret(api: Api, request: ShareRequest): Promise<Shared> {
  const prepared = await prepareShare(api, request);
  return prepared.send({ signal: request.signal });
}

/** @throws CryptoError for a text, title or password outside its bounds; else as the methods of `Api`. */
export async function prepareShare(api: Api, request: ShareRequest): Promise<PreparedShare> {
  const config = await api.config({ signal: request.signal });
  const publicUrl = checkedPublicUrl(request.publicUrl ?? config.publicUrl);
  const ownerKey = newSecret();
  const linkKey = newSecret();
  const owner = ownerKeys(ownerKey);
  const id = idOf(owner.createProof);
  const terms = termsOf(request, config);
  const sealing = await seal({
    id,
    linkKey,
    payload: payloadOf(request, terms),
    ...(await passwordKeyOf(request, linkKeys(id, linkKey).passwordSalt)),
  });
  request.signal?.throwIfAborted();
  const note = await sealNote(ownerKey, id, { title: request.title ?? '' });
  const head = headOf(request, { owner, sealing, terms, noteBytes: note.length });
  const share: NewShare = { head, note, sealed: sealing.sealed };
  const links = linksOf({ publicUrl, id, linkKey, ownerKey, hasPassword: hasPassword(request) });

  return {
    id: links.id,
    async send(options) {
      const answer = await api.create(links.id, share, options);
      if (answer.expiresAt !== terms.expiresAt) throw new ProtocolError('the server changed the expiry');
      const shared: Shared = {
        ...links,
        createdAt: answer.createdAt,
        expiresAt: terms.expiresAt,
        maxViews: terms.maxViews,
        hasPassword: hasPassword(request),
        ...(request.title ? { title: request.title } : {}),
        state: answer.state,
      };
      return redacting(shared, ['link', 'key', 'manageLink', 'ownerKey', 'title']);
    },
  };
}

interface Terms {
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly maxViews: number;
}

function termsOf({ ttlSeconds, maxViews }: ShareRequest, { serverTime }: ServerConfig): Terms {
  return { createdAt: serverTime, expiresAt: serverTime + ttlSeconds, maxViews };
}

function payloadOf({ text, title }: ShareRequest, terms: Terms): SharePayload {
  return { v: 1, kind: 'share', ...terms, text, ...(title ? { title } : {}) };
}

function hasPassword({ password }: ShareRequest): boolean {
  return password !== undefined && password !== '';
}

async function passwordKeyOf(request: ShareRequest, salt: Uint8Array): Promise<{ passwordKey?: Uint8Array }> {
  if (!hasPassword(request)) return {};
  const password = normalizePassword(request.password ?? '');
  return { passwordKey: await request.kdf(password, salt, request.onProgress) };
}

interface HeadParts {
  readonly owner: OwnerKeys;
  readonly sealing: Sealed;
  readonly terms: Terms;
  readonly noteBytes: number;
}

function headOf({ attemptLimit, onLimit }: ShareRequest, { owner, sealing, terms, noteBytes }: HeadParts): CreateHead {
  return {
    createProof: toBase64url(owner.createProof),
    ownerProof: toBase64url(owner.ownerProof),
    linkProof: toBase64url(sealing.linkProof),
    openProof: toBase64url(sealing.openProof),
    preamble: toBase64url(sealing.preamble),
    expiresAt: terms.expiresAt,
    maxViews: terms.maxViews,
    attemptLimit: attemptLimit ?? Math.max(DEFAULT_ATTEMPT_LIMIT, 2 * terms.maxViews),
    onLimit: onLimit ?? 'lock',
    noteBytes,
  };
}

interface LinkParts {
  readonly publicUrl: string;
  readonly id: Uint8Array;
  readonly linkKey: Uint8Array;
  readonly ownerKey: Uint8Array<ArrayBuffer>;
  readonly hasPassword: boolean;
}

function linksOf({ publicUrl, id, linkKey, ownerKey, hasPassword }: LinkParts) {
  const name = encodeId(id);
  const type = hasPassword ? LinkType.sharePassword : LinkType.share;
  const key = encodeFragment({ type, key: linkKey, id });
  const linkWithoutKey = `${publicUrl}s/${name}`;
  const manageKey = encodeFragment({ type: LinkType.manage, key: ownerKey, id });
  return {
    id: name,
    link: `${linkWithoutKey}#${key}`,
    linkWithoutKey,
    key,
    manageLink: `${publicUrl}m/${name}#${manageKey}`,
    ownerKey,
  };
}

function checkedPublicUrl(publicUrl: string): string {
  const url = URL.parse(publicUrl);
  const sound = url !== null && /^https?:$/.test(url.protocol) && url.href === publicUrl && publicUrl.endsWith('/');
  if (!sound || url.search !== '' || url.hash !== '' || url.username !== '')
    throw new ProtocolError('not a public URL');
  return publicUrl;
}

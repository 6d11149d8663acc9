import { bodyLengths } from '#crypto/body-lengths.ts';
import { fromBase64url, toBase64url } from '#crypto/bytes.ts';
import { encodeId } from '#crypto/ids.ts';
import { LinkType } from '#crypto/link.ts';
import { makeBody } from '#crypto/stream.ts';
import type { ServerConfig } from '#server/http/config-wire.ts';
import type { CreateReply, CreateHead, ShareState } from '#server/shares/wire.ts';
import type { CallOptions } from './call.ts';
import type { CreateShareInput, CreatorApi } from './creator-api.ts';
import { AlreadyOverError, ApiError, orNothing, ProtocolError } from './errors.ts';
import { defaultAttemptLimit } from './policy.ts';
import { redacting } from './secret.ts';
import { draftOf, hasPassword, termsOf } from './share-draft.ts';
import type { ShareDraft, Terms } from './share-draft.ts';
import type { ShareInput } from './share-input.ts';
import { checkedPublicUrl, linksOf } from './share-links.ts';
import type { ShareLinks } from './share-links.ts';
import type { BodyTask } from './upload.ts';

/** A created share. Logs and JSON of it show neither links nor keys. */
export interface Shared extends ShareLinks {
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly maxViews: number;
  readonly hasPassword: boolean;
  readonly title?: string;
  /** Not `live` only for an answer that was read or deleted before its author received this reply. */
  readonly state: ShareState;
}

/** A share with its keys. `send` always sends the same sealed bytes, so it can be retried until a reply arrives. */
export interface PreparedShare {
  readonly id: string;
  /** The file body, to be uploaded before `send`; absent if there are no bytes to upload. */
  readonly body?: BodyTask;
  /**
   * @throws ApiError `upload-incomplete` when the file body is incomplete; AlreadyOverError when the server says that
   *   the share has already ended; otherwise as the methods of `Api`
   */
  send(options?: CallOptions): Promise<Shared>;
  /** Deletes the upload or the share from the server, if it is there. */
  discard(options?: CallOptions): Promise<void>;
}

/** Shares a text in one call. For files, or to retry later, use `prepareShare`. @throws as `prepareShare` and `send` */
export async function shareSecret(api: CreatorApi, request: Omit<ShareInput, 'files'>): Promise<Shared> {
  const prepared = await prepareShare(api, request);
  return prepared.send({ signal: request.signal });
}

/**
 * Seals at once if there are no files with content. Otherwise `send` seals after the upload, so that the lifetime
 * begins then.
 * @throws CryptoError for a text, title, password or file name outside its bounds; ApiError `terms-refused` for terms
 *   that the service does not allow, before anything is sent; otherwise as the methods of `Api`.
 */
export async function prepareShare(api: CreatorApi, request: ShareInput): Promise<PreparedShare> {
  const config = await api.config({ signal: request.signal });
  const publicUrl = checkedPublicUrl(api.publicUrl);
  const draft = await draftOf(request, config);
  const type = hasPassword(request) ? LinkType.sharePassword : LinkType.share;
  const links = linksOf({ ...draft, publicUrl, type });
  const task = bodyTaskOf(draft, links.id);
  let sealed = task === undefined ? sealDraft(draft, config) : undefined;
  await sealed;

  const prepared: PreparedShare = {
    id: links.id,
    ...(task && { body: task }),
    async send(options) {
      if (sealed === undefined) {
        const { serverTime } = await api.config(options);
        sealed ??= sealDraft(draft, { serverTime });
      }
      const { share, terms } = await sealed;
      const reply = await api.create(links.id, await withPass(share, draft, options), options);
      expectOurs(reply, terms);
      if (reply.state !== 'live' && request.answer === undefined) throw new AlreadyOverError(reply.state);
      return sharedOf({ request, links, terms, reply });
    },
    async discard(options) {
      const ownerProof = toBase64url(draft.owner.ownerProof);
      await orNothing(api.discard(links.id, { ownerProof }, options));
    },
  };
  return redacting(prepared, ['body']);
}

/** An upload that has begun needs no further pass, except for the terms of the share. */
async function withPass(
  share: CreateShareInput,
  { request: { passes }, passUse, content, answer, id }: ShareDraft,
  { signal }: CallOptions = {},
): Promise<CreateShareInput> {
  if (passes === undefined || passUse === undefined) return share;
  if (content.body !== undefined && passUse !== 'terms') return share;
  if (answer !== undefined) {
    const pass = await passes('answer', answer.request, signal);
    return { ...share, head: { ...share.head, answer: { ...answer, pass } } };
  }
  return { ...share, head: { ...share.head, pass: await passes('create', encodeId(id), signal) } };
}

function expectOurs({ state, expiresAt }: CreateReply, terms: Terms): void {
  if (expiresAt === terms.expiresAt) return;
  if (state === 'live') throw new ProtocolError('the server changed the expiry');
  // An upload that was discarded or given up has ended. It has no terms.
  throw new ApiError({ code: 'ended', status: 410, members: { state } });
}

function bodyTaskOf(
  { content, totalBytes, owner, sealing, answer, passUse }: ShareDraft,
  id: string,
): BodyTask | undefined {
  if (content.body === undefined) return undefined;
  return {
    id,
    createProof: toBase64url(owner.createProof),
    ownerProof: toBase64url(owner.ownerProof),
    linkProof: toBase64url(sealing.linkProof),
    ...(answer && { answer: { request: answer.request, linkProof: answer.linkProof } }),
    ...(passUse && { needsPass: true as const }),
    body: makeBody(sealing.h, fromBase64url(content.body.secret), totalBytes),
  };
}

interface SealedShare {
  readonly share: CreateShareInput;
  readonly terms: Terms;
}

/** Must be called once per draft. */
async function sealDraft(draft: ShareDraft, config: Pick<ServerConfig, 'serverTime'>): Promise<SealedShare> {
  const { request, owner, sealing, note, passwordKey } = draft;
  const terms = termsOf(request, config);
  const { preamble, sealed, linkProof, openProof } = await sealing.seal({ ...draft.content, ...terms }, passwordKey);
  const head: CreateHead = {
    createProof: toBase64url(owner.createProof),
    ownerProof: toBase64url(owner.ownerProof),
    linkProof: toBase64url(linkProof),
    openProof: toBase64url(openProof),
    preamble: toBase64url(preamble),
    expiresAt: terms.expiresAt,
    maxViews: terms.maxViews,
    attemptLimit: request.attemptLimit ?? defaultAttemptLimit(terms.maxViews * (request.people?.length ?? 1)),
    onLimit: request.onLimit ?? 'lock',
    noteBytes: note.length,
    ...(draft.answer && { answer: draft.answer }),
    ...draft.conditions,
    ...(draft.totalBytes > 0 && { bodyBytes: bodyLengths(draft.totalBytes).encryptedBytes }),
  };
  return { share: { head, note, sealed }, terms };
}

interface Outcome {
  readonly request: ShareInput;
  readonly links: ShareLinks;
  readonly terms: Terms;
  readonly reply: CreateReply;
}

function sharedOf({ request, links, terms, reply }: Outcome): Shared {
  const shared: Shared = {
    ...links,
    createdAt: reply.createdAt,
    expiresAt: terms.expiresAt,
    maxViews: terms.maxViews,
    hasPassword: hasPassword(request),
    ...(request.title ? { title: request.title } : {}),
    state: reply.state,
  };
  return redacting(shared, ['link', 'key', 'manageLink', 'ownerKey', 'title']);
}

import { bodyLengths } from '#crypto/body-lengths.ts';
import { fromBase64url, toBase64url } from '#crypto/bytes.ts';
import { LinkType } from '#crypto/link.ts';
import { makeBody } from '#crypto/stream.ts';
import type { ServerConfig } from '#server/http/config-wire.ts';
import type { CreateReply, CreateHead, ShareState } from '#server/shares/wire.ts';
import type { Api, CallOptions, NewShare } from './api.ts';
import { AlreadyOverError, ApiError, orNothing, ProtocolError } from './errors.ts';
import { defaultAttemptLimit } from './policy.ts';
import { redacting } from './secret.ts';
import { draftOf, hasPassword, termsOf } from './share-draft.ts';
import type { Draft, Terms } from './share-draft.ts';
import type { ShareInput } from './share-input.ts';
import { checkedPublicUrl, linksOf } from './share-links.ts';
import type { ShareLinks } from './share-links.ts';
import type { BodyTask } from './upload.ts';

/** What the sender gets. Logged or serialised, it shows neither links nor keys. */
export interface Shared extends ShareLinks {
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly maxViews: number;
  readonly hasPassword: boolean;
  readonly title?: string;
  /** Other than `live` only of an answer that was read, or deleted, before its author heard that it had arrived. */
  readonly state: ShareState;
}

/** A share with its keys. What `send` sends is sealed once, so it can be repeated until one is answered. */
export interface PreparedShare {
  readonly id: string;
  /** What has to be uploaded before `send`; absent where there are no bytes to upload. */
  readonly body?: BodyTask;
  /**
   * @throws ApiError `upload-incomplete` when the body is not there; AlreadyOverError when the server says that the share is
   *   over already; else as the methods of `Api`
   */
  send(options?: CallOptions): Promise<Shared>;
  /** Deletes what was begun or sent on the server; harmless if there is nothing. */
  discard(options?: CallOptions): Promise<void>;
}

/** Text in one go; whoever has files, or may have to repeat, takes `prepareShare`. @throws as `prepareShare` and `send` */
export async function shareSecret(api: Api, request: Omit<ShareInput, 'files'>): Promise<Shared> {
  const prepared = await prepareShare(api, request);
  return prepared.send({ signal: request.signal });
}

/**
 * Without a body, seals at once; with one, seals when it has been uploaded, so that its time to live begins then.
 * @throws CryptoError for a text, title, password or file name outside its bounds; ApiError `terms-refused` for what is
 *   not allowed here, before anything is sent; else as the methods of `Api`.
 */
export async function prepareShare(api: Api, request: ShareInput): Promise<PreparedShare> {
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
      const answer = await api.create(links.id, share, options);
      expectOurs(answer, terms);
      if (answer.state !== 'live' && request.answer === undefined) throw new AlreadyOverError(answer.state);
      return sharedOf({ request, links, terms, answer });
    },
    async discard(options) {
      const ownerProof = toBase64url(draft.owner.ownerProof);
      await orNothing(api.remove(links.id, { ownerProof }, options));
    },
  };
  return redacting(prepared, ['body']);
}

function expectOurs({ state, expiresAt }: CreateReply, terms: Terms): void {
  if (expiresAt === terms.expiresAt) return;
  if (state === 'live') throw new ProtocolError('the server changed the expiry');
  // An upload that was discarded or given up has ended under no terms of ours.
  throw new ApiError({ code: 'ended', status: 410, members: { state } });
}

function bodyTaskOf({ content, totalBytes, owner, sealing, answer }: Draft, id: string): BodyTask | undefined {
  if (content.body === undefined) return undefined;
  return {
    id,
    createProof: toBase64url(owner.createProof),
    ownerProof: toBase64url(owner.ownerProof),
    linkProof: toBase64url(sealing.linkProof),
    ...(answer && { answer: { request: answer.request, linkProof: answer.linkProof } }),
    body: makeBody(sealing.h, fromBase64url(content.body.secret), totalBytes),
  };
}

interface SealedShare {
  readonly share: NewShare;
  readonly terms: Terms;
}

/** Once for a draft. */
async function sealDraft(draft: Draft, config: Pick<ServerConfig, 'serverTime'>): Promise<SealedShare> {
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
    attemptLimit: request.attemptLimit ?? defaultAttemptLimit(terms.maxViews),
    onLimit: request.onLimit ?? 'lock',
    noteBytes: note.length,
    ...(draft.answer && { answer: draft.answer }),
    ...(draft.totalBytes > 0 && { bodyBytes: bodyLengths(draft.totalBytes).encryptedBytes }),
  };
  return { share: { head, note, sealed }, terms };
}

interface Outcome {
  readonly request: ShareInput;
  readonly links: ShareLinks;
  readonly terms: Terms;
  readonly answer: CreateReply;
}

function sharedOf({ request, links, terms, answer }: Outcome): Shared {
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
}

import { toBase64url } from '#crypto/bytes.ts';
import { ownerKeys } from '#crypto/keys.ts';
import { LinkType } from '#crypto/link.ts';
import { sealNote } from '#crypto/note.ts';
import type { RequestField } from '#crypto/payload.ts';
import { newSecret } from '#crypto/random.ts';
import { sealRequest } from '#crypto/requests.ts';
import type { Keep, RequestState } from '#server/requests/wire.ts';
import type { Api, CallOptions } from './api.ts';
import { AlreadyOverError, orNothing, ProtocolError } from './errors.ts';
import { expectAllowed, requestRefusal } from './policy.ts';
import type { NewRequest, RequestsApi } from './requests-api.ts';
import { redacting } from './secret.ts';
import { checkedPublicUrl, linksOf } from './share-links.ts';
import type { ShareLinks } from './share-links.ts';

export interface Wish extends CallOptions {
  readonly title: string;
  /** What is wanted, in words; may be ''. */
  readonly ask: string;
  readonly fields?: readonly RequestField[] | undefined;
  /** 1 to 100. */
  readonly maxAnswers: number;
  /** Until when it takes answers, from now on. */
  readonly ttlSeconds: number;
  /** How long each answer stays. */
  readonly answerTtlSeconds: number;
  readonly keep: Keep;
}

/** What the one who asks gets. `link` goes to whoever shall answer. Logged or serialised, it shows neither links nor keys. */
export interface Asked extends ShareLinks {
  readonly title: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly maxAnswers: number;
  readonly state: RequestState;
}

/** A sealed request. Each `send` sends the same bytes, so it can be repeated until one is answered. */
export interface PreparedRequest {
  readonly id: string;
  /** @throws AlreadyOverError when the server says that it takes no answers; else as the methods of `Api` */
  send(options?: CallOptions): Promise<Asked>;
  /** Deletes what was sent; harmless if there is nothing. */
  discard(options?: CallOptions): Promise<void>;
}

export interface AskApis {
  readonly api: Api;
  readonly requests: RequestsApi;
}

/** @throws CryptoError for what is outside its bounds; ApiError `terms-refused` before anything is sealed; else as the methods of `Api` */
export async function prepareRequest({ api, requests }: AskApis, wish: Wish): Promise<PreparedRequest> {
  const config = await api.config({ signal: wish.signal });
  const { serverTime } = config;
  expectAllowed(requestRefusal(wish, config));
  const publicUrl = checkedPublicUrl(api.publicUrl);
  const ownerKey = newSecret();
  const owner = ownerKeys(ownerKey);
  const { title, ask, maxAnswers, answerTtlSeconds, keep } = wish;
  const expiresAt = serverTime + wish.ttlSeconds;
  const made = await sealRequest(ownerKey, {
    createdAt: serverTime,
    expiresAt,
    title,
    ask,
    ...(wish.fields && wish.fields.length > 0 && { fields: wish.fields }),
    maxAnswers,
    answerTtl: answerTtlSeconds,
    keep,
  });
  const note = await sealNote(ownerKey, made.id, { title, requestLinkKey: made.linkKey });
  const links = linksOf({ type: LinkType.request, publicUrl, id: made.id, linkKey: made.linkKey, ownerKey });
  const terms = { expiresAt, maxAnswers, answerTtl: answerTtlSeconds, keep };
  const head = { ...proofsOf(owner, made), preamble: toBase64url(made.preamble), ...terms, noteBytes: note.length };
  const request: NewRequest = { head, note, sealed: made.sealed };
  return {
    id: links.id,
    async send(options) {
      const answer = await requests.createRequest(links.id, request, options);
      if (answer.expiresAt !== expiresAt) throw new ProtocolError('the server changed the expiry');
      const { createdAt, state } = answer;
      if (state !== 'open') throw new AlreadyOverError(state);
      const asked: Asked = { ...links, title, createdAt, expiresAt, maxAnswers, state };
      return redacting(asked, ['link', 'key', 'manageLink', 'ownerKey', 'title']);
    },
    async discard(options) {
      await orNothing(requests.deleteRequest(links.id, { ownerProof: request.head.ownerProof }, options));
    },
  };
}

type Proofs = 'createProof' | 'ownerProof' | 'linkProof' | 'openProof';

function proofsOf(
  { createProof, ownerProof }: Readonly<Record<'createProof' | 'ownerProof', Uint8Array>>,
  { linkProof, openProof }: Readonly<Record<'linkProof' | 'openProof', Uint8Array>>,
): Record<Proofs, string> {
  return {
    createProof: toBase64url(createProof),
    ownerProof: toBase64url(ownerProof),
    linkProof: toBase64url(linkProof),
    openProof: toBase64url(openProof),
  };
}

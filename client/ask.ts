import { toBase64url } from '#crypto/bytes.ts';
import { ownerKeys } from '#crypto/keys.ts';
import { LinkType } from '#crypto/link.ts';
import { sealNote } from '#crypto/note.ts';
import type { RequestField } from '#crypto/payload.ts';
import { newSecret } from '#crypto/random.ts';
import { sealRequest } from '#crypto/requests.ts';
import type { ServerConfig } from '#server/http/config-wire.ts';
import type { Keep, RequestState } from '#server/requests/wire.ts';
import type { CallOptions } from './call.ts';
import type { CreatorApi } from './creator-api.ts';
import { AlreadyOverError, orNothing, ProtocolError } from './errors.ts';
import { memberHead, memberRefusal, membersGate, passUse } from './member-terms.ts';
import type { MemberInput, MembersInput, Passes } from './member-terms.ts';
import { expectAllowed, requestRefusal } from './policy.ts';
import type { Limit } from './policy.ts';
import type { CreateRequestInput, RequestsApi } from './requests-api.ts';
import { redacting } from './secret.ts';
import { checkedPublicUrl, linksOf } from './share-links.ts';
import type { ShareLinks } from './share-links.ts';
import type { NotifyInput } from './share-input.ts';
import { notifyHead } from './webhook-secret.ts';

/** `members`: only they read and answer it. */
export interface RequestInput extends CallOptions, MemberInput {
  readonly title: string;
  /** The question; may be ''. */
  readonly ask: string;
  readonly fields?: readonly RequestField[] | undefined;
  /** 1 to 100. */
  readonly maxAnswers: number;
  /** How long the request takes answers. */
  readonly ttlSeconds: number;
  /** How long each answer is kept. */
  readonly answerTtlSeconds: number;
  readonly keep: Keep;
  /** Where notices of answers go. */
  readonly notify?: NotifyInput | undefined;
}

/** A created request. `link` is for the people who answer. Logs and JSON of it show neither links nor keys. */
export interface CreatedRequest extends ShareLinks {
  readonly title: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly maxAnswers: number;
  readonly state: RequestState;
  /** Present if only members read and answer it. */
  readonly members?: MembersInput;
}

/** A sealed request. `send` always sends the same bytes, so it can be retried until a reply arrives. */
export interface PreparedRequest {
  readonly id: string;
  /**
   * @throws AlreadyOverError when the server says that the request takes no answers; otherwise as the methods of `Api`
   */
  send(options?: CallOptions): Promise<CreatedRequest>;
  /** Deletes the request from the server, if it is there. */
  discard(options?: CallOptions): Promise<void>;
}

export interface AskApis {
  readonly api: CreatorApi;
  readonly requests: RequestsApi;
}

/**
 * @throws CryptoError for a value outside its bounds; ApiError `terms-refused` and `pass-required`, before anything is
 *   sealed; otherwise as the methods of `Api`
 */
export async function prepareRequest({ api, requests }: AskApis, wish: RequestInput): Promise<PreparedRequest> {
  const config = await api.config({ signal: wish.signal });
  expectAllowed(refusalOf(wish, config));
  const passes = passUse(wish, config) === undefined ? undefined : wish.passes;
  const publicUrl = checkedPublicUrl(api.publicUrl);
  const ownerKey = newSecret();
  const owner = ownerKeys(ownerKey);
  const { title, ask, maxAnswers, answerTtlSeconds, keep } = wish;
  const expiresAt = config.serverTime + wish.ttlSeconds;
  const gates = wish.members && { gates: { members: membersGate(wish.members) } };
  const made = await sealRequest(ownerKey, {
    createdAt: config.serverTime,
    expiresAt,
    title,
    ask,
    ...(wish.fields && wish.fields.length > 0 && { fields: wish.fields }),
    maxAnswers,
    answerTtl: answerTtlSeconds,
    keep,
    ...gates,
  });
  const note = await sealNote(ownerKey, made.id, { title, requestLinkKey: made.linkKey });
  const links = linksOf({ type: LinkType.request, publicUrl, id: made.id, linkKey: made.linkKey, ownerKey });
  const terms = { expiresAt, maxAnswers, answerTtl: answerTtlSeconds, keep };
  const head = {
    ...proofsOf(owner, made),
    preamble: toBase64url(made.preamble),
    ...terms,
    noteBytes: note.length,
    ...(wish.notify && { notify: notifyHead(owner, wish.notify) }),
    ...gates,
    ...memberHead(wish),
  };
  const request: CreateRequestInput = { head, note, sealed: made.sealed };
  return {
    id: links.id,
    async send(options) {
      const given = passes === undefined ? request : await withPass(request, { id: links.id, passes }, options);
      const reply = await requests.createRequest(links.id, given, options);
      if (reply.expiresAt !== expiresAt) throw new ProtocolError('the server changed the expiry');
      const { createdAt, state } = reply;
      if (state !== 'open') throw new AlreadyOverError(state);
      const asked: CreatedRequest = { ...links, title, createdAt, expiresAt, maxAnswers, state, ...gates?.gates };
      return redacting(asked, ['link', 'key', 'manageLink', 'ownerKey', 'title']);
    },
    async discard(options) {
      await orNothing(requests.deleteRequest(links.id, { ownerProof: request.head.ownerProof }, options));
    },
  };
}

function refusalOf(wish: RequestInput, config: ServerConfig): Limit | undefined {
  const openers = wish.members === undefined ? 'anyone' : 'members';
  const terms = { ...wish, openers, hasNotices: wish.notify !== undefined } as const;
  return requestRefusal(terms, config) ?? memberRefusal(wish, config);
}

/** Each try gets a pass of its own. */
async function withPass(
  request: CreateRequestInput,
  { id, passes }: { readonly id: string; readonly passes: Passes },
  { signal }: CallOptions = {},
): Promise<CreateRequestInput> {
  return { ...request, head: { ...request.head, pass: await passes('request', id, signal) } };
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

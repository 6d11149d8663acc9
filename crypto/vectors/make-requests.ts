/** Vectors for SPEC.md §14.1 to §14.3 and §14.5: keys, descriptors and links. */
import { sha256 } from '@noble/hashes/sha2.js';
import { encryptAead } from '#crypto/aead.ts';
import { concat, encodeUtf8, toBase64url, toHex } from '#crypto/bytes.ts';
import type { Bytes } from '#crypto/bytes.ts';
import { encodeJson } from '#crypto/json.ts';
import { contentKeys, linkKeys, ownerKeys } from '#crypto/keys.ts';
import { sealRequestWith } from '#crypto/own-request.ts';
import type { RequestContent } from '#crypto/own-request.ts';
import type { RequestPayload } from '#crypto/payload.ts';
import { encodePreamble } from '#crypto/preamble.ts';
import { requestLinkKey } from '#crypto/request.ts';
import { publicKeyOf } from '#crypto/x-wing.ts';
import { fixed, ID, OWNER_KEY, padBytes } from './fixed.ts';
import type { Case, RequestKeysVector, RequestVector } from './vector.ts';

const asked: RequestContent = {
  ...{ createdAt: 1_795_000_000, expiresAt: 1_795_604_800, title: 'Deploy key', ask: 'Please send the key.' },
  ...{ maxAnswers: 1, answerTtl: 604_800, keep: 'expiry' },
};
const withFields: RequestContent = {
  ...{ ...asked, maxAnswers: 10, keep: 'read' },
  fields: [
    { name: 'Benutzer', type: 'line' },
    { name: 'Schlüssel', type: 'text' },
    { name: 'certificate', type: 'file' },
  ],
};
const SALT = fixed('salt of a request');
const NONCE = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
const other = ownerKeys(fixed('other owner key'));

function makeRequestKeys(): Case {
  const keys = ownerKeys(OWNER_KEY);
  const vector: RequestKeysVector = {
    ...{ kind: 'request-keys', about: 'What an owner key makes of a request.', expect: 'success' },
    ...{ ownerKey: toHex(OWNER_KEY), id: toHex(ID), requestSeed: toHex(keys.requestSeed) },
    ...{ publicKey: toHex(publicKeyOf(keys.requestSeed)), answerSecret: toHex(keys.answerSecret) },
  };
  return ['request-keys/owner', vector];
}

async function success(name: string, question: RequestContent, byOwner: boolean): Promise<Case> {
  const { descriptor, linkKey, preamble, sealed } = await sealRequestWith(SALT, OWNER_KEY, question);
  const vector: RequestVector = {
    ...{ kind: 'request', about: name.replaceAll('-', ' '), expect: 'success' },
    ...{ id: toHex(ID), linkKey: toHex(linkKey), ...(byOwner && { ownerKey: toHex(OWNER_KEY) }) },
    ...{ preamble: toHex(preamble), sealed: toHex(sealed) },
    made: { ownerKey: toHex(OWNER_KEY), salt: toHex(SALT), json: encodeJson(descriptor) },
  };
  return [`${byOwner ? 'request-owner' : 'request-link'}/${name}`, vector];
}

/** An envelope that is valid, except that it contains any JSON under any link key. */
async function envelope(linkKey: Bytes, json: string) {
  const preamble = encodePreamble({ purpose: 2, kdf: 0, gates: 0, salt: SALT, id: ID });
  const h = sha256(preamble);
  const { commitment, payloadKey } = contentKeys(h, linkKey);
  const plaintext = padBytes(encodeUtf8(json));
  return {
    preamble: concat(preamble, linkKeys(ID, linkKey).preambleTag(h)),
    sealed: concat(commitment, await encryptAead({ key: payloadKey, nonce: NONCE, aad: h }, plaintext)),
  };
}

interface Fault {
  readonly expect: RequestVector['expect'];
  readonly linkKey: Bytes;
  readonly json: string;
  /** Present if the owner opens the request. */
  readonly ownerKey?: Bytes;
}

async function refused(name: string, { expect, linkKey, json, ownerKey }: Fault): Promise<Case> {
  const { preamble, sealed } = await envelope(linkKey, json);
  const vector: RequestVector = {
    ...{ kind: 'request', about: name.replaceAll('-', ' '), expect, id: toHex(ID), linkKey: toHex(linkKey) },
    ...{ ...(ownerKey && { ownerKey: toHex(ownerKey) }), preamble: toHex(preamble), sealed: toHex(sealed) },
  };
  return [`${ownerKey ? 'request-owner' : 'request-link'}/${name}`, vector];
}

/** Content that someone with the link could put behind it, including a server. */
async function wrongBehindLink(descriptor: RequestPayload, linkKey: Bytes): Promise<Case[]> {
  const changed = (changes: Partial<RequestPayload>): Fault => ({
    ...{ expect: 'request-link', linkKey, json: encodeJson({ ...descriptor, ...changes }) },
  });
  return Promise.all([
    refused('public-key-other', changed({ publicKey: toBase64url(publicKeyOf(other.requestSeed)) })),
    refused('answer-secret-other', changed({ answerSecret: toBase64url(other.answerSecret) })),
    refused('question-other', changed({ ask: 'Please send the other key.' })),
    refused('title-other', changed({ title: 'Deploy key ' })),
    refused('fields-added', changed({ fields: [{ name: 'password', type: 'line' }] })),
    refused('answers-more', changed({ maxAnswers: 2 })),
    refused('expiry-later', changed({ expiresAt: descriptor.expiresAt + 1 })),
    refused('ttl-longer', changed({ answerTtl: descriptor.answerTtl + 1 })),
    refused('keep-other', changed({ keep: 'read' })),
  ]);
}

/** Links that were not made by the formula. */
async function wrongLinks(descriptor: RequestPayload): Promise<Case[]> {
  const json = encodeJson(descriptor);
  const spaced = json.replace('"v":1', '"v": 1');
  const link = (linkKey: Bytes): Fault => ({ expect: 'request-link', linkKey, json });
  return Promise.all([
    refused('link-key-random', link(fixed('link key'))),
    refused('link-key-without-label', link(sha256(encodeUtf8(json)))),
    refused('link-key-of-other-label', link(sha256(encodeUtf8(`sotto v2 request link${json}`)))),
    refused('link-key-of-padded-block', link(requestLinkKey(padBytes(encodeUtf8(json))))),
    refused('not-canonical', { expect: 'json', linkKey: requestLinkKey(encodeUtf8(spaced)), json: spaced }),
  ]);
}

/** Descriptors that match their link, but not the owner key. */
async function wrongForOwner(descriptor: RequestPayload): Promise<Case[]> {
  const foreign = (changes: Partial<RequestPayload>): Fault => {
    const json = encodeJson({ ...descriptor, ...changes });
    return { expect: 'request-owner', linkKey: requestLinkKey(encodeUtf8(json)), json, ownerKey: OWNER_KEY };
  };
  const behind = { ...foreign({ ask: '' }), linkKey: requestLinkKey(encodeUtf8(encodeJson(descriptor))) };
  return Promise.all([
    refused('public-key-other', foreign({ publicKey: toBase64url(publicKeyOf(other.requestSeed)) })),
    refused('answer-secret-other', foreign({ answerSecret: toBase64url(other.answerSecret) })),
    refused('question-other', { ...behind, expect: 'request-link' }),
  ]);
}

export async function makeRequests(): Promise<Case[]> {
  const { descriptor, linkKey } = await sealRequestWith(SALT, OWNER_KEY, asked);
  return [
    makeRequestKeys(),
    await success('text', asked, false),
    await success('fields', withFields, false),
    await success('own', asked, true),
    ...(await wrongBehindLink(descriptor, linkKey)),
    ...(await wrongLinks(descriptor)),
    ...(await wrongForOwner(descriptor)),
  ];
}

/** Vectors for SPEC.md §7.3, §10.4, §13.2 and §15: gates, the list of people and codes. */
import { expand } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { encryptAead } from '#crypto/aead.ts';
import { concat, encodeUtf8, toBase64url, toHex, u32 } from '#crypto/bytes.ts';
import type { Bytes } from '#crypto/bytes.ts';
import { claimMark } from '#crypto/claim-mark.ts';
import type { Gates } from '#crypto/gates.ts';
import { encodeJson } from '#crypto/json.ts';
import { ownerKeys } from '#crypto/keys.ts';
import { sealPeopleWith } from '#crypto/people.ts';
import { fixed, flipBit, ID, OTHER_ID, OWNER_KEY, padBytes } from './fixed.ts';
import type { Case, GateSecretsVector, PayloadVector, PeopleVector } from './vector.ts';

const share = { v: 1, kind: 'share', createdAt: 1_795_000_000, expiresAt: 1_795_086_400, maxViews: 1, text: 'x' };
const request = {
  ...{ v: 1, kind: 'request', createdAt: 1_795_000_000, expiresAt: 1_795_604_800, title: 'Key', ask: '' },
  ...{ maxAnswers: 1, answerTtl: 604_800, keep: 'expiry', publicKey: toBase64url(new Uint8Array(1216)) },
  answerSecret: toBase64url(fixed('answer secret')),
};

type Expect = PayloadVector['expect'];

function makePayloads(): Case[] {
  const at = (name: string, expect: Expect, preambleGates: Gates, gates?: unknown): Case => [
    `gates/${name}`,
    {
      ...{ kind: 'payload', about: name.replaceAll('-', ' '), expect, purpose: 1, gates: preambleGates },
      json: encodeJson({ ...share, ...(gates !== undefined && { gates }) }),
    },
  ];
  const ofRequest = (name: string, expect: Expect, preambleGates: Gates, gates: unknown): Case => [
    `gates/${name}`,
    {
      ...{ kind: 'payload', about: name.replaceAll('-', ' '), expect, purpose: 2, gates: preambleGates },
      json: encodeJson({ ...request, gates }),
    },
  ];
  const notBefore = 1_795_040_000;
  const groups = (...list: string[]) => ({ members: { groups: list } });
  return [
    at('members', 'success', 1, { members: {} }),
    at('members-of-groups', 'success', 1, groups('ops', 'Straße')),
    at('people', 'success', 2, { emails: {} }),
    at('not-before', 'success', 4, { notBefore }),
    at('members-not-before', 'success', 5, { members: {}, notBefore }),
    at('people-not-before', 'success', 6, { emails: {}, notBefore }),
    at('not-before-the-last-second', 'success', 4, { notBefore: share.expiresAt - 1 }),
    at('group-longest', 'success', 1, groups('ä'.repeat(64))),
    ofRequest('request-for-members', 'success', 1, { members: {} }),
    at('missing', 'payload', 4),
    at('without-bit', 'payload', 0, { notBefore }),
    at('of-other-bit', 'payload', 2, { notBefore }),
    at('bit-more', 'payload', 6, { emails: {} }),
    at('bit-less', 'payload', 2, { emails: {}, notBefore }),
    at('none', 'payload', 0, {}),
    at('members-and-people', 'payload', 1, { emails: {}, members: {} }),
    at('member-unknown', 'payload', 4, { notBefore, notAfter: notBefore }),
    at('people-with-addresses', 'payload', 2, { emails: { to: ['bob@example.org'] } }),
    at('people-a-list', 'payload', 2, { emails: [] }),
    at('members-unknown-member', 'payload', 1, { members: { except: ['ops'] } }),
    at('groups-empty', 'payload', 1, groups()),
    at('groups-eleven', 'payload', 1, groups(...Array.from({ length: 11 }, (_, index) => `g${index}`))),
    at('groups-twice', 'payload', 1, groups('ops', 'ops')),
    at('group-empty', 'payload', 1, groups('')),
    at('group-too-long', 'payload', 1, groups('ä'.repeat(64) + 'x')),
    at('not-before-expiry', 'payload', 4, { notBefore: share.expiresAt }),
    at('not-before-negative', 'payload', 4, { notBefore: -1 }),
    at('not-before-text', 'payload', 4, { notBefore: '1795040000' }),
    ofRequest('request-for-people', 'payload', 1, { emails: {} }),
    ofRequest('request-not-before', 'payload', 1, { notBefore }),
  ];
}

const SALT = fixed('people salt');

async function makePeople(): Promise<Case[]> {
  const key = ownerKeys(OWNER_KEY).peopleKey(SALT);
  const addresses = ['ana@example.org', 'bob@xn--bcher-kva.example'];
  const right = await sealPeopleWith({ ownerKey: OWNER_KEY, id: ID, salt: SALT }, addresses);
  const twenty = Array.from({ length: 20 }, (_, n) => `${'a'.repeat(62)}${n + 10}@${'b'.repeat(60)}.example`);
  const most = await sealPeopleWith({ ownerKey: OWNER_KEY, id: ID, salt: SALT }, twenty);
  const json = async (value: string) =>
    concat(SALT, await encryptAead({ key, nonce: new Uint8Array(12), aad: ID }, padBytes(encodeUtf8(value))));
  const at = (
    name: string,
    expect: PeopleVector['expect'],
    people: Bytes,
    changes: Partial<PeopleVector> = {},
  ): Case => [
    `people/${name}`,
    {
      ...{ kind: 'people', about: name.replaceAll('-', ' '), expect },
      ...{ ownerKey: toHex(OWNER_KEY), id: toHex(ID), people: toHex(people), ...changes },
    },
  ];
  return [
    at('two', 'success', right, { addresses }),
    at('twenty', 'success', most, { addresses: twenty }),
    at('empty', 'length', new Uint8Array()),
    at('cut-into-tag', 'length', right.slice(0, 47)),
    at('too-large', 'too-large', concat(right, new Uint8Array(8193 - right.length))),
    at('salt-bit', 'ciphertext', flipBit(right, 0)),
    at('tag-bit', 'ciphertext', flipBit(right, -1)),
    at('other-id', 'ciphertext', right, { id: toHex(OTHER_ID) }),
    at('other-owner', 'ciphertext', right, { ownerKey: toHex(fixed('other owner key')) }),
    at('nobody', 'payload', await json('{"addresses":[],"v":1}')),
    at('twenty-one', 'payload', await json(encodeJson({ v: 1, addresses: [...twenty, 'x@example.org'] }))),
    at('address-number', 'payload', await json('{"addresses":[1],"v":1}')),
    at('addresses-missing', 'payload', await json('{"v":1}')),
    at('member-unknown', 'payload', await json('{"addresses":["a@b.example"],"title":"x","v":1}')),
    at('version-2', 'payload', await json('{"addresses":["a@b.example"],"v":2}')),
    at('not-canonical', 'json', await json('{"v":1,"addresses":["a@b.example"]}')),
  ];
}

/** Follows the text of SPEC.md §15.1, independently of the server's implementation. */
function makeSecrets(): Case {
  const [serverKey, erasureKey, claim] = [fixed('server key'), fixed('erasure key'), fixed('claim')];
  const address = 'bob@example.org';
  const [n, askedAt] = [3, 1_795_000_123];
  const claimHash = sha256(claim);
  const gateKey = hmac(sha256, serverKey, concat(encodeUtf8('sotto v1 gate'), erasureKey));
  const key = (label: string) => expand(sha256, gateKey, encodeUtf8(label), 32);
  const message = concat(u32(n), claimHash, u32(0), u32(askedAt));
  const head = hmac(sha256, key('code'), message).slice(0, 8);
  const code = BigInt(`0x${toHex(head)}`) % 100_000_000n;
  const vector: GateSecretsVector = {
    ...{ kind: 'gate-secrets', about: 'Everything that a server derives for a named person.', expect: 'success' },
    ...{ serverKey: toHex(serverKey), erasureKey: toHex(erasureKey), claim: toHex(claim), address, n, askedAt },
    ...{ gateKey: toHex(gateKey), tag: toHex(hmac(sha256, key('recipient'), encodeUtf8(address))) },
    ...{ code: String(code).padStart(8, '0'), mark: claimMark(claimHash) },
  };
  return ['gates/secrets', vector];
}

export async function makeGates(): Promise<Case[]> {
  return [...makePayloads(), ...(await makePeople()), makeSecrets()];
}

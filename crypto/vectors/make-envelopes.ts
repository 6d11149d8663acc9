/** Vectors for SPEC.md §7, §8 and §11: whole envelopes, with the single fault that the name says. */
import { sha256 } from '@noble/hashes/sha2.js';
import { encryptAead } from '#crypto/aead.ts';
import { concat, encodeUtf8, toHex, u32 } from '#crypto/bytes.ts';
import type { Bytes } from '#crypto/bytes.ts';
import { encodeJson } from '#crypto/json.ts';
import { contentKeys, linkKeys } from '#crypto/keys.ts';
import { encodePreamble } from '#crypto/preamble.ts';
import type { Gates } from '#crypto/gates.ts';
import type { Kdf, Purpose } from '#crypto/preamble.ts';
import { fixed, flipBit, ID, LINK_KEY, OTHER_ID, padBytes, PASSWORD_KEY, withByte } from './fixed.ts';
import type { Case, EnvelopeVector } from './vector.ts';

const SHARE_JSON = encodeJson({
  ...{ v: 1, kind: 'share', createdAt: 1_795_000_000, expiresAt: 1_795_086_400, maxViews: 1 },
  text: 'correct horse battery staple',
});
const GATED_JSON = SHARE_JSON.replace('"kind"', '"gates":{"emails":{},"notBefore":1795040000},"kind"');
const NONCE = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

/** All inputs of an envelope, so that a vector can have a fault in each step. */
interface Recipe {
  readonly salt?: Bytes;
  readonly purpose?: Purpose;
  readonly kdf?: Kdf;
  readonly gates?: Gates;
  readonly preambleId?: Bytes;
  readonly passwordKey?: Bytes;
  readonly plaintext?: Bytes;
  readonly changePreamble?: (preamble: Bytes) => Bytes;
  readonly aad?: (preamble: Bytes) => Bytes;
  readonly nonce?: Bytes;
}

interface Made {
  readonly preamble: Bytes;
  readonly tag: Bytes;
  readonly commitment: Bytes;
  readonly ciphertext: Bytes;
}

async function make(recipe: Recipe = {}): Promise<Made> {
  const { salt = fixed('salt'), purpose = 1, passwordKey, kdf = passwordKey ? 1 : 0, gates = 0 } = recipe;
  const right = encodePreamble({ purpose, kdf, gates, salt, id: recipe.preambleId ?? ID });
  const preamble = recipe.changePreamble?.(right) ?? right;
  const h = sha256(preamble);
  const { commitment, payloadKey } = contentKeys(h, LINK_KEY, passwordKey);
  const plaintext = recipe.plaintext ?? padBytes(encodeUtf8(SHARE_JSON));
  const parameters = { key: payloadKey, nonce: recipe.nonce ?? NONCE, aad: recipe.aad?.(preamble) ?? h };
  const ciphertext = await encryptAead(parameters, plaintext);
  return { preamble, tag: linkKeys(ID, LINK_KEY).preambleTag(h), commitment, ciphertext };
}

type Given = Partial<Pick<EnvelopeVector, 'type' | 'passwordKey' | 'linkKey'>> & { preamble: Bytes; sealed: Bytes };

function given({ preamble, tag, commitment, ciphertext }: Made, changes: Partial<Given> = {}): Given {
  return { preamble: concat(preamble, tag), sealed: concat(commitment, ciphertext), ...changes };
}

type Outcome = Pick<EnvelopeVector, 'expect' | 'at' | 'made'>;

function write(name: string, outcome: Outcome, { preamble, sealed, ...rest }: Given): Case {
  const vector: EnvelopeVector = {
    ...{ kind: 'envelope', about: name.replaceAll('-', ' '), ...outcome },
    ...{ id: toHex(ID), linkKey: toHex(LINK_KEY), type: 1, ...rest },
    ...{ preamble: toHex(preamble), sealed: toHex(sealed) },
  };
  return [`envelope/${name}`, vector];
}

async function success(name: string, type: 1 | 2, recipe: Recipe = {}, json = SHARE_JSON): Promise<Case> {
  const { passwordKey } = recipe;
  const made = await make({ ...recipe, plaintext: padBytes(encodeUtf8(json)) });
  const h = sha256(made.preamble);
  const keys = contentKeys(h, LINK_KEY, passwordKey);
  const parts = {
    ...{ salt: toHex(fixed('salt')), h: toHex(h), linkProof: toHex(linkKeys(ID, LINK_KEY).linkProof) },
    ...{ openProof: toHex(keys.openProof), payloadKey: toHex(keys.payloadKey), json },
  };
  const changes = { type, ...(passwordKey && { passwordKey: toHex(passwordKey) }) };
  return write(name, { expect: 'success', made: parts }, given(made, changes));
}

/** Changes that a server could make to a preamble. */
async function changedPreambles(): Promise<Case[]> {
  const made = await make();
  const locked = await make({ passwordKey: PASSWORD_KEY });
  const gated = await make({ gates: 4 });
  const at = (name: string, expect: EnvelopeVector['expect'], changes: Partial<Given>, of = made) =>
    write(name, { expect, at: 'verify' }, given(of, changes));
  const { preamble, tag } = made;
  const otherTag = linkKeys(ID, fixed('other link key')).preambleTag(sha256(preamble));
  const otherIdTag = linkKeys(OTHER_ID, LINK_KEY).preambleTag(sha256(preamble));
  return [
    at('preamble-empty', 'length', { preamble: new Uint8Array() }),
    at('preamble-too-short', 'length', { preamble: concat(preamble, tag).slice(0, 18 + 32) }),
    at('preamble-too-long', 'length', { preamble: concat(preamble, tag, new Uint8Array(4_096 + 1 - preamble.length)) }),
    at('preamble-cut', 'preamble-tag', { preamble: concat(preamble, tag).slice(0, -1) }),
    at('preamble-longer', 'preamble-tag', { preamble: concat(preamble, tag, Uint8Array.of(0)) }),
    at('preamble-without-tag', 'preamble-tag', { preamble }),
    at('tag-bit', 'preamble-tag', { preamble: concat(preamble, flipBit(tag, -1)) }),
    at('tag-of-other-link-key', 'preamble-tag', { preamble: concat(preamble, otherTag) }),
    at('tag-of-other-id', 'preamble-tag', { preamble: concat(preamble, otherIdTag) }),
    at('salt-bit', 'preamble-tag', { preamble: concat(flipBit(preamble, 3), tag) }),
    at('id-bit', 'preamble-tag', { preamble: concat(flipBit(preamble, -1), tag) }),
    at('version-changed', 'preamble-tag', { preamble: concat(withByte(preamble, 0, 2), tag) }),
    at('password-stripped', 'preamble-tag', {
      ...{ preamble: concat(withByte(locked.preamble, 2, 0), locked.tag), type: 2, passwordKey: toHex(PASSWORD_KEY) },
    }),
    at('gates-changed', 'preamble-tag', { preamble: concat(withByte(gated.preamble, 3, 2), gated.tag) }),
    at('gates-removed', 'preamble-tag', {
      preamble: concat(Uint8Array.of(1), gated.preamble.slice(1, 3), gated.preamble.slice(4), gated.tag),
    }),
    at('password-added', 'preamble-tag', { preamble: concat(withByte(preamble, 2, 1), tag) }),
    at('link-key-other', 'preamble-tag', { linkKey: toHex(fixed('other link key')) }),
  ];
}

/** Preambles from someone with the link key, which a reader must also refuse. */
async function wrongPreambles(): Promise<Case[]> {
  const byte = (index: number, value: number): Recipe => ({ changePreamble: (p) => withByte(p, index, value) });
  const resized = (version: number, bytes: number): Recipe => ({
    changePreamble: (p) =>
      withByte(concat(p, new Uint8Array(Math.max(0, bytes - p.length))).slice(0, bytes), 0, version),
  });
  const at = async (name: string, expect: EnvelopeVector['expect'], recipe: Recipe, changes: Partial<Given> = {}) =>
    write(name, { expect, at: 'verify' }, given(await make(recipe), changes));
  return Promise.all([
    at('version-0', 'preamble-version', byte(0, 0)),
    at('version-3', 'preamble-version', byte(0, 3)),
    at('version-3-shortest', 'preamble-version', resized(3, 19)),
    at('version-3-longest', 'preamble-version', resized(3, 4_096)),
    at('version-1-short-by-a-byte', 'length', resized(1, 50)),
    at('version-1-long-by-a-byte', 'length', resized(1, 52)),
    at('version-2-short-by-a-byte', 'length', byte(0, 2)),
    at('version-2-long-by-a-byte', 'length', resized(2, 53)),
    at('gates-none', 'preamble-gates', { gates: 4, ...byte(3, 0) }),
    at('gates-members-and-people', 'preamble-gates', { gates: 4, ...byte(3, 3) }),
    at('gates-all-known', 'preamble-gates', { gates: 4, ...byte(3, 7) }),
    at('gates-unknown', 'preamble-gates', { gates: 4, ...byte(3, 8) }),
    at('gates-unknown-and-known', 'preamble-gates', { gates: 4, ...byte(3, 12) }),
    at('gates-people-of-request', 'preamble-gates', { gates: 2, ...byte(1, 2) }, { type: 3 }),
    at('gates-not-before-of-request', 'preamble-gates', { gates: 5, ...byte(1, 2) }, { type: 3 }),
    at('purpose-0', 'preamble-purpose', byte(1, 0)),
    at('purpose-3', 'preamble-purpose', byte(1, 3)),
    at('purpose-request-behind-share-link', 'preamble-purpose', { purpose: 2 }),
    at('purpose-share-behind-request-link', 'preamble-purpose', {}, { type: 3 }),
    at('kdf-2', 'preamble-kdf', byte(2, 2)),
    at('kdf-none-behind-password-link', 'preamble-kdf', {}, { type: 2, passwordKey: toHex(PASSWORD_KEY) }),
    at('kdf-argon2id-behind-plain-link', 'preamble-kdf', { passwordKey: PASSWORD_KEY }),
    at('kdf-argon2id-of-request', 'preamble-kdf', { purpose: 2, kdf: 1 }, { type: 3 }),
    at('id-of-other-share', 'preamble-id', { preambleId: OTHER_ID }),
  ]);
}

async function wrongCiphertexts(): Promise<Case[]> {
  const made = await make();
  const longText = encodeUtf8(SHARE_JSON.replace('correct', 'correct'.repeat(200)));
  const long = await make({ plaintext: padBytes(longText) });
  const other = await make({ salt: fixed('other salt') });
  const locked = await make({ passwordKey: PASSWORD_KEY });
  const at = (name: string, expect: EnvelopeVector['expect'], from: Made, changes: Partial<Given> = {}) =>
    write(name, { expect, at: 'open' }, given(from, changes));
  const { commitment, ciphertext } = made;
  const wrongPassword = { type: 2, passwordKey: toHex(fixed('other password key')) } as const;
  return [
    at('sealed-too-short', 'length', made, { sealed: concat(commitment, ciphertext.slice(0, -1)) }),
    at('sealed-empty', 'length', made, { sealed: new Uint8Array() }),
    at('commitment-bit', 'commitment', made, { sealed: concat(flipBit(commitment, 0), ciphertext) }),
    at('commitment-of-other-sealing', 'commitment', made, { sealed: concat(other.commitment, ciphertext) }),
    at('sealed-of-other-sealing', 'commitment', made, { sealed: concat(other.commitment, other.ciphertext) }),
    at('password-wrong', 'commitment', locked, wrongPassword),
    at('ciphertext-bit', 'ciphertext', made, { sealed: concat(commitment, flipBit(ciphertext, 0)) }),
    at('ciphertext-tag-bit', 'ciphertext', made, { sealed: concat(commitment, flipBit(ciphertext, -1)) }),
    at('ciphertext-cut', 'ciphertext', long, { sealed: concat(long.commitment, long.ciphertext.slice(0, -1)) }),
    at('ciphertext-longer', 'ciphertext', made, { sealed: concat(commitment, ciphertext, Uint8Array.of(0)) }),
    at('ciphertext-of-other-sealing', 'ciphertext', made, { sealed: concat(commitment, other.ciphertext) }),
    at('nonce-zero', 'ciphertext', await make({ nonce: new Uint8Array(12) })),
    at('aad-empty', 'ciphertext', await make({ aad: () => new Uint8Array() })),
    at('aad-preamble-unhashed', 'ciphertext', await make({ aad: (preamble) => preamble })),
  ];
}

/** Authentic bytes from a sender who violates the format. */
async function wrongPlaintexts(): Promise<Case[]> {
  const json = encodeUtf8(SHARE_JSON);
  const right = padBytes(json);
  const at = async (name: string, expect: EnvelopeVector['expect'], plaintext: Bytes) =>
    write(name, { expect, at: 'open' }, given(await make({ plaintext })));
  const invalid = concat(json.slice(0, -3), Uint8Array.of(0xff), json.slice(-2));
  return Promise.all([
    at('padding-not-zero-first', 'padding', flipBit(right, 4 + json.length)),
    at('padding-not-zero-last', 'padding', flipBit(right, -1)),
    at('padding-a-step-more', 'padding', concat(right, new Uint8Array(64))),
    at('padding-a-byte-more', 'padding', concat(right, new Uint8Array(1))),
    at('padding-short', 'padding', concat(u32(1100), new Uint8Array(1100 + 20))),
    at('length-beyond-the-end', 'padding', concat(u32(1021), right.slice(4))),
    at('length-highest', 'padding', concat(u32(2 ** 32 - 1), right.slice(4))),
    at('length-less-by-one', 'padding', concat(u32(json.length - 1), right.slice(4))),
    at('length-more-by-one', 'json', concat(u32(json.length + 1), right.slice(4))),
    at('length-zero', 'json', new Uint8Array(1024)),
    at('text-not-utf8', 'utf8', padBytes(invalid)),
    at(
      'text-utf8-surrogate',
      'utf8',
      padBytes(concat(json.slice(0, -8), Uint8Array.of(0xed, 0xa0, 0x80), json.slice(-8))),
    ),
    at('text-utf8-overlong', 'utf8', padBytes(concat(json.slice(0, -8), Uint8Array.of(0xc1, 0x81), json.slice(-8)))),
    at('byte-order-mark', 'json', padBytes(concat(Uint8Array.of(0xef, 0xbb, 0xbf), json))),
    at('member-unknown', 'payload', padBytes(encodeUtf8(SHARE_JSON.replace('"text"', '"test"')))),
  ]);
}

export async function makeEnvelopes(): Promise<Case[]> {
  const groups = [changedPreambles(), wrongPreambles(), wrongCiphertexts(), wrongPlaintexts()];
  const faults = await Promise.all(groups);
  return [
    await success('share', 1),
    await success('share-with-password', 2, { passwordKey: PASSWORD_KEY }),
    await success('share-with-gates', 1, { gates: 6 }, GATED_JSON),
    ...faults.flat(),
  ];
}

/** Vectors for SPEC.md §14.4: the key of an answer, with the single fault that the name says. */
import { concat, encodeUtf8, fromHex, toHex } from '#crypto/bytes.ts';
import type { Bytes } from '#crypto/bytes.ts';
import { ownerKeys } from '#crypto/keys.ts';
import { publicKeyOf } from '#crypto/x-wing.ts';
import { fixed, flipBit, ID, LINK_KEY, OTHER_ID, OWNER_KEY, withByte } from './fixed.ts';
import { sealByHand } from './hpke-by-hand.ts';
import type { HpkeMessage } from './hpke-by-hand.ts';
import type { AnswerVector, Case, PublicKeyVector } from './vector.ts';

const { requestSeed, answerSecret } = ownerKeys(OWNER_KEY);
const otherOwner = ownerKeys(fixed('other owner key'));
const LABEL = encodeUtf8('sotto v1 answer');
const SHARE_ID = fixed('share that answers').slice(0, 16);
const ENC_BYTES = 1120;
const X25519_START = 1088;

const right: HpkeMessage = {
  ...{ coins: concat(fixed('coins of ML-KEM'), fixed('coins of X25519')), publicKey: publicKeyOf(requestSeed) },
  ...{ info: concat(LABEL, ID, SHARE_ID), psk: answerSecret, pskId: ID, plaintext: LINK_KEY },
  ...{ mode: 1, suiteIds: [0x647a, 1, 2], aad: new Uint8Array(), sequence: 0 },
};

async function success(): Promise<Case> {
  const { sealedKey, secret, key, nonce } = await sealByHand(right);
  const vector: AnswerVector = {
    ...{ kind: 'answer', about: 'The key of a share, for who asked.', expect: 'success' },
    ...{ ownerKey: toHex(OWNER_KEY), shareId: toHex(SHARE_ID), sealedKey: toHex(sealedKey), linkKey: toHex(LINK_KEY) },
    made: {
      ...{ coins: toHex(right.coins), requestId: toHex(ID), publicKey: toHex(right.publicKey) },
      ...{ answerSecret: toHex(answerSecret), info: toHex(right.info) },
      ...{ sharedSecret: toHex(secret), key: toHex(key), nonce: toHex(nonce) },
    },
  };
  return ['answer/key', vector];
}

function refused(name: string, sealedKey: Bytes, changes: Partial<AnswerVector> = {}): Case {
  const vector: AnswerVector = {
    ...{ kind: 'answer', about: name.replaceAll('-', ' '), expect: 'ciphertext' },
    ...{ ownerKey: toHex(OWNER_KEY), shareId: toHex(SHARE_ID), sealedKey: toHex(sealedKey), ...changes },
  };
  return [`answer/${name}`, vector];
}

/** Changes that a server could make to the bytes or to their use. */
async function changed(): Promise<Case[]> {
  const { sealedKey } = await sealByHand(right);
  const again = await sealByHand({ ...right, coins: concat(fixed('other coins'), fixed('coins of X25519')) });
  const length = { expect: 'length' } as const;
  return [
    refused('empty', new Uint8Array(), length),
    refused('cut', sealedKey.slice(0, -1), length),
    refused('longer', concat(sealedKey, Uint8Array.of(0)), length),
    refused('enc-alone', sealedKey.slice(0, ENC_BYTES), length),
    refused('ml-kem-ciphertext-bit', flipBit(sealedKey, 0)),
    refused('x25519-bit', flipBit(sealedKey, X25519_START)),
    refused('x25519-highest-bit', withByte(sealedKey, ENC_BYTES - 1, (sealedKey[ENC_BYTES - 1] ?? 0) ^ 0x80)),
    refused('ciphertext-bit', flipBit(sealedKey, ENC_BYTES)),
    refused('tag-bit', flipBit(sealedKey, -1)),
    refused('enc-of-other-answer', concat(again.sealedKey.slice(0, ENC_BYTES), sealedKey.slice(ENC_BYTES))),
    refused('share-of-other-id', sealedKey, { shareId: toHex(OTHER_ID) }),
    refused('request-of-other-owner', sealedKey, { ownerKey: toHex(fixed('other owner key')) }),
  ];
}

/** Answers from a writer that violates the format. */
async function wrong(): Promise<Case[]> {
  const at = async (name: string, fault: Partial<HpkeMessage>) =>
    refused(name, (await sealByHand({ ...right, ...fault })).sealedKey);
  const info = (...parts: Bytes[]) => ({ info: concat(...parts) });
  const nothing = new Uint8Array();
  return Promise.all([
    at('public-key-other', { publicKey: publicKeyOf(otherOwner.requestSeed) }),
    at('answer-secret-other', { psk: otherOwner.answerSecret }),
    at('mode-base', { mode: 0, psk: nothing, pskId: nothing }),
    at('mode-base-with-secret', { mode: 0 }),
    at('secret-id-other', { pskId: OTHER_ID }),
    at('secret-id-of-share', { pskId: SHARE_ID }),
    at('info-empty', { info: nothing }),
    at('info-without-label', info(ID, SHARE_ID)),
    at('info-of-other-label', info(encodeUtf8('sotto v2 answer'), ID, SHARE_ID)),
    at('info-ids-swapped', info(LABEL, SHARE_ID, ID)),
    at('info-without-share', info(LABEL, ID)),
    at('info-of-other-request', info(LABEL, OTHER_ID, SHARE_ID)),
    at('aad-not-empty', { aad: SHARE_ID }),
    at('second-of-its-context', { sequence: 1 }),
    at('suite-of-other-kem', { suiteIds: [0x0020, 1, 2] }),
    at('suite-of-other-kdf', { suiteIds: [0x647a, 3, 2] }),
    at('suite-of-other-aead', { suiteIds: [0x647a, 1, 1] }),
    at('x25519-of-low-order', { ephemeral: new Uint8Array(32) }),
  ]);
}

/** X25519 points whose every multiple is zeros: of order 1, 4 and 8 (RFC 7748 §6.1, and https://cr.yp.to/ecdh.html). */
const lowOrder = {
  'x25519-zero': '00'.repeat(32),
  'x25519-one': '01'.padEnd(64, '0'),
  'x25519-of-order-8': 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
};

function publicKeys(): Case[] {
  const { publicKey } = right;
  const at = (name: string, bytes: Bytes): Case => {
    const vector: PublicKeyVector = {
      ...{ kind: 'public-key', about: name.replaceAll('-', ' '), expect: 'public-key', publicKey: toHex(bytes) },
    };
    return [`public-key/${name}`, vector];
  };
  // Coefficients have 12 bits each. The first is 3,329, the last is 4,095.
  const first = withByte(withByte(publicKey, 0, 0x01), 1, ((publicKey[1] ?? 0) & 0xf0) | 0x0d);
  const last = withByte(withByte(publicKey, 1151, 0xff), 1150, (publicKey[1150] ?? 0) | 0xf0);
  return [
    at('coefficient-first-is-the-modulus', first),
    at('coefficient-last-too-large', last),
    ...Object.entries(lowOrder).map(([name, point]) => at(name, concat(publicKey.subarray(0, 1184), fromHex(point)))),
  ];
}

export async function makeAnswers(): Promise<Case[]> {
  return [await success(), ...(await changed()), ...(await wrong()), ...publicKeys()];
}

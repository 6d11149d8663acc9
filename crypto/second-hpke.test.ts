/**
 * SPEC.md §14.4 with a second implementation of HPKE: hpke-js (Ajitomi), with its own key schedule on WebCrypto and its
 * own ML-KEM (the `mlkem` package). It shares no code with `hpke` or noble's ML-KEM; its X25519 and SHA-3 are derived
 * from noble's. second-hpke.node.test.ts has a third implementation, which shares no code.
 */
import { Aes256Gcm, CipherSuite, HkdfSha256 } from '@hpke/core';
import { XWing } from '@hpke/hybridkem-x-wing';
import { expect, test } from 'vitest';
import { openAnswerKey, sealAnswerKey } from './answer.ts';
import { concat, encodeUtf8, fromHex, toBase64url, toHex } from './bytes.ts';
import { idOf } from './ids.ts';
import { ownerKeys } from './keys.ts';
import answer from './vectors/own/answer/key.json' with { type: 'json' };
import requestKeys from './vectors/own/request-keys/owner.json' with { type: 'json' };

const suite = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/** Follows the text of SPEC.md §14.4. */
function parameters(ownerKey: Uint8Array, shareId: Uint8Array) {
  const { createProof, answerSecret } = ownerKeys(ownerKey);
  const id = idOf(createProof);
  const info = concat(encodeUtf8('sotto v1 answer'), id, shareId);
  return { info: info.buffer, psk: { key: answerSecret.buffer, id: id.buffer } };
}

/** @param sealedKey enc ‖ ct */
async function open(ownerKey: Uint8Array, shareId: Uint8Array, sealedKey: Uint8Array): Promise<Uint8Array> {
  // The seed is the private key, imported unchanged.
  const recipientKey = await suite.kem.importKey('raw', ownerKeys(ownerKey).requestSeed.buffer, false);
  const enc = sealedKey.slice(0, 1120).buffer;
  const given = { ...parameters(ownerKey, shareId), recipientKey, enc };
  return new Uint8Array(await suite.open(given, sealedKey.slice(1120).buffer));
}

const ownerKey = fromHex(answer.ownerKey);
const shareId = fromHex(answer.shareId);
const linkKey = fromHex(answer.linkKey);
const publicKey = fromHex(requestKeys.publicKey);

test('the vector opens', async () => {
  expect(toHex(await open(ownerKey, shareId, fromHex(answer.sealedKey)))).toBe(answer.linkKey);
});

test('a key sealed by either implementation opens in the other', async () => {
  const descriptor = {
    publicKey: toBase64url(publicKey),
    answerSecret: toBase64url(fromHex(requestKeys.answerSecret)),
  };
  const sealedKey = await sealAnswerKey({ requestId: fromHex(requestKeys.id), descriptor, shareId, linkKey });
  expect(await open(ownerKey, shareId, sealedKey)).toEqual(linkKey);

  const recipientPublicKey = await suite.kem.importKey('raw', publicKey.buffer, true);
  const there = await suite.seal({ ...parameters(ownerKey, shareId), recipientPublicKey }, linkKey.buffer);
  const sealedThere = concat(new Uint8Array(there.enc), new Uint8Array(there.ct));
  expect(await openAnswerKey(ownerKey, { shareId, sealedKey: sealedThere })).toEqual(linkKey);
});

/**
 * An independent implementation of SPEC.md §14 on OpenSSL: ML-KEM-768, X25519, SHAKE256, SHA3-256, HMAC and AES of
 * node:crypto, combined from the text of SPEC.md, RFC 9180 §4 and §5.1 and draft-connolly-cfrg-xwing-kem §5. Uses only
 * the tested functions of crypto/.
 */
import {
  createDecipheriv,
  createCipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  decapsulate,
  diffieHellman,
  encapsulate,
  generateKeyPairSync,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import { openAnswerKey } from './answer.ts';
import answer from './vectors/own/answer/key.json' with { type: 'json' };
import requestKeys from './vectors/own/request-keys/owner.json' with { type: 'json' };

const { made } = answer;
const hex = (text: string) => Buffer.from(text, 'hex');
const sha3 = (...parts: Buffer[]) => createHash('sha3-256').update(Buffer.concat(parts)).digest();
const hmac = (key: Buffer, ...parts: Buffer[]) => createHmac('sha256', key).update(Buffer.concat(parts)).digest();

/** The DER prefixes of RFC 5958 and RFC 5280 before the key's bytes. */
const der = {
  mlKemSeed: hex('3054020100300b060960864801650304040204428040'),
  mlKemPublic: hex('308204b2300b0609608648016503040402038204a100'),
  x25519Private: hex('302e020100300506032b656e04220420'),
  x25519Public: hex('302a300506032b656e032100'),
};
const privateKey = (prefix: Buffer, key: Buffer) =>
  createPrivateKey({ key: Buffer.concat([prefix, key]), format: 'der', type: 'pkcs8' });
const publicKey = (prefix: Buffer, key: Buffer) =>
  createPublicKey({ key: Buffer.concat([prefix, key]), format: 'der', type: 'spki' });
const rawPublic = (key: KeyObject, length: number) => key.export({ format: 'der', type: 'spki' }).subarray(-length);

/** expandDecapsulationKey of the draft's §5.2. */
function keysOf(seed: Buffer) {
  const expanded = createHash('shake256', { outputLength: 96 }).update(seed).digest();
  const mlKem = privateKey(der.mlKemSeed, expanded.subarray(0, 64));
  const x25519 = privateKey(der.x25519Private, expanded.subarray(64));
  const pkM = rawPublic(createPublicKey(mlKem), 1184);
  const pkX = rawPublic(createPublicKey(x25519), 32);
  return { mlKem, x25519, pkM, pkX };
}

const combine = (ssM: Buffer, ssX: Buffer, ctX: Buffer, pkX: Buffer) =>
  sha3(ssM, ssX, ctX, pkX, Buffer.from('\\.//^\\'));

/** The key schedule of mode_psk with this suite. */
function keySchedule(sharedSecret: Buffer) {
  const suite = Buffer.from('HPKE\x64\x7a\x00\x01\x00\x02', 'latin1');
  const labeled = (label: string) => [Buffer.from('HPKE-v1'), suite, Buffer.from(label)];
  const extract = (salt: Buffer, label: string, ikm: Buffer) => hmac(salt, ...labeled(label), ikm);
  const none = Buffer.alloc(32);
  const context = Buffer.concat([
    Buffer.of(1),
    extract(none, 'psk_id_hash', hex(requestKeys.id)),
    extract(
      none,
      'info_hash',
      Buffer.concat([Buffer.from('sotto v1 answer'), hex(requestKeys.id), hex(answer.shareId)]),
    ),
  ]);
  const secret = extract(sharedSecret, 'secret', hex(requestKeys.answerSecret));
  const expand = (label: string, length: number) =>
    hmac(secret, Buffer.of(0, length), ...labeled(label), context, Buffer.of(1)).subarray(0, length);
  return { key: expand('key', 32), nonce: expand('base_nonce', 12) };
}

const own = keysOf(hex(requestKeys.requestSeed));

test('the seed gives the public key', () => {
  expect(Buffer.concat([own.pkM, own.pkX]).toString('hex')).toBe(requestKeys.publicKey);
});

test('the vector opens step by step', () => {
  const sealedKey = hex(answer.sealedKey);
  const ctX = sealedKey.subarray(1088, 1120);
  const ssM = decapsulate(own.mlKem, sealedKey.subarray(0, 1088));
  const ssX = diffieHellman({ privateKey: own.x25519, publicKey: publicKey(der.x25519Public, ctX) });
  const sharedSecret = combine(ssM, ssX, ctX, own.pkX);
  const { key, nonce } = keySchedule(sharedSecret);
  expect([sharedSecret, key, nonce].map((b) => b.toString('hex'))).toEqual([made.sharedSecret, made.key, made.nonce]);
  const aes = createDecipheriv('aes-256-gcm', key, nonce).setAuthTag(sealedKey.subarray(-16));
  const linkKey = Buffer.concat([aes.update(sealedKey.subarray(1120, -16)), aes.final()]);
  expect(linkKey.toString('hex')).toBe(answer.linkKey);
});

test('a key that OpenSSL sealed opens', async () => {
  const ephemeral = generateKeyPairSync('x25519');
  const ctX = rawPublic(ephemeral.publicKey, 32);
  const { sharedKey: ssM, ciphertext: ctM } = encapsulate(publicKey(der.mlKemPublic, own.pkM));
  const ssX = diffieHellman({
    privateKey: ephemeral.privateKey,
    publicKey: publicKey(der.x25519Public, own.pkX),
  });
  const { key, nonce } = keySchedule(combine(ssM, ssX, ctX, own.pkX));
  const aes = createCipheriv('aes-256-gcm', key, nonce);
  const ciphertext = [aes.update(hex(answer.linkKey)), aes.final(), aes.getAuthTag()];
  const sealedKey = new Uint8Array(Buffer.concat([ctM, ctX, ...ciphertext]));
  const opened = await openAnswerKey(hex(answer.ownerKey), { shareId: hex(answer.shareId), sealedKey });
  expect(Buffer.from(opened).toString('hex')).toBe(answer.linkKey);
});

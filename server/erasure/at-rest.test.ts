import { gcm } from '@noble/ciphers/aes.js';
import { expand } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { expect, test } from 'vitest';
import { concat, encodeUtf8, toHex } from '#crypto/bytes.ts';
import { openHash, protectNote, protectSealed, revealNote, revealSealed } from './at-rest.ts';

const bytes = (length: number, first: number) => Uint8Array.from({ length }, (_, i) => (first + i) & 0xff);
const key = bytes(32, 1);
const id = bytes(16, 100);
const nonce = new Uint8Array(12);

/** Computed by other implementations, because every later release must read what this one stores. */
const derived = (label: string, salt: Uint8Array = new Uint8Array(0)) =>
  expand(sha256, key, concat(encodeUtf8(label), salt), 32);

test('the sealed content is stored under a key derived from the erasure key, bound to the id', () => {
  const sealed = bytes(1072, 7);
  const stored = protectSealed(key, id, sealed);
  expect(toHex(stored)).toBe(toHex(gcm(derived('sotto v1 at rest sealed'), nonce, id).encrypt(sealed)));
  expect(new Uint8Array(revealSealed(key, id, stored))).toEqual(sealed);
  expect(() => revealSealed(key, bytes(16, 101), stored)).toThrow();
  expect(() => revealSealed(bytes(32, 2), id, stored)).toThrow();
  expect(() =>
    revealSealed(
      key,
      id,
      stored.map((byte, i) => (i === 500 ? byte ^ 1 : byte)),
    ),
  ).toThrow();
});

test('the owner’s note stores its salt in plain text and the rest under a key derived with that salt', () => {
  const note = bytes(1072, 9);
  const salt = note.subarray(0, 32);
  const stored = protectNote(key, id, note);
  const body = gcm(derived('sotto v1 at rest note', salt), nonce, id).encrypt(note.subarray(32));
  expect(toHex(stored)).toBe(toHex(concat(salt, body)));
  expect(new Uint8Array(revealNote(key, id, stored))).toEqual(note);
  expect(() =>
    revealNote(
      key,
      id,
      stored.map((byte, i) => (i === 0 ? byte ^ 1 : byte)),
    ),
  ).toThrow();
});

test('the open hash is an HMAC under a key derived from the erasure key', () => {
  const openProof = bytes(32, 50);
  expect(toHex(openHash(key, openProof))).toBe(toHex(hmac(sha256, derived('sotto v1 open hash'), openProof)));
});

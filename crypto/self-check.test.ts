/** SPEC.md §15.2, and §11.1 without WebCrypto. */
import { afterEach, expect, test, vi } from 'vitest';
import { allowSoftwareAes, encryptAead } from './aead.ts';
import { toHex } from './bytes.ts';
import { openSealed, sealWith, verifyPreamble } from './envelope.ts';
import { CryptoError } from './errors.ts';
import { contentKeys } from './keys.ts';
import { checkArgon2, checkPrimitives } from './self-check.ts';

const platform = globalThis.crypto;
const getRandomValues = platform.getRandomValues.bind(platform);

afterEach(() => {
  vi.unstubAllGlobals();
});

/** The state of a page over plain http beyond localhost. */
function withoutWebCrypto(): void {
  vi.stubGlobal('crypto', { getRandomValues });
}

/** A platform whose AES returns `answer` for every input. */
function withBrokenAes(answer: ArrayBuffer): void {
  const importKey = platform.subtle.importKey.bind(platform.subtle);
  const broken = { importKey, encrypt: () => Promise.resolve(answer), decrypt: () => Promise.resolve(answer) };
  vi.stubGlobal('crypto', { getRandomValues, subtle: broken });
}

test('this machine passes', async () => {
  await checkPrimitives();
  await checkArgon2();
});

test('a machine with a wrong AES fails', async () => {
  withBrokenAes(new ArrayBuffer(76));
  await expect(checkPrimitives()).rejects.toThrow(new CryptoError('self-check'));
});

test('a machine whose AES accepts a forgery fails', async () => {
  const { subtle } = platform;
  let plaintext: BufferSource | undefined;
  const gullible = {
    importKey: subtle.importKey.bind(subtle),
    encrypt: (algorithm: AesGcmParams, key: CryptoKey, given: BufferSource) => {
      plaintext = given;
      return subtle.encrypt(algorithm, key, given);
    },
    decrypt: () => Promise.resolve(plaintext),
  };
  vi.stubGlobal('crypto', { getRandomValues, subtle: gullible });
  await expect(checkPrimitives()).rejects.toThrow(new CryptoError('self-check'));
});

// The order of these two tests matters: consent lasts as long as the page.
test('without WebCrypto nothing is sealed', async () => {
  withoutWebCrypto();
  await expect(checkPrimitives()).rejects.toThrow(new CryptoError('no-webcrypto'));
});

test('with consent, software AES seals and opens the same bytes', async () => {
  const id = new Uint8Array(16).fill(1);
  const linkKey = new Uint8Array(32).fill(2);
  const payload = { v: 1, kind: 'share', createdAt: 1, expiresAt: 2, maxViews: 1, text: 'x' } as const;
  const byPlatform = await sealWith(linkKey, { id, linkKey, payload });
  withoutWebCrypto();
  await allowSoftwareAes();
  await checkPrimitives();
  const bySoftware = await sealWith(linkKey, { id, linkKey, payload });
  expect(bySoftware).toEqual(byPlatform);
  const preamble = verifyPreamble({ id, linkKey, type: 1, tagged: byPlatform.preamble });
  const keys = contentKeys(preamble.h, linkKey);
  expect(await openSealed({ ...preamble, keys, sealed: byPlatform.sealed })).toEqual(payload);
  const forged = byPlatform.sealed.slice();
  forged[40] = (forged[40] ?? 0) ^ 1;
  const opening = openSealed({ ...preamble, keys, sealed: forged });
  await expect(opening).rejects.toThrow(new CryptoError('ciphertext'));
});

test('WebCrypto is used where it exists, with or without consent', async () => {
  await allowSoftwareAes();
  const encrypt = vi.spyOn(platform.subtle, 'encrypt');
  const parameters = { key: new Uint8Array(32), nonce: new Uint8Array(12), aad: new Uint8Array() };
  const ciphertext = await encryptAead(parameters, new Uint8Array(16));
  // NIST's GCM test case 14.
  expect(toHex(ciphertext)).toBe('cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919');
  expect(encrypt).toHaveBeenCalledOnce();
  encrypt.mockRestore();
});

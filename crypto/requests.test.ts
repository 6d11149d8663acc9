/** Properties of SPEC.md §14. */
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { allowSoftwareAes } from './aead.ts';
import { encodeUtf8, fromHex, toBase64url, toHex } from './bytes.ts';
import { seal } from './envelope.ts';
import { CryptoError } from './errors.ts';
import type { CryptoErrorCode } from './errors.ts';
import { idOf } from './ids.ts';
import { encodeJson } from './json.ts';
import { ownerKeys } from './keys.ts';
import { ANSWER_KEY_BYTES, MAX_PLAINTEXT_BYTES, MAX_TITLE_LENGTH } from './limits.ts';
import { openNote, sealNote } from './note.ts';
import { openAnswerKey, openOwnRequest, openRequest, sealAnswerKey, sealRequest } from './requests.ts';
import type { RequestContent } from './requests.ts';
import { requestLinkKey } from './request.ts';
import { decapsulate, encapsulateWith, newCoins, publicKeyOf } from './x-wing.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map((b) => new Uint8Array(b));
const unicode = fc.string({ unit: 'binary' });
const time = fc.nat(2 ** 31 - 1);
const type = fc.constantFrom('line' as const, 'text' as const, 'file' as const);
const fields = fc.array(fc.record({ name: unicode, type }), { minLength: 1, maxLength: 4 });
const question: fc.Arbitrary<RequestContent> = fc.record(
  {
    ...{ createdAt: time, expiresAt: time, title: unicode, ask: unicode, fields },
    ...{ maxAnswers: fc.integer({ min: 1, max: 100 }), answerTtl: fc.integer({ min: 1, max: 2 ** 31 }) },
    keep: fc.constantFrom('expiry' as const, 'read' as const),
  },
  { requiredKeys: ['createdAt', 'expiresAt', 'title', 'ask', 'maxAnswers', 'answerTtl', 'keep'] },
);

const asked: RequestContent = {
  ...{ createdAt: 1, expiresAt: 2, title: 'Deploy key', ask: '', maxAnswers: 1, answerTtl: 60, keep: 'expiry' },
};
const ownerKey = new Uint8Array(32).fill(5);
const otherOwnerKey = new Uint8Array(32).fill(6);
const shareId = new Uint8Array(16).fill(7);
const linkKey = new Uint8Array(32).fill(9);
const made = await sealRequest(ownerKey, asked);
const { descriptor } = made;

async function codeOf(action: () => unknown): Promise<CryptoErrorCode | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    if (error instanceof CryptoError) return error.code;
    throw error;
  }
}

describe('a request', () => {
  test('opens with its link and with its owner key, member for member', async () => {
    await fc.assert(
      fc.asyncProperty(bytes(32), question, async (owner, given) => {
        const request = await sealRequest(owner, given);
        expect(request.linkKey).toEqual(requestLinkKey(encodeUtf8(encodeJson(request.descriptor))));
        expect(await openRequest(request)).toEqual(request.descriptor);
        expect(await openOwnRequest(owner, request)).toEqual(request.descriptor);
        expect(request.descriptor).toMatchObject(given);
      }),
      { numRuns: 30 },
    );
  });

  test('is derived from its owner key, except for the salt', async () => {
    const again = await sealRequest(ownerKey, asked);
    expect(again.linkKey).toEqual(made.linkKey);
    expect(again.descriptor).toEqual(descriptor);
    expect(toHex(again.sealed)).not.toBe(toHex(made.sealed));
    expect(made.id).toEqual(idOf(ownerKeys(ownerKey).createProof));
    const other = await sealRequest(otherOwnerKey, asked);
    expect(other.descriptor.publicKey).not.toBe(descriptor.publicKey);
    expect(other.descriptor.answerSecret).not.toBe(descriptor.answerSecret);
  });

  test('is refused if someone with the link changed any member', async () => {
    await fc.assert(
      fc.asyncProperty(question, async (changed) => {
        fc.pre(encodeJson({ ...descriptor, ...changed }) !== encodeJson(descriptor));
        const forged = await seal({ ...made, payload: { ...descriptor, ...changed } });
        expect(await codeOf(() => openRequest({ ...made, ...forged }))).toBe('request-link');
      }),
      { numRuns: 30 },
    );
  });

  test("with another owner's keys is refused by its owner, even if its link is right", async () => {
    const foreign = { ...descriptor, publicKey: toBase64url(publicKeyOf(linkKey)) };
    const key = requestLinkKey(encodeUtf8(encodeJson(foreign)));
    const sealed = await seal({ id: made.id, linkKey: key, payload: foreign });
    expect(await codeOf(() => openRequest({ id: made.id, linkKey: key, ...sealed }))).toBeUndefined();
    expect(await codeOf(() => openOwnRequest(ownerKey, { linkKey: key, ...sealed }))).toBe('request-owner');
    expect(await codeOf(() => openOwnRequest(otherOwnerKey, made))).toBe('preamble-tag');
  });

  test('that a reader would refuse cannot be sealed', async () => {
    const wrong: Record<string, Partial<RequestContent>> = {
      payload: { maxAnswers: 101 },
      utf8: { ask: '\uD800' },
      'too-large': { ask: 'x'.repeat(MAX_PLAINTEXT_BYTES) },
    };
    for (const [code, changes] of Object.entries(wrong)) {
      expect(await codeOf(() => sealRequest(ownerKey, { ...asked, ...changes }))).toBe(code);
    }
    expect(await codeOf(() => sealRequest(shareId, asked))).toBe('length');
  });

  test('is restored from its note, whatever its title', async () => {
    await fc.assert(
      fc.asyncProperty(unicode, bytes(32), async (title, key) => {
        const note = { title, requestLinkKey: key };
        expect(await openNote(ownerKey, made.id, await sealNote(ownerKey, made.id, note))).toEqual(note);
      }),
      { numRuns: 30 },
    );
    const note = { title: '\u0000'.repeat(MAX_TITLE_LENGTH), requestLinkKey: linkKey };
    expect(await openNote(ownerKey, made.id, await sealNote(ownerKey, made.id, note))).toEqual(note);
    expect(await codeOf(() => sealNote(ownerKey, made.id, { title: '', requestLinkKey: shareId }))).toBe('length');
  });
});

describe('the key of an answer', () => {
  const answer = { requestId: made.id, descriptor, shareId, linkKey };

  test('opens with the owner key', async () => {
    await fc.assert(
      fc.asyncProperty(bytes(32), bytes(16), bytes(32), async (owner, share, key) => {
        const request = await sealRequest(owner, asked);
        const given = { requestId: request.id, descriptor: request.descriptor, shareId: share, linkKey: key };
        const sealedKey = await sealAnswerKey(given);
        expect(sealedKey.length).toBe(ANSWER_KEY_BYTES);
        expect(await openAnswerKey(owner, { shareId: share, sealedKey })).toEqual(key);
      }),
      { numRuns: 20 },
    );
  });

  test('differs each time it is sealed', async () => {
    const [a, b] = await Promise.all([sealAnswerKey(answer), sealAnswerKey(answer)]);
    for (const [start, end] of [
      [0, 1088],
      [1088, 1120],
      [1120, 1168],
    ] as const) {
      expect(toHex(a.slice(start, end))).not.toBe(toHex(b.slice(start, end)));
    }
  });

  test('is refused if any bit is changed', async () => {
    const sealedKey = await sealAnswerKey(answer);
    const bit = fc.nat(ANSWER_KEY_BYTES * 8 - 1);
    await fc.assert(
      fc.asyncProperty(bit, async (at) => {
        const changed = sealedKey.slice();
        changed[at >> 3] = (changed[at >> 3] ?? 0) ^ (1 << (at & 7));
        expect(await codeOf(() => openAnswerKey(ownerKey, { shareId, sealedKey: changed }))).toBe('ciphertext');
      }),
      { numRuns: 60 },
    );
  });

  test('is refused if it consists of random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(bytes(ANSWER_KEY_BYTES), async (sealedKey) => {
        expect(await codeOf(() => openAnswerKey(ownerKey, { shareId, sealedKey }))).toBe('ciphertext');
      }),
      { numRuns: 20 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (sealedKey) => {
        fc.pre(sealedKey.length !== ANSWER_KEY_BYTES);
        expect(await codeOf(() => openAnswerKey(ownerKey, { shareId, sealedKey }))).toBe('length');
      }),
    );
  });

  test('does not open for another share or another request', async () => {
    const sealedKey = await sealAnswerKey(answer);
    const other = await sealRequest(otherOwnerKey, asked);
    expect(await codeOf(() => openAnswerKey(ownerKey, { shareId: made.id, sealedKey }))).toBe('ciphertext');
    expect(await codeOf(() => openAnswerKey(otherOwnerKey, { shareId, sealedKey }))).toBe('ciphertext');
    const misled = await sealAnswerKey({ ...answer, requestId: other.id });
    expect(await codeOf(() => openAnswerKey(ownerKey, { shareId, sealedKey: misled }))).toBe('ciphertext');
  });

  test('is not sealed with incomplete inputs', async () => {
    const wrong: [CryptoErrorCode, Partial<typeof answer>][] = [
      ['length', { requestId: linkKey }],
      ['length', { shareId: linkKey }],
      ['length', { linkKey: shareId }],
      ['base64url', { descriptor: { ...descriptor, answerSecret: '' } }],
      ['base64url', { descriptor: { ...descriptor, publicKey: descriptor.answerSecret } }],
      ['public-key', { descriptor: { ...descriptor, publicKey: toBase64url(new Uint8Array(1216).fill(255)) } }],
    ];
    for (const [code, changes] of wrong) {
      expect(await codeOf(() => sealAnswerKey({ ...answer, ...changes }))).toBe(code);
    }
  });
});

describe('X-Wing', () => {
  // draft-connolly-cfrg-xwing-kem, appendix C, the first test vector.
  const seed = fromHex('7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26');
  const coins = fromHex(
    '3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e235b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2',
  );

  test('matches the test vector of the draft', () => {
    const publicKey = publicKeyOf(seed);
    expect(toHex(publicKey.slice(0, 16))).toBe('e2236b35a8c24b39b10aa1323a96a919');
    const { enc, sharedSecret } = encapsulateWith(coins, publicKey);
    expect(toHex(sharedSecret)).toBe('d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384');
    expect(decapsulate(seed, enc)).toEqual(sharedSecret);
  });

  test('does not change its inputs', () => {
    const given = [seed.slice(), coins.slice()] as const;
    const { enc } = encapsulateWith(given[1], publicKeyOf(given[0]));
    decapsulate(given[0], enc);
    expect(given).toEqual([seed, coins]);
  });

  test('generates different coins each time', () => {
    expect(new Set(Array.from({ length: 100 }, () => toHex(newCoins()))).size).toBe(100);
    expect(newCoins().length).toBe(64);
  });

  test('recovers its shared secret, and another one with another seed', () => {
    fc.assert(
      fc.property(bytes(32), bytes(32), bytes(64), (one, other, given) => {
        fc.pre(toHex(one) !== toHex(other));
        const { enc, sharedSecret } = encapsulateWith(given, publicKeyOf(one));
        expect(decapsulate(one, enc)).toEqual(sharedSecret);
        expect(decapsulate(other, enc)).not.toEqual(sharedSecret);
      }),
      { numRuns: 20 },
    );
  });
});

describe('without WebCrypto', () => {
  const getRandomValues = globalThis.crypto.getRandomValues.bind(globalThis.crypto);
  const answer = { requestId: made.id, descriptor, shareId, linkKey };

  afterEach(() => {
    vi.unstubAllGlobals();
  });

  // The order of these two tests matters: consent lasts as long as the page.
  test('no answer is sealed or opened', async () => {
    const sealedKey = await sealAnswerKey(answer);
    vi.stubGlobal('crypto', { getRandomValues });
    expect(await codeOf(() => sealAnswerKey(answer))).toBe('no-webcrypto');
    expect(await codeOf(() => openAnswerKey(ownerKey, { shareId, sealedKey }))).toBe('no-webcrypto');
  });

  test("with an operator's consent, software AES does both", async () => {
    vi.stubGlobal('crypto', { getRandomValues });
    await allowSoftwareAes();
    const sealedKey = await sealAnswerKey(answer);
    expect(await openAnswerKey(ownerKey, { shareId, sealedKey })).toEqual(linkKey);
  });
});

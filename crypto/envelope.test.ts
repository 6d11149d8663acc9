/** Properties of SPEC.md §7, §10, §11 and §13. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeUtf8, toBase64url, toHex } from './bytes.ts';
import { openSealed, seal, sealWith, verifyPreamble } from './envelope.ts';
import { CryptoError } from './errors.ts';
import type { CryptoErrorCode } from './errors.ts';
import { gatesOf } from './gates.ts';
import type { PayloadGates } from './gates.ts';
import { encodeJson } from './json.ts';
import { contentKeys, linkKeys } from './keys.ts';
import { MAX_PLAINTEXT_BYTES, MAX_SEALED_BYTES, MAX_TITLE_LENGTH } from './limits.ts';
import { openNote, sealNote } from './note.ts';
import { pad } from './padding.ts';
import { decodePayload, encodePayload } from './payload.ts';
import type { Payload, RequestPayload, SharePayload } from './payload.ts';
import { newSecret } from './random.ts';
import { requestLinkKey } from './request.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map((b) => new Uint8Array(b));
const unicode = fc.string({ unit: 'binary' });
const time = fc.nat(2 ** 31 - 1);
const secret = bytes(32).map(toBase64url);
const terms = { v: fc.constant(1 as const), createdAt: time, expiresAt: fc.constant(2 ** 31) };
const group = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 });
const members = fc.record({ groups: fc.uniqueArray(group, { minLength: 1, maxLength: 10 }) }, { requiredKeys: [] });
const people = fc.oneof(fc.record({ emails: fc.constant({}) }), fc.record({ members }));
const gates: fc.Arbitrary<PayloadGates> = fc.oneof(
  people,
  fc.record({ notBefore: time }),
  fc.tuple(people, time).map(([who, notBefore]) => ({ ...who, notBefore })),
);
const fields = fc.array(fc.record({ name: unicode, value: unicode }), { minLength: 1, maxLength: 4 });
const part = fc.stringMatching(/^[A-Za-zä ]{1,8}$/);
const fileName = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
const file = fc.record({ name: fileName, size: fc.maxSafeInteger().map((n) => Math.abs(n % 2 ** 45)), type: unicode });
const files = fc.uniqueArray(file, { selector: ({ name }) => name, minLength: 1, maxLength: 4 });

const sharePayload: fc.Arbitrary<SharePayload> = fc
  .tuple(
    fc.record({ ...terms, kind: fc.constant('share' as const), maxViews: fc.nat(100), text: unicode }),
    fc.record({ title: unicode, fields, reply: unicode, gates }, { requiredKeys: [] }),
    fc.option(fc.tuple(files, secret)),
  )
  .map(([required, optional, attached]) => {
    if (!attached) return { ...required, ...optional };
    const total = attached[0].reduce((sum, { size }) => sum + size, 0);
    const body = total > 0 ? { body: { secret: attached[1] } } : {};
    return { ...required, ...optional, files: attached[0], ...body };
  });

const requestPayload: fc.Arbitrary<RequestPayload> = fc
  .tuple(
    fc.record({
      ...terms,
      kind: fc.constant('request' as const),
      title: unicode,
      ask: unicode,
      maxAnswers: fc.integer({ min: 1, max: 100 }),
      answerTtl: fc.integer({ min: 1, max: 2 ** 31 }),
      keep: fc.constantFrom('expiry', 'read'),
      publicKey: bytes(1216).map(toBase64url),
      answerSecret: secret,
    }),
    fc.record({ gates: fc.record({ members }) }, { requiredKeys: [] }),
  )
  .map(([required, optional]) => ({ ...required, ...optional }));

const id = new Uint8Array(16).fill(7);
const linkKey = new Uint8Array(32).fill(9);
const share: SharePayload = { v: 1, kind: 'share', createdAt: 1, expiresAt: 2, maxViews: 1, text: 'a secret' };

async function codeOf(action: () => unknown): Promise<CryptoErrorCode | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    if (error instanceof CryptoError) return error.code;
    throw error;
  }
}

describe('payload', () => {
  test('a payload round-trips, member for member', () => {
    fc.assert(
      fc.property(sharePayload, (payload) => {
        expect(decodePayload({ purpose: 1, gates: gatesOf(payload.gates) }, encodePayload(payload))).toEqual(payload);
      }),
    );
    fc.assert(
      fc.property(requestPayload, (payload) => {
        expect(decodePayload({ purpose: 2, gates: gatesOf(payload.gates) }, encodePayload(payload))).toEqual(payload);
      }),
    );
  });

  test('a plaintext over the limit is refused even with valid padding', async () => {
    const plaintext = pad(encodeJson({ ...share, text: 'x'.repeat(MAX_PLAINTEXT_BYTES) }), 2 * MAX_PLAINTEXT_BYTES);
    expect(await codeOf(() => decodePayload({ purpose: 1, gates: 0 }, plaintext))).toBe('too-large');
  });

  test('a writer refuses everything that a reader refuses', async () => {
    const file_ = { name: '../x', size: 1, type: '' };
    const wrong: Record<string, Payload> = {
      payload: { ...share, maxViews: 101 },
      'file-name': { ...share, files: [file_], body: { secret: toBase64url(linkKey) } },
      utf8: { ...share, text: '\uD800' },
      base64url: { ...share, files: [{ ...file_, name: 'x' }], body: { secret: 'short' } },
      'too-large': { ...share, text: 'x'.repeat(MAX_PLAINTEXT_BYTES) },
    };
    for (const [code, payload] of Object.entries(wrong)) {
      expect(await codeOf(() => seal({ id, linkKey, payload }))).toBe(code);
    }
  });
});

describe('envelope', () => {
  test('a sealed payload opens, with and without a password', async () => {
    const input = fc.record({
      id: bytes(16),
      linkKey: bytes(32),
      payload: sharePayload,
      password: fc.option(bytes(32)),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ password, ...given }) => {
        const passwordKey = password ?? undefined;
        const sealed = await seal({ ...given, ...(passwordKey && { passwordKey }) });
        const type = passwordKey ? 2 : 1;
        const preamble = verifyPreamble({ ...given, type, tagged: sealed.preamble });
        const keys = contentKeys(preamble.h, given.linkKey, passwordKey);
        expect(sealed.openProof).toEqual(keys.openProof);
        expect(sealed.linkProof).toEqual(linkKeys(given.id, given.linkKey).linkProof);
        expect(await openSealed({ ...preamble, keys, sealed: sealed.sealed })).toEqual(given.payload);
      }),
      { numRuns: 50 },
    );
  });

  test('a request is sealed under the hash of its descriptor', async () => {
    await fc.assert(
      fc.asyncProperty(requestPayload, async (payload) => {
        const key = requestLinkKey(encodeUtf8(encodeJson(payload)));
        const { preamble, sealed } = await seal({ id, linkKey: key, payload });
        const verified = verifyPreamble({ id, linkKey: key, type: 3, tagged: preamble });
        const opened = await openSealed({ ...verified, keys: contentKeys(verified.h, key), sealed });
        expect(requestLinkKey(encodeUtf8(encodeJson(opened)))).toEqual(key);
      }),
      { numRuns: 20 },
    );
    const request = fc.sample(requestPayload, 1)[0];
    if (!request) throw new Error('no sample');
    const withPassword = seal({ id, linkKey, payload: request, passwordKey: linkKey });
    await expect(withPassword).rejects.toThrow(new CryptoError('preamble-kdf'));
  });

  test('a change of any bit of a preamble or its tag is refused', async () => {
    const { preamble } = await seal({ id, linkKey, payload: share });
    for (let bit = 0; bit < preamble.length * 8; bit++) {
      const changed = preamble.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const verify = () => verifyPreamble({ id, linkKey, type: 1, tagged: changed });
      expect(verify).toThrow(new CryptoError('preamble-tag'));
    }
  });

  test('a change of any byte of sealed is refused', async () => {
    const { preamble, sealed } = await seal({ id, linkKey, payload: share });
    const verified = verifyPreamble({ id, linkKey, type: 1, tagged: preamble });
    const keys = contentKeys(verified.h, linkKey);
    for (let at = 0; at < sealed.length; at++) {
      const changed = sealed.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << (at & 7));
      const code = await codeOf(() => openSealed({ ...verified, keys, sealed: changed }));
      expect(code).toBe(at < 32 ? 'commitment' : 'ciphertext');
    }
  });

  test('sealed bytes truncated at any length are refused', async () => {
    const payload = { ...share, text: 'x'.repeat(2000) };
    const { preamble, sealed } = await seal({ id, linkKey, payload });
    const verified = verifyPreamble({ id, linkKey, type: 1, tagged: preamble });
    const keys = contentKeys(verified.h, linkKey);
    for (let length = 0; length < sealed.length; length += 7) {
      const code = await codeOf(() => openSealed({ ...verified, keys, sealed: sealed.subarray(0, length) }));
      expect(code).toBe(length < 1072 ? 'length' : 'ciphertext');
    }
  });

  test('the largest text fits, one byte more does not', async () => {
    const overhead = encodeJson({ ...share, text: '' }).length + 4;
    const text = 'x'.repeat(MAX_PLAINTEXT_BYTES - overhead);
    const { preamble, sealed } = await seal({ id, linkKey, payload: { ...share, text } });
    expect(sealed).toHaveLength(MAX_SEALED_BYTES);
    const verified = verifyPreamble({ id, linkKey, type: 1, tagged: preamble });
    const keys = contentKeys(verified.h, linkKey);
    expect((await openSealed({ ...verified, keys, sealed })).text).toBe(text);
    expect(await codeOf(() => seal({ id, linkKey, payload: { ...share, text: `${text}x` } }))).toBe('too-large');
    const longer = new Uint8Array(MAX_SEALED_BYTES + 1);
    expect(await codeOf(() => openSealed({ ...verified, keys, sealed: longer }))).toBe('too-large');
  });

  test('two sealings of the same payload have only their length in common', async () => {
    const [a, b] = await Promise.all([1, 2].map(() => seal({ id, linkKey, payload: share })));
    expect(a?.preamble).not.toEqual(b?.preamble);
    expect(a?.openProof).not.toEqual(b?.openProof);
    expect(toHex(a?.sealed.slice(32) ?? id)).not.toBe(toHex(b?.sealed.slice(32) ?? id));
    expect(a?.sealed.length).toBe(b?.sealed.length);
  });

  test('sealing requires secrets of 32 bytes and ids of 16 bytes', async () => {
    const short = new Uint8Array(31);
    expect(await codeOf(() => seal({ id: short, linkKey, payload: share }))).toBe('length');
    expect(await codeOf(() => seal({ id, linkKey: short, payload: share }))).toBe('length');
    expect(await codeOf(() => seal({ id, linkKey, payload: share, passwordKey: short }))).toBe('length');
    expect(await codeOf(() => sealWith(short, { id, linkKey, payload: share }))).toBe('length');
  });
});

describe("owner's note", () => {
  test('a note round-trips', async () => {
    await fc.assert(
      fc.asyncProperty(bytes(32), bytes(16), unicode, async (ownerKey, of, title) => {
        expect(await openNote(ownerKey, of, await sealNote(ownerKey, of, { title }))).toEqual({ title });
      }),
      { numRuns: 30 },
    );
  });

  test('a title of the maximum length of a form always fits, whatever its characters', async () => {
    for (const unit of ['\u0000', '\uFFFF', '\\', '😀']) {
      const title = unit.repeat(MAX_TITLE_LENGTH / unit.length);
      expect(await openNote(linkKey, id, await sealNote(linkKey, id, { title }))).toEqual({ title });
    }
    expect(await codeOf(() => sealNote(linkKey, id, { title: 'x'.repeat(4000) }))).toBe('too-large');
  });

  test('two notes of the same title differ', async () => {
    const [a, b] = await Promise.all([1, 2].map(() => sealNote(linkKey, id, { title: 'x' })));
    expect(toHex(a?.slice(0, 32) ?? id)).not.toBe(toHex(b?.slice(0, 32) ?? id));
    expect(toHex(a?.slice(32) ?? id)).not.toBe(toHex(b?.slice(32) ?? id));
  });

  test('a change of any byte of a note is refused', async () => {
    const note = await sealNote(linkKey, id, { title: 'x' });
    for (let at = 0; at < note.length; at += 11) {
      const changed = note.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await codeOf(() => openNote(linkKey, id, changed))).toBe('ciphertext');
    }
  });
});

test('newSecret never returns the same secret twice', () => {
  expect(new Set(Array.from({ length: 100 }, () => toHex(newSecret()))).size).toBe(100);
});

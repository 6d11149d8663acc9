/** Properties of SPEC.md §1, §3, §8 and §9. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  concat,
  decodeUtf8,
  encodeUtf8,
  equalBytes,
  fromBase64url,
  fromHex,
  toBase64url,
  toHex,
  u32,
} from './bytes.ts';
import { CryptoError } from './errors.ts';
import type { CryptoErrorCode } from './errors.ts';
import { decodeId, encodeId } from './ids.ts';
import { decodeJson, encodeJson, isObject } from './json.ts';
import { pad, padme, padmeWithin, paddedLength, unpad } from './padding.ts';
import { decodePreamble, encodePreamble } from './preamble.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map((b) => new Uint8Array(b));
const unicode = fc.string({ unit: 'binary' });
const refusal = (code: CryptoErrorCode) => new CryptoError(code);

describe('bytes', () => {
  test('base64url and hex round-trip', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (b) => {
        expect(equalBytes(fromBase64url(toBase64url(b)), b)).toBe(true);
        expect(equalBytes(fromHex(toHex(b)), b)).toBe(true);
      }),
    );
  });

  test('base64url has exactly one text for each value', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('AZaz09-_=+/ \n')) }), (text) => {
        try {
          expect(toBase64url(fromBase64url(text))).toBe(text);
        } catch (error) {
          expect(error).toEqual(refusal('base64url'));
        }
      }),
    );
  });

  test('UTF-8 round-trips every well-formed string, including its byte order mark', () => {
    fc.assert(
      fc.property(unicode, (text) => {
        expect(decodeUtf8(encodeUtf8(text))).toBe(text);
      }),
    );
    expect(decodeUtf8(encodeUtf8('\uFEFFa'))).toBe('\uFEFFa');
  });

  test('a lone surrogate is refused, not replaced', () => {
    for (const text of ['\uD800', 'a\uDFFFb', '\uDC00\uD800']) expect(() => encodeUtf8(text)).toThrow(refusal('utf8'));
  });

  test('UTF-8 has exactly one encoding for each string', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (b) => {
        try {
          expect(equalBytes(encodeUtf8(decodeUtf8(b)), b)).toBe(true);
        } catch (error) {
          expect(error).toEqual(refusal('utf8'));
        }
      }),
    );
  });

  test('equalBytes compares all bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
        expect(equalBytes(a, b)).toBe(toHex(a) === toHex(b));
        expect(equalBytes(a, a.slice())).toBe(true);
      }),
    );
  });

  test('u32 is big-endian', () => {
    expect([toHex(u32(0)), toHex(u32(258)), toHex(u32(2 ** 32 - 1))]).toEqual(['00000000', '00000102', 'ffffffff']);
  });
});

describe('ids', () => {
  test('an id round-trips through its text', () => {
    fc.assert(
      fc.property(bytes(16), fc.integer({ min: 0, max: 16 }), (random, zeros) => {
        const id = concat(new Uint8Array(zeros), random.subarray(zeros));
        expect(decodeId(encodeId(id))).toEqual(id);
        expect(encodeId(id)).toMatch(/^[1-9A-HJ-NP-Za-km-z]{16,22}$/);
      }),
    );
  });

  test('an id has exactly one text', () => {
    const almost = fc.string({ unit: fc.constantFrom(...Array.from('1234ABCyz0OIl ')), minLength: 14, maxLength: 24 });
    fc.assert(
      fc.property(almost, (text) => {
        const id = decodeId(text);
        if (id) expect(encodeId(id)).toBe(text);
      }),
    );
  });

  test('only 16 bytes are an id', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (b) => {
        fc.pre(b.length !== 16);
        expect(() => encodeId(b)).toThrow(refusal('length'));
      }),
    );
  });
});

describe('padding', () => {
  /** The paper's definition, in exact integers. */
  function padmeOfPaper(length: bigint): bigint {
    const log2 = (n: bigint) => BigInt(n.toString(2).length - 1);
    const exponent = log2(length);
    if (exponent === 0n) return length;
    const mask = (1n << (exponent - (log2(exponent) + 1n))) - 1n;
    return (length + mask) & ~mask;
  }

  const aroundPowers = fc
    .tuple(fc.integer({ min: 0, max: 52 }), fc.integer({ min: -2, max: 2 }))
    .map(([exponent, offset]) => Math.max(1, 2 ** exponent + offset));
  const lengths = fc.oneof(fc.maxSafeInteger().map(Math.abs), aroundPowers).filter((n) => n > 0);

  test('Padmé matches the paper, up to 2⁵³ − 1', () => {
    fc.assert(
      fc.property(lengths, (n) => {
        expect(BigInt(padme(n))).toBe(padmeOfPaper(BigInt(n)));
      }),
      { numRuns: 1000 },
    );
  });

  test('Padmé never shortens, adds at most 12 %, and is idempotent', () => {
    fc.assert(
      fc.property(lengths, (n) => {
        const padded = padme(n);
        expect(padded).toBeGreaterThanOrEqual(n);
        expect(padded).toBeLessThanOrEqual(n * 1.12);
        if (padded < 2 ** 53) expect(padme(padded)).toBe(padded);
      }),
    );
  });

  test('padmeWithin is the largest padded length within the room', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (room) => {
        const within = padmeWithin(room);
        expect(within).toBeLessThanOrEqual(room);
        expect(padme(within)).toBe(within);
        expect(padme(within + 1)).toBeGreaterThan(room);
      }),
    );
  });

  test('a block round-trips its text, and has one of few lengths', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        const block = pad(text, 100_000);
        expect(unpad(block)).toBe(text);
        expect(block.length).toBe(paddedLength(4 + encodeUtf8(text).length));
      }),
    );
  });

  test('a block with a changed byte in its length or padding is refused', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (text, where, change) => {
        const block = pad(text, 1024);
        const used = 4 + text.length;
        const outside = where % (block.length - text.length);
        const at = outside < 4 ? outside : used + outside - 4;
        block[at] = (block[at] ?? 0) ^ change;
        // A length that is reduced, or increased within the zeros, may result in a valid block of another text.
        if (at >= 4) expect(() => unpad(block)).toThrow(refusal('padding'));
        else expect(readOrRefused(block)).not.toBe(text);
      }),
    );
  });

  function readOrRefused(block: Uint8Array): string | undefined {
    try {
      return unpad(block);
    } catch (error) {
      expect(error).toBeInstanceOf(CryptoError);
      return undefined;
    }
  }

  test('a block below the minimum length is refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1023 }), (short) => {
        expect(() => unpad(short)).toThrow(refusal('padding'));
      }),
    );
    for (let length = 0; length < 5; length++) expect(() => unpad(new Uint8Array(length))).toThrow(refusal('padding'));
  });

  test('a text that is too long for its block is refused', () => {
    expect(() => pad('x'.repeat(1021), 1024)).toThrow(refusal('too-large'));
    expect(pad('x'.repeat(1020), 1024)).toHaveLength(1024);
  });
});

describe('JSON', () => {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, unicode, fc.maxSafeInteger(), tie('list'), tie('object')),
    list: fc.array(tie('value'), { maxLength: 4 }),
    object: fc.dictionary(fc.oneof(unicode, fc.constantFrom('10', '9', '__proto__', '\uFB33', '😀')), tie('value')),
  }));

  /** RFC 8785 §3.2, written from its text, without code of the implementation. */
  function canonicalByRfc(v: unknown): string {
    if (typeof v === 'number') return BigInt(v).toString();
    if (typeof v === 'string') return stringByRfc(v);
    if (Array.isArray(v)) return `[${v.map(canonicalByRfc).join()}]`;
    if (!isObject(v)) throw new Error('not in the subset');
    const names = Object.keys(v).sort((a, b) => compareUtf16(a, b));
    return `{${names.map((name) => `${stringByRfc(name)}:${canonicalByRfc(v[name])}`).join()}}`;
  }

  const shortEscapes = new Map([...Array.from('"\\\b\t\n\f\r')].map((c, i) => [c, `\\${'"\\btnfr'.charAt(i)}`]));

  function stringByRfc(text: string): string {
    const escaped = Array.from(text, (character) => {
      const code = character.codePointAt(0) ?? 0;
      const long = code < 0x20 ? `\\u${code.toString(16).padStart(4, '0')}` : character;
      return shortEscapes.get(character) ?? long;
    });
    return `"${escaped.join('')}"`;
  }

  function compareUtf16(a: string, b: string): number {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const difference = a.charCodeAt(i) - b.charCodeAt(i);
      if (difference !== 0) return difference;
    }
    return a.length - b.length;
  }

  const anything: (v: unknown) => asserts v is unknown = () => undefined;

  test('encoding follows RFC 8785', () => {
    fc.assert(
      fc.property(value, (v) => {
        expect(encodeJson(v)).toBe(canonicalByRfc(v));
      }),
      { numRuns: 500 },
    );
  });

  test('the examples of RFC 8785 encode as printed', () => {
    // §3.2.2.2 and §3.2.3
    expect(encodeJson('\u20ac$\u000F\nA\'B"\\\\"/')).toBe('"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"');
    const names = ['\u20ac', '\r', '\uFB33', '1', '\u{1F600}', '\u0080', '\u00f6'];
    const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\u{1F600}', '\uFB33'];
    const encoded = encodeJson(Object.fromEntries(names.map((name) => [name, 0])));
    expect(encoded).toBe(`{${sorted.map((name) => `${JSON.stringify(name)}:0`).join()}}`);
  });

  test('JSON round-trips', () => {
    fc.assert(
      fc.property(value, (v) => {
        expect(encodeJson(decodeJson(encodeJson(v), anything))).toBe(encodeJson(v));
      }),
    );
  });

  test('JSON has exactly one text for each value', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), fc.constantFrom('', ' ', '\n'), (text, space) => {
        const given = text.replace(/([:,])/, `$1${space}`);
        try {
          expect(encodeJson(decodeJson(given, anything))).toBe(given);
        } catch (error) {
          expect(error).toBeInstanceOf(CryptoError);
        }
      }),
    );
  });

  test.each([null, true, 1.5, 2 ** 53, NaN, undefined, 1n, Symbol('x'), () => 1])('%s has no encoding', (v) => {
    expect(() => encodeJson({ v })).toThrow(refusal('json'));
  });

  test('deep nesting is either read or refused with a CryptoError', () => {
    const deep = '['.repeat(400_000) + ']'.repeat(400_000);
    const nothing: (v: unknown) => asserts v is never = () => {
      throw new CryptoError('payload');
    };
    expect(() => decodeJson(deep, nothing)).toThrow(CryptoError);
  });
});

describe('preamble', () => {
  const kinds = fc.oneof(
    fc.record({
      purpose: fc.constant(1 as const),
      kdf: fc.constantFrom(0 as const, 1 as const),
      gates: fc.constantFrom(...([0, 1, 2, 4, 5, 6] as const)),
    }),
    fc.record({
      purpose: fc.constant(2 as const),
      kdf: fc.constant(0 as const),
      gates: fc.constantFrom(0 as const, 1 as const),
    }),
  );

  test('a preamble round-trips', () => {
    fc.assert(
      fc.property(kinds, bytes(32), bytes(16), (kind, salt, id) => {
        const preamble = { ...kind, salt, id };
        expect(decodePreamble(encodePreamble(preamble))).toEqual(preamble);
      }),
    );
  });

  test('a request has no password', () => {
    const preamble = encodePreamble({ purpose: 2, kdf: 1, gates: 0, salt: new Uint8Array(32), id: new Uint8Array(16) });
    expect(() => decodePreamble(preamble)).toThrow(refusal('preamble-kdf'));
  });

  test.each([
    [3, 51],
    [4, 52],
    [4, 53],
  ])('%i chosen bytes, %i in all, are either refused or the encoding of one preamble', (chosen, length) => {
    const first = fc.tuple(...Array.from({ length: chosen }, () => fc.integer({ min: 0, max: 9 })));
    fc.assert(
      fc.property(first, bytes(length - chosen), (head, rest) => {
        const given = concat(Uint8Array.from(head), rest);
        try {
          expect(encodePreamble(decodePreamble(given))).toEqual(given);
        } catch (error) {
          expect(error).toBeInstanceOf(CryptoError);
        }
      }),
    );
  });
});

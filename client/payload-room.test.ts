import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_PLAINTEXT_BYTES } from '#crypto/limits.ts';
import { encodePayload } from '#crypto/payload.ts';
import { entryBytes, overflowOf, roomBytes, textRoomBytes } from './payload-room.ts';
import type { Written } from './payload-room.ts';

const terms = { v: 1, kind: 'share', createdAt: 2e9, expiresAt: 2e9, maxViews: 100 } as const;
/** README.md promises that every text of this size fits, together with a title and a request link. */
const ANY_TEXT_BYTES = 160_000;
const longTitle = '\u0001'.repeat(200);

test.each([
  ['letters', 'a'],
  ['quotes', '"'],
  ['backslashes', '\\'],
  ['line breaks', '\n'],
  ['control characters, which take the most', '\u0001'],
  ['delete characters', '\u007F'],
  ['umlauts', 'ä'],
  ['emoji', '🦊'],
])('160,000 bytes of %s fit', (_what, character) => {
  const count = Math.floor(ANY_TEXT_BYTES / new TextEncoder().encode(character).length);
  const written: Written = { text: character.repeat(count), title: longTitle, allowReply: true };
  expect(overflowOf(written)).toBeUndefined();
  const { text = '', title = '' } = written;
  expect(() => encodePayload({ ...terms, text, title, reply: 'r'.repeat(500) })).not.toThrow();
});

test('JSON text of 900,000 bytes is refused for its sealed size, not for its length', () => {
  const line = '{"name":"value"}\n';
  const text = line.repeat(Math.floor(900_000 / line.length));
  expect(overflowOf({ text })).toMatchObject({ what: 'text', maxBytes: textRoomBytes({}) });
  expect(overflowOf({ text })?.bytes).toBe(text.length + 5 * (text.length / line.length) + 2);
  expect(() => encodePayload({ ...terms, text })).toThrow('too-large');
});

test('5,000 names of 200 bytes are refused as names, and 5,000 names of 150 bytes fit', () => {
  const files = (length: number) =>
    Array.from({ length: 5000 }, (_, i) => ({ name: String(i).padStart(length, 'n'), size: 99_999, type: '' }));
  const bytesOf = (length: number) => files(length).reduce((sum, file) => sum + entryBytes(file), 0);
  expect(overflowOf({ entriesBytes: bytesOf(200) })).toEqual({
    what: 'names',
    bytes: 5000 * (200 + 35),
    maxBytes: roomBytes() - 4,
  });
  expect(overflowOf({ entriesBytes: bytesOf(150) })).toBeUndefined();
  const payload = { ...terms, files: files(150), body: { secret: 'A'.repeat(43) } };
  expect(() => encodePayload(payload)).not.toThrow();
});

test('a text that fits only without the names is refused with the room beside them', () => {
  const overflow = overflowOf({ text: 'x'.repeat(600_000), entriesBytes: 500_000 });
  expect(overflow).toEqual({ what: 'text', bytes: 600_002, maxBytes: textRoomBytes({ entriesBytes: 500_000 }) });
});

test('everything that fits by this count can be sealed', () => {
  const text = fc.string({ unit: 'binary', maxLength: 20 }).map((unit) => unit.toWellFormed());
  const fields = fc.array(fc.record({ name: text, value: text }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(text, text, fields, fc.nat(200_000), (unit, title, some, times) => {
      const written = { text: unit.repeat(times), title, fields: some };
      fc.pre(unit.length * times < 1.2e6 && overflowOf(written) === undefined);
      expect(encodePayload({ ...terms, ...written }).length).toBeLessThanOrEqual(MAX_PLAINTEXT_BYTES);
    }),
    { numRuns: 30 },
  );
});

import { expect, test } from 'vitest';
import { MAX_PLAINTEXT_BYTES } from '#crypto/limits.ts';
import { encodePayload } from '#crypto/payload.ts';
import { bytesLeft, defaultAttemptLimit } from './draft.ts';
import { recipeBits, strengthOf, typedBits } from './strength.ts';

test('a text with room to spare on the sheet fits the payload, and one a little longer does not', () => {
  const title = 't'.repeat(200);
  const fullText = (character: string) => {
    const unit = new TextEncoder().encode(JSON.stringify(character)).length - 2;
    const short = character.repeat(Math.floor((MAX_PLAINTEXT_BYTES - 1000) / unit));
    return short + 'a'.repeat(bytesLeft({ text: short, title }));
  };
  for (const character of ['a', 'é', '"', '\u0001', '🦊']) {
    const text = fullText(character);
    expect(bytesLeft({ text, title })).toBe(0);
    const payload = { v: 1, kind: 'share', createdAt: 2e9, expiresAt: 2e9, maxViews: 100, title } as const;
    expect(() => encodePayload({ ...payload, text })).not.toThrow();
    expect(() => encodePayload({ ...payload, text: text + 'a'.repeat(300) })).toThrow('too-large');
  }
});

test('far from the limit nothing is counted', () => {
  expect(bytesLeft({ text: 'a secret', title: '' })).toBe(Infinity);
});

test('wrong passwords: five, or twice the views where that is more', () => {
  expect([1, 2, 3, 100, 0].map(defaultAttemptLimit)).toEqual([5, 5, 6, 200, 200]);
});

test('what is generated is as strong as its randomness, and what is typed a good deal weaker', () => {
  expect(recipeBits('words-4')).toBe(44);
  expect(strengthOf(recipeBits('words-4'))).toBe('good');
  expect(strengthOf(recipeBits('words-6'))).toBe('strong');
  expect(strengthOf(recipeBits('characters'))).toBe('strong');
  expect(strengthOf(typedBits('password'))).toBe('weak');
  expect(strengthOf(typedBits('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'))).toBe('weak');
  expect(strengthOf(typedBits('a long sentence that i made up'))).toBe('good');
});

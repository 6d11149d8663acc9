import { expect, test } from 'vitest';
import { MAX_PLAINTEXT_BYTES } from '#crypto/limits.ts';
import { encodePayload } from '#crypto/payload.ts';
import type { ChosenFile } from '#web/parts/files/chosen-file.ts';
import { bytesLeft, overflowOn } from './room.ts';

test('a text that fits on the sheet fits the payload, and one a little longer does not', () => {
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

test('far from the limit, bytes are not counted', () => {
  expect(bytesLeft({ text: 'a secret', title: '' })).toBe(Infinity);
});

test('the bytes of file names are counted, and never too low', () => {
  const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  const file = new File(['x'], 'x', { type });
  const files: ChosenFile[] = Array.from({ length: 6000 }, (_, i) => ({
    name: `a folder that has a long name, and "é" in it, to be sure ${i}.docx`,
    file,
  }));
  const fits = (count: number) => overflowOn({ text: '', files: files.slice(0, count) }) === undefined;
  let [most, tooMany] = [0, files.length];
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2);
    if (fits(middle)) most = middle;
    else tooMany = middle;
  }
  expect(most).toBeGreaterThan(4000);
  const some = files.slice(0, most);
  const text = 'a'.repeat(bytesLeft({ text: 'a'.repeat(100), title: '', files: some }) + 100);
  const entries = some.map(({ name }) => ({ name, size: file.size, type }));
  const payload = { v: 1, kind: 'share', createdAt: 2e9, expiresAt: 2e9, maxViews: 100 } as const;
  expect(() => encodePayload({ ...payload, text, files: entries, body: { secret: 'A'.repeat(43) } })).not.toThrow();
});

test('the room on the sheet follows the limit of the service', () => {
  const maxSealedBytes = 5000;
  const left = bytesLeft({ text: 'x'.repeat(4000), title: '' }, maxSealedBytes);
  expect(left).toBeLessThan(800);
  expect(bytesLeft({ text: 'x'.repeat(4000 + left), title: '' }, maxSealedBytes)).toBe(0);
  expect(bytesLeft({ text: 'x', title: '' }, 0)).toBeLessThan(0);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CryptoError } from '#crypto/errors.ts';
import { createPreview, MAX_PREVIEW_PICTURE_BYTES, MAX_PREVIEW_TEXT_BYTES, plainText } from './create-preview.ts';
import type { PreviewEffects } from './create-preview.ts';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** A file read in chunks of 100,000 bytes. */
function world(file: Uint8Array<ArrayBuffer>, over: Partial<PreviewEffects> = {}) {
  const log: string[] = [];
  let read = 0;
  const preview = createPreview({
    sizeBytes: file.length,
    async *read(bytes) {
      for (let at = 0; at < bytes; at += 100_000) {
        const part = file.slice(at, Math.min(bytes, at + 100_000));
        read += part.length;
        yield part;
      }
    },
    showPicture: (parts, type) => {
      log.push(`${type} of ${parts.reduce((sum, part) => sum + part.length, 0)}`);
      return 'blob:1';
    },
    forgetPicture: (url) => log.push(`forgot ${url}`),
    ...over,
  });
  return { preview, log, read: () => read };
}

function picture(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  bytes.set(PNG);
  return bytes;
}

test('a picture is read whole and shown as the type of its bytes', async () => {
  const { preview, log } = world(picture(250_000));
  await preview.open();
  expect(preview.state()).toEqual({ at: 'picture', url: 'blob:1' });
  expect(log).toEqual(['image/png of 250000']);
});

test('a picture that is closed or cannot be drawn is released', async () => {
  const { preview, log } = world(picture(100));
  await preview.open();
  preview.close();
  expect(preview.state()).toEqual({ at: 'closed' });
  await preview.open();
  preview.refuse();
  expect(preview.state()).toEqual({ at: 'nothing' });
  expect(log.filter((entry) => entry.startsWith('forgot')).length).toBe(2);
});

test('a picture that is too large is not fetched', async () => {
  const { preview, read } = world(picture(100), { sizeBytes: MAX_PREVIEW_PICTURE_BYTES + 1 });
  await preview.open();
  expect(preview.state()).toEqual({ at: 'nothing' });
  expect(read()).toBeLessThanOrEqual(MAX_PREVIEW_TEXT_BYTES);
});

test('only the shown part of a text is fetched', async () => {
  const { preview, read } = world(new Uint8Array(2_000_000).fill(97));
  await preview.open();
  expect(preview.state()).toEqual({ at: 'text', text: 'a'.repeat(MAX_PREVIEW_TEXT_BYTES), cut: true });
  expect(read()).toBeLessThan(400_000);
});

test.each([
  ['short text', 'Grüße\n', { at: 'text', text: 'Grüße\n', cut: false }],
  ['a page', '<script>alert(1)</script>', { at: 'text', text: '<script>alert(1)</script>', cut: false }],
  ['bytes', 'a\0b', { at: 'nothing' }],
])('%s', async (_what, content, expected) => {
  const { preview } = world(new TextEncoder().encode(content));
  await preview.open();
  expect(preview.state()).toEqual(expected);
});

test('a preview closed while it is fetched stays closed', async () => {
  const started = Promise.withResolvers<undefined>();
  const { preview, log } = world(picture(100), {
    async *read() {
      await started.promise;
      yield picture(100);
    },
  });
  const opening = preview.open();
  preview.close();
  started.resolve(undefined);
  await opening;
  expect(preview.state()).toEqual({ at: 'closed' });
  expect(log).toEqual(['image/png of 100', 'forgot blob:1']);
});

test('forged content is not shown', async () => {
  const { preview } = world(picture(100), {
    async *read() {
      yield picture(100);
      throw new CryptoError('ciphertext');
    },
  });
  await preview.open();
  expect(preview.state()).toEqual({ at: 'failed', reason: 'forged' });
});

test('text is decoded exactly; cut anywhere, it keeps its complete characters', () => {
  const text = fc.string({ unit: 'grapheme' }).filter((s) => !s.includes('\0') && !s.startsWith('\uFEFF'));
  fc.assert(
    fc.property(text, fc.nat(), (written, at) => {
      const bytes = new TextEncoder().encode(written);
      expect(plainText(bytes, false)).toBe(written);
      const cut = plainText(bytes.subarray(0, at % (bytes.length + 1)), true);
      expect(written.startsWith(cut ?? '?') || cut === '').toBe(true);
    }),
  );
});

test.each([
  ['a NUL', [65, 0]],
  ['Latin-1', [0xfc]],
  ['a lone surrogate', [0xed, 0xa0, 0x80]],
  ['an overlong slash', [0xc0, 0xaf]],
])('bytes with %s are not text', (_what, bytes) => {
  expect(plainText(Uint8Array.from([65, ...bytes, 66]), false)).toBeUndefined();
});

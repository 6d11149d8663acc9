import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attachmentHeaders } from './attachment-headers.ts';

const disposition = (name: string) => attachmentHeaders({ name })['content-disposition'] ?? '';
const extended = (name: string) => /; filename\*=UTF-8''(\S*)$/.exec(disposition(name))?.[1] ?? '';

test('any name survives encoding and cannot inject a header', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const headers = new Headers(attachmentHeaders({ name }));
      expect(headers.get('content-disposition')).toMatch(
        /^attachment; filename="[ !#-[\]-~]*"; filename\*=UTF-8''[\w!#$&+.^`|~%-]*$/,
      );
      expect(decodeURIComponent(extended(name))).toBe(name.toWellFormed());
    }),
  );
});

test.each([
  ['plan.pdf', `attachment; filename="plan.pdf"; filename*=UTF-8''plan.pdf`],
  ['Größe 1.txt', `attachment; filename="Gr__e 1.txt"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%201.txt`],
  [`a"b\\c%2F'(*).txt`, `attachment; filename="a_b_c_2F'(*).txt"; filename*=UTF-8''a%22b%5Cc%252F%27%28%2A%29.txt`],
])('%s', (name, expected) => {
  expect(disposition(name)).toBe(expected);
});

test('the content never becomes a document of this origin', () => {
  expect(attachmentHeaders({ name: 'page.html', sizeBytes: 3 })).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'content-length': '3',
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DescribeReply } from '#server/shares/wire.ts';
import { sealedContent } from './sealed-content.ts';

const described = (sizes: Pick<DescribeReply, 'sealedBytes' | 'bodyBytes'>): DescribeReply => ({
  state: 'live',
  createdAt: 1,
  expiresAt: 2,
  maxViews: 1,
  viewsLeft: 1,
  openedAt: [],
  resumable: false,
  ...sizes,
});

test.each([
  ['the smallest text', { sealedBytes: 1072 }, { kind: 'text' }],
  ['a text of the second-smallest size', { sealedBytes: 1104 }, { kind: 'text', aboutBytes: 1100 }],
  ['the longest text', { sealedBytes: 983_088 }, { kind: 'text', aboutBytes: 980_000 }],
  [
    'files, whatever the size of the text',
    { sealedBytes: 983_088, bodyBytes: 1040 },
    { kind: 'files', aboutBytes: 1000 },
  ],
  ['many files', { sealedBytes: 1072, bodyBytes: 12_346_789 }, { kind: 'files', aboutBytes: 12_000_000 }],
  ['a server that does not say', {}, undefined],
] as const)('%s', (_name, sizes, content) => {
  expect(sealedContent(described(sizes))).toEqual(content);
});

test('any size that a server may state gives a whole number of bytes, or none', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.option(fc.maxSafeNat(), { nil: undefined }), (sealedBytes, bodyBytes) => {
      const { aboutBytes = 0 } =
        sealedContent(described({ sealedBytes, ...(bodyBytes !== undefined && { bodyBytes }) })) ?? {};
      expect(Number.isInteger(aboutBytes) && aboutBytes >= 0).toBe(true);
    }),
  );
});

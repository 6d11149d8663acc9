import { AEAD_TAG_BYTES, MIN_PADDED_BYTES, SECRET_BYTES } from '#crypto/limits.ts';
import type { DescribeReply } from '#server/shares/wire.ts';

/** The content of a share that has not been opened, according to its server. A hostile server may lie. */
export interface SealedContent {
  /** Files may come with a text. Empty files have no file body, so they count as text. */
  readonly kind: 'text' | 'files';
  /** Padded, and rounded to two digits. Absent for the smallest padded block, whose text is below 1 kB. */
  readonly aboutBytes?: number;
}

/** @returns undefined if the content is no longer stored, or if the server is too old to say */
export function sealedContent({ sealedBytes, bodyBytes = 0 }: DescribeReply): SealedContent | undefined {
  if (sealedBytes === undefined) return undefined;
  if (bodyBytes > 0) return { kind: 'files', aboutBytes: twoDigits(bodyBytes) };
  const blockBytes = sealedBytes - SECRET_BYTES - AEAD_TAG_BYTES;
  return blockBytes > MIN_PADDED_BYTES ? { kind: 'text', aboutBytes: twoDigits(blockBytes) } : { kind: 'text' };
}

const twoDigits = (bytes: number) => Number(bytes.toPrecision(2));

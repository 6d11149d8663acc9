/** SPEC.md §8: Padmé (Nikitin et al., PETS 2019, §4.4) and the padded block that payloads and notes share. */
import { concat, decodeUtf8, encodeUtf8, u32 } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { MIN_PADDED_BYTES } from './limits.ts';

const LENGTH_BYTES = 4;

/** ⌊log₂ n⌋ for integers from 1 to 2⁵³, and −1 for 0. Math.log2 is only "implementation-approximated" (ECMA-262 §21.3.2). */
function floorLog2(n: number): number {
  return n < 2 ** 32 ? 31 - Math.clz32(n) : 63 - Math.clz32(Math.floor(n / 2 ** 32));
}

/**
 * E = ⌊log₂ L⌋, S = ⌊log₂ E⌋ + 1, and L is rounded up to a multiple of 2^(E − S): a length tells O(log log L)
 * bits, at a cost of at most 12 %.
 * @param length an integer from 1 to 2⁵³ − 1
 */
export function padme(length: number): number {
  const step = stepOf(length);
  return Math.ceil(length / step) * step;
}

/** The longest padded length that is no longer than `room`, an integer from 1. */
export function padmeWithin(room: number): number {
  const step = stepOf(room);
  return Math.floor(room / step) * step;
}

function stepOf(length: number): number {
  const exponent = floorLog2(length);
  return 2 ** (exponent - (floorLog2(exponent) + 1)); // E = 0 makes S = 0 of itself
}

/** The length of the block that holds `used` bytes. */
export function paddedLength(used: number): number {
  return padme(Math.max(MIN_PADDED_BYTES, used));
}

/** u32 n ‖ text ‖ zeros. @throws CryptoError `too-large` when 4 + n is over `maxBytes` */
export function pad(text: string, maxBytes: number): Bytes {
  const bytes = encodeUtf8(text);
  const used = LENGTH_BYTES + bytes.length;
  if (used > maxBytes) throw new CryptoError('too-large');
  return concat(u32(bytes.length), bytes, new Uint8Array(paddedLength(used) - used));
}

/** The twin of `pad`. @throws CryptoError `padding` or `utf8` */
export function unpad(padded: Uint8Array): string {
  if (padded.length < MIN_PADDED_BYTES) throw new CryptoError('padding');
  const used = LENGTH_BYTES + new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  // One length alone is right: longer padding would be a channel that nobody sees.
  if (used > padded.length || paddedLength(used) !== padded.length) throw new CryptoError('padding');
  expectZeros(padded.subarray(used));
  return decodeUtf8(padded.subarray(LENGTH_BYTES, used));
}

/** @throws CryptoError `padding` */
export function expectZeros(bytes: Uint8Array): void {
  let seen = 0;
  for (let i = 0; i < bytes.length; i++) seen |= bytes[i]!;
  if (seen !== 0) throw new CryptoError('padding');
}

/** SPEC.md §8: Padmé (Nikitin et al., PETS 2019, §4.4) and the padded block that payloads and notes share. */
import { concat, decodeUtf8, encodeUtf8, u32 } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { MIN_PADDED_BYTES } from './limits.ts';

const LENGTH_BYTES = 4;

/**
 * ⌊log₂ n⌋ for integers from 1 to 2⁵³, and −1 for 0. Not Math.log2, which is "implementation-approximated" (ECMA-262
 * §21.3.2).
 */
function floorLog2(n: number): number {
  return n < 2 ** 32 ? 31 - Math.clz32(n) : 63 - Math.clz32(Math.floor(n / 2 ** 32));
}

/**
 * E = ⌊log₂ L⌋, S = ⌊log₂ E⌋ + 1, and L is rounded up to a multiple of 2^(E − S): a length reveals O(log log L) bits,
 * and padding adds at most 12 %.
 * @param length an integer from 1 to 2⁵³ − 1
 */
export function padme(length: number): number {
  const step = stepOf(length);
  return Math.ceil(length / step) * step;
}

/** The largest padded length within `room`, an integer from 1. */
export function padmeWithin(room: number): number {
  const step = stepOf(room);
  return Math.floor(room / step) * step;
}

function stepOf(length: number): number {
  const exponent = floorLog2(length);
  return 2 ** (exponent - (floorLog2(exponent) + 1)); // For E = 0, this formula gives S = 0 as specified.
}

/** The length of the block for `used` bytes. */
export function paddedLength(used: number): number {
  return padme(Math.max(MIN_PADDED_BYTES, used));
}

/** u32 n ‖ text ‖ zeros. @throws CryptoError `too-large` if 4 + n exceeds `maxBytes` */
export function pad(text: string, maxBytes: number): Bytes {
  const bytes = encodeUtf8(text);
  const used = LENGTH_BYTES + bytes.length;
  if (used > maxBytes) throw new CryptoError('too-large');
  return concat(u32(bytes.length), bytes, new Uint8Array(paddedLength(used) - used));
}

/** The inverse of `pad`. @throws CryptoError `padding` or `utf8` */
export function unpad(padded: Uint8Array): string {
  if (padded.length < MIN_PADDED_BYTES) throw new CryptoError('padding');
  const used = LENGTH_BYTES + new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  // Only one length is valid: longer padding would be a covert channel.
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

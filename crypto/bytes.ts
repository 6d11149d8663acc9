/** SPEC.md §1.1: the notation as functions. */
import { base64urlnopad, hex } from '@scure/base';
import { CryptoError } from './errors.ts';
import { isWellFormed } from './well-formed.ts';

/** Bytes in unshared memory, as WebCrypto and fetch require. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** a ‖ b ‖ … */
export function concat(...parts: readonly Uint8Array[]): Bytes {
  return concatAll(parts);
}

/** For any number of parts: a hundred thousand arguments would overflow the stack. */
export function concatAll(parts: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Big-endian. @param n an integer from 0 to 2³² − 1 */
export function u32(n: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, n);
  return bytes;
}

/** Constant-time for equal lengths. Lengths are not secret. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!;
  return difference === 0;
}

/** @throws CryptoError `utf8` for a lone surrogate, which TextEncoder would silently turn into U+FFFD. */
export function encodeUtf8(text: string): Bytes {
  if (!isWellFormed(text)) throw new CryptoError('utf8');
  return new TextEncoder().encode(text);
}

/** The exact inverse: `ignoreBOM` keeps a leading U+FEFF, which TextDecoder would otherwise remove. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new CryptoError('utf8', { cause });
  }
}

export function toBase64url(bytes: Uint8Array): string {
  return base64urlnopad.encode(bytes);
}

/**
 * RFC 4648 §5 without padding, canonical (§3.5: unused bits are zero).
 * @throws CryptoError `base64url`, also if the number of bytes is not `length`
 */
export function fromBase64url(text: string, length?: number): Bytes {
  try {
    const bytes = new Uint8Array(base64urlnopad.decode(text));
    if (length === undefined || bytes.length === length) return bytes;
  } catch (cause) {
    throw new CryptoError('base64url', { cause });
  }
  throw new CryptoError('base64url');
}

export function toHex(bytes: Uint8Array): string {
  return hex.encode(bytes);
}

/** For vectors and known answers only, not for input. */
export function fromHex(text: string): Bytes {
  return new Uint8Array(hex.decode(text));
}

/** @throws CryptoError `length` */
export function expectLength(bytes: Uint8Array, length: number): void {
  if (bytes.length !== length) throw new CryptoError('length');
}

import { AppError } from '#server/errors.ts';
import { CollectedBytes } from './collect-bytes.ts';
import { headerOf } from './request-context.ts';
import type { RequestHead } from './request-context.ts';

export interface BodyRule {
  readonly mediaType: string;
  readonly maxBytes: number;
  /** The endpoint reads and bounds the body as it arrives; `maxBytes` bounds only its declared length. */
  readonly streamed?: true;
}

export const JSON_MEDIA_TYPE = 'application/json';

/**
 * Checks the headers before any of the body is read. @throws AppError `unsupported-media-type`, `too-large`,
 * `malformed`
 * @returns the declared length, which Node's HTTP parser enforces
 */
export function checkBody(c: RequestHead, { mediaType, maxBytes }: BodyRule): number | undefined {
  if (!isMediaType(headerOf(c, 'content-type'), mediaType)) throw new AppError('unsupported-media-type');
  const encoding = headerOf(c, 'content-encoding');
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') throw new AppError('unsupported-media-type');
  const declared = headerOf(c, 'content-length');
  if (declared === undefined) return undefined;
  const length = Number(declared);
  if (!/^\d+$/.test(declared)) throw new AppError('malformed');
  if (length > maxBytes) throw new AppError('too-large', { maxBytes });
  return length;
}

export interface BodyBounds {
  readonly maxBytes: number;
  /** As returned by `checkBody`. */
  readonly declared: number | undefined;
}

/**
 * Reads the whole body, but nothing beyond the limit. It leaves the iterator open: returning it would close the
 * connection, and the reply would be lost.
 * @throws AppError `too-large` as soon as a body without a declared length exceeds the limit; `malformed` if it is
 * truncated
 */
export async function readBody(
  stream: AsyncIterable<Uint8Array>,
  { maxBytes, declared }: BodyBounds,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces = stream[Symbol.asyncIterator]();
  const next = () =>
    pieces.next().catch(() => {
      throw new AppError('malformed');
    });
  const collected = new CollectedBytes(declared);
  for (let piece = await next(); piece.done !== true; piece = await next()) {
    if (collected.length + piece.value.length > maxBytes) throw new AppError('too-large', { maxBytes });
    collected.add(piece.value);
  }
  if (declared !== undefined && collected.length !== declared) throw new AppError('malformed');
  return collected.bytes();
}

/** Longer than any real client sends. A longer header is not parsed. */
const MAX_MEDIA_TYPE_LENGTH = 128;
/** JSON has no other charset (RFC 8259 §8.1). */
const charsets = new Set(['', 'charset=utf-8', 'charset="utf-8"']);

function isMediaType(header: string | undefined, mediaType: string): boolean {
  if (header === mediaType) return true;
  if (header === undefined || header.length > MAX_MEDIA_TYPE_LENGTH) return false;
  const [type, ...parameters] = header.toLowerCase().split(';');
  return type?.trim() === mediaType && parameters.every((parameter) => charsets.has(parameter.trim()));
}

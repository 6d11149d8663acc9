import { AppError } from '#server/errors.ts';
import { CollectedBytes } from './collect-bytes.ts';
import { headerOf } from './request-context.ts';
import type { RequestContext } from './request-context.ts';

export interface BodyRule {
  readonly mediaType: string;
  readonly maxBytes: number;
  /** Handed on as it comes, for the endpoint to bound: `maxBytes` is only what may be declared. */
  readonly streamed?: true;
}

export const JSON_MEDIA_TYPE = 'application/json';

/**
 * Refuses by the headers alone, before anything is read. @throws AppError `unsupported-media-type`, `too-large`
 * @returns the length that was declared; a server's HTTP parser holds the sender to it
 */
export function checkBody(c: RequestContext, { mediaType, maxBytes }: BodyRule): number | undefined {
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
  /** What `checkBody` returned. */
  readonly declared: number | undefined;
}

/**
 * The whole body. Bytes beyond the limit stay unread: to return the iterator would close the connection, and the reply
 * would be lost with it.
 * @throws AppError `too-large` as soon as a body without a declared length exceeds the limit; `malformed` when it was cut
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

/** No real sender writes a longer one, so a longer one is not parsed. */
const MAX_MEDIA_TYPE_LENGTH = 128;
/** JSON has no other charset. */
const charsets = new Set(['', 'charset=utf-8', 'charset="utf-8"']);

function isMediaType(header: string | undefined, mediaType: string): boolean {
  if (header === mediaType) return true;
  if (header === undefined || header.length > MAX_MEDIA_TYPE_LENGTH) return false;
  const [type, ...parameters] = header.toLowerCase().split(';');
  return type?.trim() === mediaType && parameters.every((parameter) => charsets.has(parameter.trim()));
}

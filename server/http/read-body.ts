import { concatAll } from '#crypto/bytes.ts';
import { AppError } from '#server/errors.ts';
import { headerOf } from './request-headers.ts';
import type { RequestContext } from './serve.ts';

export interface BodyRule {
  readonly mediaType: string;
  readonly maxBytes: number;
  /** Handed on as it comes, for the endpoint to bound: `maxBytes` is only what may be declared. */
  readonly streamed?: true;
}

export const JSON_MEDIA_TYPE = 'application/json';
/** Three secrets of 43 characters with their names need a tenth of it. */
export const smallJson: BodyRule = Object.freeze({ mediaType: JSON_MEDIA_TYPE, maxBytes: 2048 });

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
  /** The request's body, for one whose length nobody has told. */
  readonly stream: AsyncIterable<Uint8Array>;
}

/** The body, whole. @throws AppError `too-large` as soon as one without a declared length has gone over; `malformed` when it was cut */
export async function readBody(request: Request, bounds: BodyBounds): Promise<Uint8Array<ArrayBuffer>> {
  const { maxBytes, declared, stream } = bounds;
  try {
    if (declared === undefined) return await readBounded(stream, maxBytes);
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.length === declared) return bytes;
  } catch (error) {
    if (error instanceof AppError) throw error;
  }
  throw new AppError('malformed');
}

/** What goes over is left where it is: to return the iterator would close the connection, and the answer with it. */
async function readBounded(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const pieces = stream[Symbol.asyncIterator]();
  for (let piece = await pieces.next(); piece.done !== true; piece = await pieces.next()) {
    length += piece.value.length;
    if (length > maxBytes) throw new AppError('too-large', { maxBytes });
    parts.push(piece.value);
  }
  return concatAll(parts);
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

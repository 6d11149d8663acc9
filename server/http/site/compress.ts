import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Encoding } from '#server/http/choose-encoding.ts';

type Compress = (bytes: Uint8Array) => Promise<Buffer<ArrayBuffer>>;

const brotli = promisify(brotliCompress) as (bytes: Uint8Array, options: object) => Promise<Buffer<ArrayBuffer>>;
const deflate = promisify(gzip) as (bytes: Uint8Array, options: object) => Promise<Buffer<ArrayBuffer>>;

/** The smallest result: each file is compressed once, for everyone who loads it. */
const compressors: Readonly<Record<Encoding, Compress>> = {
  br: (bytes) =>
    brotli(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gzip: (bytes) => deflate(bytes, { level: constants.Z_BEST_COMPRESSION }),
};

/** @returns undefined if compression does not make it smaller */
export async function compressTo(encoding: Encoding, bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const compressed = await compressors[encoding](bytes);
  return compressed.length < bytes.length ? compressed : undefined;
}

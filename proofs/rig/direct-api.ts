import { S3mini } from 's3mini';
import { ENCRYPTED_CHUNK_BYTES } from '#crypto/body-lengths.ts';
import type { Api } from '#client/api.ts';
import { MAX_PART_CHUNKS } from '#server/file-bodies/wire.ts';
import type { Bucket } from '#scripts/testing/test-bucket.ts';

type BodyCalls = Pick<Api, 'beginUpload' | 'putPart' | 'readBody'>;

/**
 * Makes the client library send and read file bodies straight to and from the store, as if there were no service: each
 * part is an object, and a run of chunks is read from these, all at once.
 */
export function directApi(api: Api, { url, bucket, region, accessKey, secretKey }: Bucket): Api {
  const s3 = new S3mini({ accessKeyId: accessKey, secretAccessKey: secretKey, endpoint: `${url}/${bucket}`, region });
  const keyOf = (id: string, part: number) => `direct/${id}/${part}`;
  const pending = { uploadUntil: 0 };
  const calls: BodyCalls = {
    beginUpload: async () => pending,
    async putPart(id, part, { bytes }) {
      await s3.putObject(keyOf(id, part), bytes);
      return pending;
    },
    async readBody(id, { from, chunks }, { expectedBytes }) {
      const bytes = new Uint8Array(expectedBytes);
      const read = rangesOfParts(from, chunks).map(async ({ part, start, end, to }) => {
        const reply = await s3.getObjectRaw(keyOf(id, part), false, start, end);
        let at = to;
        for await (const piece of reply.body ?? []) {
          bytes.set(piece, at);
          at += piece.length;
        }
      });
      await Promise.all(read);
      return bytes;
    },
  };
  return { ...api, ...calls };
}

interface RangeOfPart {
  readonly part: number;
  /** Byte offsets in the part. */
  readonly start: number;
  readonly end: number;
  /** Where they belong in the run. */
  readonly to: number;
}

function rangesOfParts(from: number, chunks: number): RangeOfPart[] {
  const ranges: RangeOfPart[] = [];
  for (let chunk = from; chunk < from + chunks;) {
    const part = Math.floor(chunk / MAX_PART_CHUNKS);
    const first = part * MAX_PART_CHUNKS;
    const after = Math.min(from + chunks, first + MAX_PART_CHUNKS);

    const bytesIn = (count: number) => count * ENCRYPTED_CHUNK_BYTES;
    ranges.push({ part, start: bytesIn(chunk - first), end: bytesIn(after - first), to: bytesIn(chunk - from) });
    chunk = after;
  }
  return ranges;
}

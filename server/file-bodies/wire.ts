import * as v from 'valibot';
import { ENCRYPTED_CHUNK_BYTES } from '#crypto/body-lengths.ts';
import { base64urlOf, bytesCount, count, shareId, time } from '#server/shares/wire.ts';

/** The messages about bodies (SPEC.md §12): uploading one before its share is live, reading one while a lease runs. */

const secret = base64urlOf(32);

/** Whole chunks that one request may carry up, and down. */
export const MAX_PART_CHUNKS = 8;
export const MAX_READ_CHUNKS = 16;
/** The longest part that one request may carry. */
export const MAX_PART_BYTES = MAX_PART_CHUNKS * ENCRYPTED_CHUNK_BYTES;

/** `PUT /api/shares/:id/upload`: makes the share, pending. May be repeated; with another `partChunks` it starts over. */
export const BeginUploadBody = v.strictObject({
  createProof: secret,
  ownerProof: secret,
  linkProof: secret,
  /** All chunks with their tags. */
  bodyBytes: v.pipe(bytesCount, v.minValue(1)),
  /** Whole chunks in every part but the last, which has what is left. */
  partChunks: v.pipe(count, v.minValue(1), v.maxValue(MAX_PART_CHUNKS)),
  /** There when the share will answer a request: takes a place. */
  answer: v.optional(v.strictObject({ request: shareId, linkProof: secret })),
});
export type BeginUploadBody = v.InferOutput<typeof BeginUploadBody>;

/** Answers of `upload` and `parts`. */
export const PendingUploadReply = v.object({
  /** When the upload is given up if nothing more arrives. */
  uploadUntil: time,
});
export type PendingUploadReply = v.InferOutput<typeof PendingUploadReply>;

/** `PUT /api/shares/:id/parts/:part`, head of the frame; the tail is the part: its chunks, one after another. */
export const PartHead = v.strictObject({ ownerProof: secret });

/** `POST /api/shares/:id/body`; answered by the chunks asked for, one after another, and nothing else. */
export const ReadChunksBody = v.strictObject({
  linkProof: secret,
  claim: secret,
  /** Of the first chunk, from 0. */
  from: count,
  chunks: v.pipe(count, v.minValue(1), v.maxValue(MAX_READ_CHUNKS)),
});
export type ReadChunksBody = v.InferOutput<typeof ReadChunksBody>;

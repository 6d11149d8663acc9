import * as v from 'valibot';
import { ENCRYPTED_CHUNK_BYTES } from '#crypto/body-lengths.ts';
import { base64urlOf, bytesCount, count, shareId, time } from '#server/forms/wire.ts';
import { pass } from '#server/people/wire.ts';

/**
 * The messages about file bodies (SPEC.md §12): uploading one before its share is live, and reading one during a lease.
 */

const secret = base64urlOf(32);

/** Whole chunks per request, for uploading and for reading. */
export const MAX_PART_CHUNKS = 8;
export const MAX_READ_CHUNKS = 16;
/** The longest part of one request. */
export const MAX_PART_BYTES = MAX_PART_CHUNKS * ENCRYPTED_CHUNK_BYTES;

/**
 * `PUT /api/shares/:id/upload`: creates the pending share. Can be repeated; another `partChunks` starts the upload
 * over.
 */
export const BeginUploadBody = v.strictObject({
  createProof: secret,
  ownerProof: secret,
  linkProof: secret,
  /** Length of all chunks with their tags. */
  bodyBytes: v.pipe(bytesCount, v.minValue(1)),
  /** Whole chunks in every part but the last, which has the rest. */
  partChunks: v.pipe(count, v.minValue(1), v.maxValue(MAX_PART_CHUNKS)),
  /** Present if the share will answer a request: takes a place. */
  answer: v.optional(
    v.strictObject({
      request: shareId,
      linkProof: secret,
      /** For `answer` and the id of the request, if that is for members. */
      pass: v.optional(pass),
    }),
  ),
  /** For `create`, where the service requires a member. */
  pass: v.optional(pass),
});
export type BeginUploadBody = v.InferOutput<typeof BeginUploadBody>;

/** The reply to `upload` and `parts`. */
export const PendingUploadReply = v.object({
  /** When the upload is given up if nothing more arrives. */
  uploadUntil: time,
});
export type PendingUploadReply = v.InferOutput<typeof PendingUploadReply>;

/** `PUT /api/shares/:id/parts/:part`, the head of the frame; the tail is the part, chunk after chunk. */
export const PartHead = v.strictObject({ ownerProof: secret });

/** `POST /api/shares/:id/body`. The reply is the requested chunks, one after another, and nothing else. */
export const ReadChunksBody = v.strictObject({
  linkProof: secret,
  claim: secret,
  /** The index of the first chunk, from 0. */
  from: count,
  chunks: v.pipe(count, v.minValue(1), v.maxValue(MAX_READ_CHUNKS)),
});
export type ReadChunksBody = v.InferOutput<typeof ReadChunksBody>;

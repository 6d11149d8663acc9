import { bodyLengths, chunkLengths } from '#crypto/body-lengths.ts';
import { CHUNK_BYTES } from '#crypto/limits.ts';
import { encryptChunk } from '#crypto/stream.ts';
import type { BodyTask } from '#client/upload.ts';
import type { BeginUploadBody } from '#server/file-bodies/wire.ts';
import type { GeneratedBytes } from './generated-bytes.ts';

/** A file body in parts of one chunk, in memory, for tests that send parts themselves. */
export interface EncryptedParts {
  readonly begin: BeginUploadBody;
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
}

export async function encryptParts(task: BodyTask, file: GeneratedBytes): Promise<EncryptedParts> {
  const { createProof, ownerProof, linkProof, body } = task;
  const { chunks, encryptedBytes } = bodyLengths(file.size);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let i = 0; i < chunks; i++) {
    const start = Math.min(file.size, i * CHUNK_BYTES);
    const { contentBytes } = chunkLengths(file.size, i);
    parts.push(await encryptChunk(body, i, await file.read(start, start + contentBytes)));
  }
  return { begin: { createProof, ownerProof, linkProof, bodyBytes: encryptedBytes, partChunks: 1 }, parts };
}

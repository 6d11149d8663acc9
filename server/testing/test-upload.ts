import { randomBytes } from 'node:crypto';
import { ENCRYPTED_CHUNK_BYTES } from '#crypto/body-lengths.ts';
import { toBase64url } from '#crypto/bytes.ts';
import { beginUpload } from '#server/file-bodies/begin-upload.ts';
import { partBytes, partCount } from '#server/records/part-geometry.ts';
import { readFileBody } from '#server/file-bodies/read-file-body.ts';
import { storePart } from '#server/file-bodies/store-part.ts';
import type { Deps } from '#server/deps.ts';
import { createShare } from '#server/shares/create-share.ts';
import { secret, TestShare } from './test-share.ts';
import type { TestTerms } from './test-share.ts';

export interface TestCut {
  readonly bodyBytes?: number;
  readonly partChunks?: number;
}

/** Three chunks, the last one short. */
const BODY_BYTES = 2 * ENCRYPTED_CHUNK_BYTES + 1000;

/** A share with a file body, as a sender's browser would create it, from random bytes. */
export class TestUpload {
  readonly share: TestShare;
  readonly body: Uint8Array;
  readonly partChunks: number;

  constructor(now: number, { bodyBytes = BODY_BYTES, partChunks = 1, ...terms }: TestCut & TestTerms = {}) {
    this.share = new TestShare(now, { ...terms, bodyBytes });
    this.body = randomBytes(bodyBytes);
    this.partChunks = partChunks;
  }

  get id(): Uint8Array {
    return this.share.id;
  }

  get parts(): number {
    return partCount({ bodyBytes: this.body.length, partChunks: this.partChunks });
  }

  message(partChunks = this.partChunks) {
    const { createProof, ownerProof, linkProof } = this.share.toCreate.head;
    return { createProof, ownerProof, linkProof, bodyBytes: this.body.length, partChunks };
  }

  begin(deps: Deps, partChunks = this.partChunks) {
    return beginUpload(deps, this.id, this.message(partChunks));
  }

  bytesOf(part: number, partChunks = this.partChunks): Uint8Array {
    const start = part * partChunks * ENCRYPTED_CHUNK_BYTES;
    const length = partBytes({ bodyBytes: this.body.length, partChunks }, part) ?? 0;
    return this.body.subarray(start, start + length);
  }

  put(deps: Deps, part: number, bytes = this.bytesOf(part)) {
    const { ownerProof } = this.share;
    return storePart(deps, this.id, { part, ownerProof, bytes: pieces(bytes) });
  }

  async putAll(deps: Deps): Promise<void> {
    for (let part = 0; part < this.parts; part++) await this.put(deps, part);
  }

  finish(deps: Deps) {
    return createShare(deps, this.share.toCreate);
  }

  async read(deps: Deps, claim: string, range: { from: number; chunks: number }): Promise<Buffer> {
    const { bytes } = await readFileBody(deps, this.id, { linkProof: this.share.linkProof, claim, ...range });
    const parts: Uint8Array[] = [];
    for await (const piece of bytes) parts.push(piece);
    return Buffer.concat(parts);
  }
}

/** Yields the bytes in pieces, as a socket delivers them. */
export async function* pieces(bytes: Uint8Array, length = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** A completely uploaded, live share. */
export async function uploaded(deps: Deps, terms: TestCut & TestTerms = {}): Promise<TestUpload> {
  const upload = new TestUpload(await deps.store.now(), terms);
  await upload.begin(deps);
  await upload.putAll(deps);
  await upload.finish(deps);
  return upload;
}

export const randomClaim = () => secret();
export const foreignProof = () => toBase64url(randomBytes(32));

import { decodeId } from '#crypto/ids.ts';
import { LinkType, readFragment } from '#crypto/link.ts';
import type { FileEntry } from '#crypto/payload.ts';
import type { Api } from '#client/api.ts';
import { readBody } from '#client/download.ts';
import type { BodyHolder, DownloadOptions } from '#client/download.ts';
import { readLink } from '#client/link.ts';
import { describe, newClaim, openShare } from '#client/open.ts';
import type { OpenedShare } from '#client/open.ts';
import { prepareShare } from '#client/share.ts';
import type { PreparedShare, Shared } from '#client/share.ts';
import type { ShareInput } from '#client/share-input.ts';
import { concatenated, uploadBody } from '#client/upload.ts';
import type { BodySource, UploadOptions } from '#client/upload.ts';

/** Pseudorandom bytes, the same for the same seed. */
export function noise(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(length / 4));
  let state = seed * 0x9e3779b9 || 1;
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[i] = state;
  }
  return new Uint8Array(words.buffer, 0, length);
}

export interface TestFiles {
  readonly files: readonly FileEntry[];
  readonly content: Uint8Array<ArrayBuffer>;
  readonly source: BodySource;
}

export function testFiles(...sizes: readonly number[]): TestFiles {
  const content = noise(sizes.reduce((total, size) => total + size, 0));
  let end = 0;
  const pieces = sizes.map((size) => content.subarray(end, (end += size)));
  const source = concatenated(
    pieces.map((piece) => ({ size: piece.length, read: async (from, until) => piece.slice(from, until) })),
  );
  return { files: sizes.map((size, i) => ({ name: `${i}.bin`, size, type: '' })), content, source };
}

const unused = async (): Promise<never> => Promise.reject(new Error('no password here'));

export const prepared = (api: Api, files: readonly FileEntry[], request: Partial<ShareInput> = {}) =>
  prepareShare(api, { text: '', files, maxViews: 1, ttlSeconds: 3600, kdf: unused, ...request });

/** Uploads and sends. */
export async function sentFiles(api: Api, { files, source }: TestFiles, options?: UploadOptions): Promise<Shared> {
  return finished(api, { share: await prepared(api, files), source }, options);
}

export interface TestUpload {
  readonly share: PreparedShare;
  readonly source: BodySource;
}

export async function finished(api: Api, { share, source }: TestUpload, options?: UploadOptions): Promise<Shared> {
  if (share.body) await uploadBody(api, { task: share.body, source }, options);
  return share.send();
}

export async function opened(
  api: Api,
  { link, id }: Pick<Shared, 'link' | 'id'>,
): Promise<{ opened: OpenedShare; holder: BodyHolder }> {
  const reading = readLink(link, { publicUrl: link.slice(0, link.indexOf('s/')) });
  const fragment = readFragment(reading.kind === 'share' ? reading.fragment : '', decodeId(id) ?? new Uint8Array());
  if (!fragment.ok || fragment.type !== LinkType.share) throw new Error('not a link to a share without password');
  const request = { id, linkKey: fragment.key, type: fragment.type, claim: newClaim() };
  const description = await describe(api, request);
  const share = await openShare(api, { ...request, description, kdf: unused });
  if (share.body === undefined) throw new Error('no body');
  return { opened: share, holder: { ...request, body: share.body } };
}

/** @param pieces receives the yielded bytes, so that a test can check them after an error */
export async function readAll(
  api: Api,
  holder: BodyHolder,
  { pieces = [], ...range }: Partial<{ start: number; end: number; pieces: Uint8Array[] }> & DownloadOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  for await (const piece of readBody(api, holder, { start: 0, end: holder.body.totalBytes, ...range })) {
    pieces.push(piece);
  }
  const all = new Uint8Array(pieces.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyLengths, ENCRYPTED_CHUNK_BYTES } from '#crypto/body-lengths.ts';
import { toBase64url } from '#crypto/bytes.ts';
import { decodeId } from '#crypto/ids.ts';
import { linkKeys } from '#crypto/keys.ts';
import { CHUNK_BYTES } from '#crypto/limits.ts';
import { createApi } from '#client/api.ts';
import { generatedBytes, sha256Of, sha256OfGenerated } from './rig/generated-bytes.ts';
import { openFile, readWhole, sendFile } from './rig/share-file.ts';
import type { OpenedFile } from './rig/share-file.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';

/** Twelve chunks. The last one is short. */
const BYTES = 6_000_000;
const CHUNKS = 12;
const file = generatedBytes('tampered', BYTES);

let store: TestStore;
let server: RunningServer;
let opened: OpenedFile;
let own: Buffer[];
let others: Buffer[];

beforeAll(async () => {
  store = await makeStore('SQLite');
  server = await startServer(store);
  const open = async () => openFile(server.api, (await sendFile(server.api, { file })).link);
  opened = await open();
  own = await chunksOf(opened);
  others = await chunksOf(await open());
});
afterAll(async () => {
  await server.end('SIGTERM');
  await store.remove();
});

/** As stored on the server. */
async function chunksOf({ id, linkKey, claim }: OpenedFile): Promise<Buffer[]> {
  const linkProof = toBase64url(linkKeys(decodeId(id) ?? expect.unreachable(), linkKey).linkProof);
  const expectedBytes = bodyLengths(BYTES).encryptedBytes;
  const message = { linkProof, claim, from: 0, chunks: CHUNKS };
  const bytes = Buffer.from(await server.api.readBody(id, message, { expectedBytes }));
  return Array.from({ length: CHUNKS }, (_, i) =>
    bytes.subarray(i * ENCRYPTED_CHUNK_BYTES, (i + 1) * ENCRYPTED_CHUNK_BYTES),
  );
}

/** The real server, except that chunks come from this list. */
const servedFrom = (chunks: readonly Buffer[]) =>
  createApi({
    baseUrl: server.url,
    fetch: async (url, init) => {
      if (!url.endsWith('/body')) return fetch(url, init);
      const { from, chunks: count } = (await new Response(init.body).json()) as { from: number; chunks: number };
      const bytes = Buffer.concat(chunks.slice(from, from + count));
      return new Response(bytes, { headers: { 'content-type': 'application/octet-stream' } });
    },
  });

type Tamper = (chunks: readonly Buffer[]) => readonly Buffer[];

const at = (chunks: readonly Buffer[], i: number): Buffer => chunks.at(i) ?? expect.unreachable();
const flipped = (chunk: Buffer, byte: number): Buffer => {
  const copy = Buffer.from(chunk);
  copy.writeUInt8((copy.at(byte) ?? 0) ^ 1, byte < 0 ? copy.length + byte : byte);
  return copy;
};

/** The tampering, and how many intact chunks come before it. */
const faults: readonly [string, number, Tamper][] = [
  ['reordered', 2, (chunks) => chunks.with(2, at(chunks, 3)).with(3, at(chunks, 2))],
  ['duplicated in the place of the next', 3, (chunks) => chunks.with(3, at(chunks, 2))],
  ['duplicated besides', 3, (chunks) => chunks.toSpliced(2, 0, at(chunks, 2))],
  ['one swapped for one of another share', 1, (chunks) => chunks.with(1, at(others, 1))],
  ['all of another share', 0, () => others],
  ['cut off after the eighth', 8, (chunks) => chunks.slice(0, 8)],
  ['without the first', 0, (chunks) => chunks.slice(1)],
  ['short of the last byte', 11, (chunks) => chunks.with(-1, at(chunks, -1).subarray(0, -1))],
  ['short of a byte in the middle', 5, (chunks) => chunks.with(5, at(chunks, 5).subarray(1))],
  ['with one byte too many', 11, (chunks) => chunks.with(-1, Buffer.concat([at(chunks, -1), Buffer.alloc(1)]))],
  ['with a bit flipped at the beginning of the fifth', 4, (chunks) => chunks.with(4, flipped(at(chunks, 4), 0))],
  ['with a bit flipped at the end of a tag', 4, (chunks) => chunks.with(4, flipped(at(chunks, 4), -1))],
  ['with a bit flipped in the last', 11, (chunks) => chunks.with(-1, flipped(at(chunks, -1), 1000))],
  ['with nothing but zeros', 0, (chunks) => chunks.map((chunk) => Buffer.alloc(chunk.length))],
];

test.each(faults)('chunks, %s, are refused before any of their plaintext is released', async (_, sound, tamper) => {
  const given: Uint8Array[] = [];
  const reading = async () => {
    for await (const piece of readWhole(servedFrom(tamper(own)), opened)) given.push(piece);
  };
  await expect(reading()).rejects.toSatisfy((error: Error) => /^(CryptoError|ProtocolError)$/.test(error.name));
  const bytes = Buffer.concat(given);
  expect(bytes.length).toBeLessThanOrEqual(sound * CHUNK_BYTES);
  expect(bytes.equals(await file.read(0, bytes.length))).toBe(true);
});

test('untampered chunks arrive', async () => {
  expect(await sha256Of(readWhole(servedFrom(own), opened))).toBe(await sha256OfGenerated(file));
});

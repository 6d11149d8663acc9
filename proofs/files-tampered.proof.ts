import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApi } from '#client/api.ts';
import { ENCRYPTED_CHUNK_BYTES } from '#crypto/body-lengths.ts';
import { CHUNK_BYTES } from '#crypto/limits.ts';
import { generatedBytes, sha256Of, sha256OfGenerated } from './rig/generated-bytes.ts';
import { openFile, readWhole, sendFile } from './rig/share-file.ts';
import type { OpenedFile } from './rig/share-file.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';

/** Twelve chunks, the last one short: one answer holds them all. */
const BYTES = 6_000_000;
const file = generatedBytes('tampered', BYTES);

let store: TestStore;
let server: RunningServer;
let opened: OpenedFile;
let others: Buffer[];

beforeAll(async () => {
  store = await makeStore('SQLite');
  server = await startServer(store);
  const { api } = server;
  opened = await openFile(api, (await sendFile(api, { file })).link);
  const other = await openFile(api, (await sendFile(api, { file })).link);
  others = [];
  await sha256Of(
    readWhole(
      meddling((chunks) => (others = chunks)),
      other,
    ),
  );
});
afterAll(async () => {
  await server.end('SIGTERM');
  await store.remove();
});

type Meddle = (chunks: Buffer[]) => Buffer[];

/** The real server, and on the way back somebody who changes chunks. */
const meddling = (meddle: Meddle) =>
  createApi({
    baseUrl: server.url,
    fetch: async (url, init) => {
      const answer = await fetch(url, init);
      if (!url.endsWith('/body') || !answer.ok) return answer;
      const bytes = Buffer.from(await answer.arrayBuffer());
      const count = Math.ceil(bytes.length / ENCRYPTED_CHUNK_BYTES);
      const chunk = (i: number) => bytes.subarray(i * ENCRYPTED_CHUNK_BYTES, (i + 1) * ENCRYPTED_CHUNK_BYTES);
      const changed = Buffer.concat(meddle(Array.from({ length: count }, (_, i) => chunk(i))));
      return new Response(changed, { headers: { 'content-type': 'application/octet-stream' } });
    },
  });

const at = (chunks: readonly Buffer[], i: number): Buffer => chunks.at(i) ?? expect.unreachable();
const flipped = (chunk: Buffer, byte: number): Buffer => {
  const copy = Buffer.from(chunk);
  copy.writeUInt8((copy.at(byte) ?? 0) ^ 1, byte < 0 ? copy.length + byte : byte);
  return copy;
};

/** What is done, and how many chunks before it are as they should be. */
const faults: readonly [string, number, Meddle][] = [
  ['reordered', 2, (chunks) => chunks.with(2, at(chunks, 3)).with(3, at(chunks, 2))],
  ['duplicated in the place of the next', 3, (chunks) => chunks.with(3, at(chunks, 2))],
  ['duplicated besides', 0, (chunks) => chunks.toSpliced(2, 0, at(chunks, 2))],
  ['swapped for those of another share', 1, (chunks) => chunks.with(1, at(others, 1))],
  ['all of another share', 0, () => others],
  ['cut off after the eighth', 0, (chunks) => chunks.slice(0, 8)],
  ['short of the last byte', 0, (chunks) => chunks.with(-1, at(chunks, -1).subarray(0, -1))],
  ['one byte too many', 0, (chunks) => [...chunks, Buffer.alloc(1)]],
  ['with a bit flipped at the beginning of the fifth', 4, (chunks) => chunks.with(4, flipped(at(chunks, 4), 0))],
  ['with a bit flipped at the end of a tag', 4, (chunks) => chunks.with(4, flipped(at(chunks, 4), -1))],
  ['with a bit flipped in the last', 11, (chunks) => chunks.with(-1, flipped(at(chunks, -1), 1000))],
  ['emptied', 0, (chunks) => chunks.map((chunk) => Buffer.alloc(chunk.length))],
];

test.each(faults)('chunks, %s, are refused before any of their plaintext is given out', async (_, sound, meddle) => {
  const given: Uint8Array[] = [];
  const reading = async () => {
    for await (const piece of readWhole(meddling(meddle), opened)) given.push(piece);
  };
  await expect(reading()).rejects.toSatisfy((error: Error) => /^(CryptoError|ProtocolError)$/.test(error.name));
  const bytes = Buffer.concat(given);
  expect(bytes.length).toBeLessThanOrEqual(sound * CHUNK_BYTES);
  expect(bytes.equals(await file.read(0, bytes.length))).toBe(true);
});

test('chunks as they are arrive, and nothing before cost a view', async () => {
  expect(
    await sha256Of(
      readWhole(
        meddling((chunks) => chunks),
        opened,
      ),
    ),
  ).toBe(await sha256OfGenerated(file));
});

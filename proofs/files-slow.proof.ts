import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { ClientRequest } from 'node:http';
import { setImmediate as breath } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyLengths } from '#crypto/body-lengths.ts';
import { CHUNK_BYTES } from '#crypto/limits.ts';
import { createApi } from '#client/api.ts';
import { encodeFrame } from '#server/http/frame.ts';
import { generatedBytes, sha256Of, sha256OfGenerated } from './rig/generated-bytes.ts';
import { makeShare } from './rig/make-share.ts';
import { bytesOnDisk } from './rig/parts-on-disk.ts';
import { finish, openFile, readWhole, sendFile } from './rig/share-file.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';
import { sayMemory, watchMemory } from './rig/watch-memory.ts';

const UPLOADS = 200;
const PART_CHUNKS = 8;
const BODY_BYTES = bodyLengths(PART_CHUNKS * CHUNK_BYTES).encryptedBytes;
const DROP_BYTES = 16_384;
const FINISHED = 20;
/** Half of the 840 MB that arrive. Each upload holds a chunk of half a megabyte, plus garbage not yet collected. */
const MAX_GROWTH_MEGABYTES = 420;
const HEALTHY_BYTES = 20_000_000;
const HEALTHY_SECONDS = 60;

let store: TestStore;
let server: RunningServer;

beforeAll(async () => {
  store = await makeStore('SQLite');
  server = await startServer({ env: { ...store.env, SOTTO_TRUSTED_PROXIES: '127.0.0.1' } });
});
afterAll(async () => {
  await server.end('SIGTERM');
  await store.remove();
});

interface Slow {
  /** Sends the next few bytes, but never the last ones. */
  drop(): Promise<boolean>;
  /** Sends the remaining bytes. @returns the status */
  finish(): Promise<number>;
  cut(): void;
}

const content = randomBytes(BODY_BYTES);
const agent = new Agent({ maxSockets: UPLOADS });

/** Each from a different address, so that no limit per client protects the server. */
async function startSlow(number: number): Promise<Slow> {
  const { id, body } = makeShare({ maxViews: 1, expiresAt: 0 });
  const { createProof, ownerProof, linkProof } = body.head;
  await server.api.beginUpload(id, {
    createProof,
    ownerProof,
    linkProof,
    bodyBytes: BODY_BYTES,
    partChunks: PART_CHUNKS,
  });
  const frame = encodeFrame({ ownerProof }, content);
  const headers = {
    'content-type': 'application/octet-stream',
    'content-length': String(frame.length),
    'x-forwarded-for': `10.1.${number >> 8}.${number & 255}`,
  };
  const outgoing = request(`${server.url}api/shares/${id}/parts/0`, { agent, method: 'PUT', headers });
  const status = statusOf(outgoing);
  let at = 0;
  return {
    async drop() {
      const end = Math.min(frame.length - 1, at + DROP_BYTES);
      if (at === end) return false;
      await send(outgoing, frame.subarray(at, end));
      at = end;
      return true;
    },
    finish() {
      outgoing.end(frame.subarray(at));
      return status;
    },
    cut: () => void outgoing.destroy(),
  };
}

/** 0 if there was no response. */
const statusOf = (outgoing: ClientRequest): Promise<number> =>
  new Promise((resolve) => {
    outgoing.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    outgoing.on('error', () => resolve(0));
  });

const send = (outgoing: ClientRequest, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve) => {
    outgoing.write(bytes, () => resolve());
  });

/** A few bytes each, round after round, until each lacks only its last byte. */
async function rain(slow: readonly Slow[]): Promise<void> {
  let more = true;
  while (more) {
    more = (await Promise.all(slow.map((upload) => upload.drop()))).some(Boolean);
    await breath();
  }
}

async function healthyClient(seed: string): Promise<void> {
  const api = createApi({ baseUrl: server.url });
  const file = generatedBytes(seed, HEALTHY_BYTES);
  const opened = await openFile(api, (await sendFile(api, { file })).link);
  expect(await sha256Of(readWhole(api, opened))).toBe(await sha256OfGenerated(file));
  await finish(api, opened);
}

test('200 slow uploads at once take no memory and no place from others', async ({ annotate }) => {
  await healthyClient('before');
  const memory = watchMemory(() => [server.pid]);
  const before = memory.lap().peak;
  const slow: Slow[] = [];
  while (slow.length < UPLOADS) slow.push(await startSlow(slow.length));
  await rain(slow);
  const held = memory.lap();

  const began = performance.now();
  await healthyClient('meanwhile');
  const seconds = (performance.now() - began) / 1000;
  const meanwhile = memory.lap();
  memory.stop();
  const said = `before ${before.toFixed(0)} MB; 200 slow: ${sayMemory(held)}; healthy 20 MB in ${seconds.toFixed(1)} s`;
  await annotate(said);
  process.stdout.write(`\n${said}\n`);
  expect(Math.max(held.peak, meanwhile.peak) - before).toBeLessThan(MAX_GROWTH_MEGABYTES);
  expect(seconds).toBeLessThan(HEALTHY_SECONDS);

  const ended = slow.slice(0, FINISHED).map((upload) => upload.finish());
  for (const upload of slow.slice(FINISHED)) upload.cut();
  expect(await Promise.all(ended)).toEqual(Array.from({ length: FINISHED }, () => 200));
  await expect.poll(() => bytesOnDisk(store.dataDir), { timeout: 30_000 }).toBe(FINISHED * BODY_BYTES);
  agent.destroy();
});

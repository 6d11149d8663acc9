import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newClaim } from '#client/open.ts';
import { countInMemory } from './rig/find-in-memory.ts';
import { expiryIn, makeShare, randomSecret } from './rig/make-share.ts';
import type { TestShare } from './rig/make-share.ts';
import { startServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';

const SHARES = 5;
const RECORD_BYTES = 64;
const ID_BYTES = 16;
const PIECE_BYTES = 16;
/** A string in the program itself. It shows that the search works. */
const KNOWN = 'sotto v1 at rest sealed';

/** Runs the service's garbage collector. */
const collectOnSignal = `data:text/javascript,${encodeURIComponent("process.on('SIGUSR2', () => gc())")}`;

const middleOf = (key: Buffer): Buffer => key.subarray(PIECE_BYTES / 2, PIECE_BYTES * 1.5);

/** The erasure key and the keys derived from it (SPEC.md §15.1). */
function keysOf(dataDir: string, { idBytes, body }: TestShare): Map<string, Buffer> {
  const slots = readFileSync(join(dataDir, 'keys.slots'));
  const at = slots.indexOf(idBytes);
  expect(at % RECORD_BYTES).toBe(0);
  const key = Buffer.from(slots.subarray(at + ID_BYTES, at + ID_BYTES + 32));
  const derive = (label: string, salt: Uint8Array = new Uint8Array(0)) =>
    createHmac('sha256', key).update(label).update(Buffer.from(salt)).update(Uint8Array.of(1)).digest();
  return new Map([
    ['erasure key', middleOf(key)],
    ['key of the content', middleOf(derive(KNOWN))],
    ['key of the note', middleOf(derive('sotto v1 at rest note', body.note.subarray(0, 32)))],
    ['key of the open hash', middleOf(derive('sotto v1 open hash'))],
  ]);
}

test('after the reply, no key of a share is in the memory of the service', async () => {
  const store = await makeStore('SQLite');
  const server = await startServer({ env: store.env, nodeFlags: ['--expose-gc', '--import', collectOnSignal] });
  const expiresAt = await expiryIn(server.api, 3600);
  const keys = new Map<string, Buffer>([['known', Buffer.from(KNOWN)]]);
  for (let n = 0; n < SHARES; n++) {
    const share = makeShare({ maxViews: 3, expiresAt, hasPassword: true });
    const { id, linkProof, openProof, ownerProof, body } = share;
    await server.api.create(id, body);
    for (const [name, key] of keysOf(store.dataDir, share)) keys.set(`${name} of share ${n}`, key);
    await server.api.create(id, body);
    const claim = newClaim();
    const once = { repeatable: false };
    await server.api.open(id, { linkProof, openProof, claim }, once);
    await server.api.open(id, { linkProof, openProof, claim }, once);
    const wrong = server.api.open(id, { linkProof, openProof: randomSecret(), claim: newClaim() }, once);
    await expect(wrong).rejects.toMatchObject({ code: 'wrong-password' });
    await server.api.status(id, { ownerProof });
  }
  const found = () => [...countInMemory(server.pid, keys)].filter(([, times]) => times > 0).map(([name]) => name);
  const left = found();
  expect(left, 'the search finds a known value').toContain('known');
  expect(left.filter((name) => /^(erasure key|key of the open hash)/.test(name))).toEqual([]);
  // Node's key objects overwrite their copy when they are collected.
  process.kill(server.pid, 'SIGUSR2');
  await expect.poll(found, { timeout: 60_000, interval: 1000 }).toEqual(['known']);
  await server.end('SIGTERM');
  await store.remove();
});

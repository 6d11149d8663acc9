import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import { expect, test } from 'vitest';
import { foundIn, markersOfParts } from './rig/find-bytes.ts';
import { generatedBytes } from './rig/generated-bytes.ts';
import { expiryIn, makeShare } from './rig/make-share.ts';
import { partsOnDisk } from './rig/parts-on-disk.ts';
import { sendFile } from './rig/share-file.ts';
import { startServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';

const TTL_SECONDS = 5;
const PROMISED_SECONDS = 60;
const FILE_BYTES = 3_000_000;
const RECORD_BYTES = 64;
const MARKER_BYTES = 24;

/** Bytes to search for, taken from every stored value that could restore the share. */
function markersOf(dataDir: string, id: Uint8Array): Map<string, Buffer> {
  const database = new SqliteDatabase(join(dataDir, 'sotto.db'), { readonly: true });
  const row = database
    .prepare<[Uint8Array], { slot: number; sealed: Buffer; note: Buffer; open_hash: Buffer }>(
      'select slot, sealed, note, open_hash from share join content on share_id = id where id = ?',
    )
    .get(id);
  database.close();
  if (!row) throw new Error('no such share');
  const slots = readFileSync(join(dataDir, 'keys.slots'));
  const end = (bytes: Buffer) => bytes.subarray(-MARKER_BYTES);
  return new Map([
    ['key', slots.subarray(row.slot * RECORD_BYTES + 16, row.slot * RECORD_BYTES + 48)],
    ['sealed content, its beginning', row.sealed.subarray(0, MARKER_BYTES)],
    ['sealed content, its end', end(row.sealed)],
    ['note', end(row.note)],
    ['open hash', row.open_hash],
  ]);
}

test('expired content is gone from every file within 60 s, without any traffic', async () => {
  const store = await makeStore('SQLite');
  const server = await startServer({ env: { ...store.env, SOTTO_MIN_TTL: '1' } });
  const expiresAt = await expiryIn(server.api, TTL_SECONDS);
  const share = makeShare({ maxViews: 1, expiresAt, sealedBytes: 100_000 });
  await server.api.create(share.id, share.body);
  const shared = await sendFile(server.api, { file: generatedBytes('expired', FILE_BYTES), ttlSeconds: TTL_SECONDS });
  const markers = new Map([...markersOf(store.dataDir, share.idBytes), ...markersOfParts(partsOnDisk(store.dataDir))]);
  const before = foundIn(store.dataDir, markers);
  for (const name of markers.keys())
    expect(before.join(), 'the search finds it while the share is live').toContain(name);

  let left = before;
  while (left.length > 0 && Date.now() / 1000 < shared.expiresAt + PROMISED_SECONDS) {
    await delay(250);
    left = foundIn(store.dataDir, markers);
  }
  expect(left).toEqual([]);
  const status = await server.api.status(share.id, { ownerProof: share.ownerProof });
  expect(status.state).toBe('expired');
  await server.end('SIGTERM');
  expect(foundIn(store.dataDir, markers)).toEqual([]);
  await store.remove();
});

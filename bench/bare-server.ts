import { fdatasync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { serve } from '@hono/node-server';
import SqliteDatabase from 'better-sqlite3';
import { Hono } from 'hono';
import { connectionOn } from '#server/db/connection.ts';
import { migrate } from '#server/db/migrate.ts';
import { encodeFrame, FRAME_MEDIA_TYPE } from '#server/http/frame.ts';
import type { CreateHead } from '#server/shares/wire.ts';

/**
 * The baseline for the product: a bare Hono handler that writes the same rows to the same tables, with their indexes and
 * triggers, and the same key slot, groups its writes in the same way, waits for the same two syncs and zeroes the slot of
 * an ended share. It parses the same messages and sends the same bodies. It has no proofs, checks, limits, headers or
 * encryption.
 */
const dataDir = process.env['BENCH_DATA_DIR'] ?? '';
const port = Number(process.env['BENCH_PORT']);
const MAX_GROUP = 64;
const RECORD_BYTES = 64;

const database = new SqliteDatabase(join(dataDir, 'bare.db'));
const pragmas = ['journal_mode = wal', 'synchronous = full', 'secure_delete = on', 'foreign_keys = on'];
for (const pragma of [...pragmas, 'temp_store = memory', 'wal_autocheckpoint = 8000']) database.pragma(pragma);
await migrate(connectionOn(database).kysely, 'sqlite');
const insertShare =
  database.prepare(`insert into share (id, slot, state, link_hash, owner_hash, open_hash, kdf, max_views,
  views_spent, attempts, attempt_limit, on_limit, size_bytes, created_at, expires_at, due_at)
  values (?, ?, 'live', ?, ?, ?, 0, ?, 0, 0, ?, ?, ?, ?, ?, ?)`);
const insertContent = database.prepare('insert into content (share_id, preamble, note, sealed) values (?, ?, ?, ?)');
const spend = database.prepare(`update share set views_spent = views_spent + 1, due_at = ?
  where id = ? and state = 'live' and views_spent < max_views and expires_at > ? returning views_spent`);
const insertOpening =
  database.prepare(`insert into opening (share_id, seq, claim_hash, opened_at, lease_until, lease_cap)
  values (?, 1, ?, ?, ?, ?)`);
const acknowledge = database.prepare(`update opening set acknowledged_at = ?
  where share_id = ? and claim_hash = ? and acknowledged_at is null`);
const end = database.prepare<[number, number, Buffer], { slot: number }>(`update share
  set state = 'spent', ended_at = ?, due_at = ?, open_hash = null where id = ? and ended_at is null returning slot`);
const deleteContent = database.prepare('delete from content where share_id = ?');
const selectSealed = database.prepare<[Buffer], { sealed: Buffer }>('select sealed from content where share_id = ?');
const [begin, commit] = [database.prepare('begin immediate'), database.prepare('commit')];

const slots = openSync(join(dataDir, 'bare.slots'), 'w+');
const datasync = promisify(fdatasync);
const ZEROS = Buffer.alloc(RECORD_BYTES);
let nextSlot = 0;
let isSynced = true;
const waiting: { run: () => void; done: () => void }[] = [];
let running = false;

function write(run: () => void): Promise<void> {
  return new Promise((done) => {
    waiting.push({ run, done });
    if (!running) void runGroups();
    running = true;
  });
}

/** As the product does, so that requests which were read in one turn of the event loop share a group. */
async function gather(): Promise<void> {
  await nextTurn();
  await nextTurn();
}

async function runGroups(): Promise<void> {
  await gather();
  while (waiting.length > 0) {
    const group = waiting.splice(0, MAX_GROUP);
    begin.run();
    for (const { run } of group) run();
    if (!isSynced) await datasync(slots);
    isSynced = true;
    commit.run();
    for (const { done } of group) done();
    await gather();
  }
  running = false;
}

function writeSlot(slot: number, record: Buffer): void {
  writeSync(slots, record, 0, RECORD_BYTES, slot * RECORD_BYTES);
  isSynced = false;
}

const now = () => Math.floor(Date.now() / 1000);
const hash = Buffer.alloc(32, 7);
const NOTE_BYTES = 1072;

const app = new Hono();
app.put('/api/shares/:id', async (c) => {
  const id = Buffer.from(c.req.param('id'));
  const body = Buffer.from(await c.req.arrayBuffer());
  const tailAt = 4 + body.readUInt32BE(0);
  const [head, tail] = [JSON.parse(body.toString('utf8', 4, tailAt)) as CreateHead, body.subarray(tailAt)];
  const { maxViews, attemptLimit, onLimit, expiresAt } = head;
  const preamble = Buffer.from(head.preamble, 'base64url');
  const [at, size] = [now(), tail.length - NOTE_BYTES];
  await write(() => {
    const record = Buffer.alloc(RECORD_BYTES);
    id.copy(record, 0, 0, 16);
    writeSlot(nextSlot, record);
    const hashes = [hash, hash, hash];
    insertShare.run(id, nextSlot++, ...hashes, maxViews, attemptLimit, onLimit, size, at, expiresAt, expiresAt);
    insertContent.run(id, preamble, tail.subarray(0, NOTE_BYTES), tail.subarray(NOTE_BYTES));
  });
  return c.json({ state: 'live', createdAt: at, expiresAt }, 201);
});
app.post('/api/shares/:id/open', async (c) => {
  const id = Buffer.from(c.req.param('id'));
  const { claim } = await c.req.json<{ claim: string }>();
  const at = now();
  let sealed: Buffer | undefined;
  await write(() => {
    if (spend.get(at + 600, id, at) === undefined) return;
    insertOpening.run(id, Buffer.from(claim, 'base64url'), at, at + 600, at + 3600);
    sealed = selectSealed.get(id)?.sealed;
  });
  if (sealed === undefined) return c.notFound();
  const head = { openedAt: at, leaseUntil: at + 600, viewsLeft: 0, repeated: false };
  return c.body(encodeFrame(head, sealed), 200, { 'content-type': FRAME_MEDIA_TYPE });
});
app.post('/api/shares/:id/acknowledge', async (c) => {
  const id = Buffer.from(c.req.param('id'));
  const { claim } = await c.req.json<{ claim: string }>();
  const at = now();
  let slot: number | undefined;
  await write(() => {
    if (acknowledge.run(at, id, Buffer.from(claim, 'base64url')).changes === 0) return;
    slot = end.get(at, at + 600, id)?.slot;
    deleteContent.run(id);
  });
  const ended = slot;
  if (ended !== undefined) await write(() => writeSlot(ended, ZEROS));
  return c.json({ state: 'spent', viewsLeft: 0, endedAt: at });
});

serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, () => console.log(`Listening on http://127.0.0.1:${port}/`));

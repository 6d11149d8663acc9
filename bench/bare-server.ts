import { fdatasync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serve } from '@hono/node-server';
import SqliteDatabase from 'better-sqlite3';
import { Hono } from 'hono';

/**
 * The baseline for the product: a bare Hono handler that writes the same rows and key slot, groups its writes in the
 * same way, waits for the same two syncs and zeroes the slot of an ended share. It has no proofs, checks, limits, headers or encryption.
 */
const dataDir = process.env['BENCH_DATA_DIR'] ?? '';
const port = Number(process.env['BENCH_PORT']);
const MAX_GROUP = 64;
const RECORD_BYTES = 64;

const database = new SqliteDatabase(join(dataDir, 'bare.db'));
for (const pragma of ['journal_mode = wal', 'synchronous = full', 'secure_delete = on', 'foreign_keys = on']) {
  database.pragma(pragma);
}
database.exec(`
  create table share (id blob primary key, slot integer unique, state text, link_hash blob, owner_hash blob,
    open_hash blob, preamble blob, kdf integer, max_views integer, views_spent integer, attempts integer,
    attempt_limit integer, on_limit text, size_bytes integer, created_at integer, expires_at integer,
    ended_at integer, due_at integer) strict;
  create index share_due on share (due_at);
  create table content (share_id blob primary key references share, sealed blob, note blob) strict;
  create table opening (share_id blob references share, seq integer, claim_hash blob, opened_at integer,
    lease_until integer, lease_cap integer, acknowledged_at integer,
    primary key (share_id, seq), unique (share_id, claim_hash)) strict;
`);
const insertShare = database.prepare(`insert into share values
  (?, ?, 'live', ?, ?, ?, ?, 0, 1, 0, 0, 5, 'lock', ?, ?, ?, null, ?)`);
const insertContent = database.prepare('insert into content values (?, ?, ?)');
const spend = database.prepare(`update share set views_spent = views_spent + 1
  where id = ? and state = 'live' and views_spent < max_views and expires_at > ? returning views_spent`);
const insertOpening = database.prepare('insert into opening values (?, ?, ?, ?, ?, ?, null)');
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
    if (!running) setImmediate(() => void runGroups());
    running = true;
  });
}

async function runGroups(): Promise<void> {
  while (waiting.length > 0) {
    const group = waiting.splice(0, MAX_GROUP);
    begin.run();
    for (const { run } of group) run();
    if (!isSynced) await datasync(slots);
    isSynced = true;
    commit.run();
    for (const { done } of group) done();
    await new Promise((resolve) => setImmediate(resolve));
  }
  running = false;
}

function writeSlot(slot: number, record: Buffer): void {
  writeSync(slots, record, 0, RECORD_BYTES, slot * RECORD_BYTES);
  isSynced = false;
}

const now = () => Math.floor(Date.now() / 1000);
const hash = Buffer.alloc(32, 7);
const preamble = Buffer.alloc(83, 7);
const NOTE_BYTES = 1072;

const app = new Hono();
app.put('/api/shares/:id', async (c) => {
  const id = Buffer.from(c.req.param('id'));
  const body = Buffer.from(await c.req.arrayBuffer());
  const tail = body.subarray(4 + body.readUInt32BE(0));
  const at = now();
  await write(() => {
    const record = Buffer.alloc(RECORD_BYTES);
    id.copy(record, 0, 0, 16);
    writeSlot(nextSlot, record);
    insertShare.run(id, nextSlot++, hash, hash, hash, preamble, tail.length, at, at + 3600, at + 3600);
    insertContent.run(id, tail.subarray(NOTE_BYTES), tail.subarray(0, NOTE_BYTES));
  });
  return c.json({ state: 'live', createdAt: at, expiresAt: at + 3600 }, 201);
});
app.post('/api/shares/:id/open', async (c) => {
  const id = Buffer.from(c.req.param('id'));
  const { claim } = await c.req.json<{ claim: string }>();
  const at = now();
  let sealed: Buffer | undefined;
  await write(() => {
    if (spend.get(id, at) === undefined) return;
    insertOpening.run(id, 0, Buffer.from(claim, 'base64url'), at, at + 600, at + 3600);
    sealed = selectSealed.get(id)?.sealed;
  });
  return sealed ? c.body(new Uint8Array(sealed), 200, { 'content-type': 'application/octet-stream' }) : c.notFound();
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

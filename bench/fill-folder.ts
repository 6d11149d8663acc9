import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { openStore } from '#server/store.ts';

const RECORD_BYTES = 64;
const ID_BYTES = 16;
const PAGE_ROWS = 50_000;

export interface Filled {
  /** Shares that have not ended. */
  readonly live: number;
  readonly expiresAt: number;
  /** Tombstones beside them. */
  readonly ended: number;
  /** How many of the live ones are requests, and how many are answers. */
  readonly requests: number;
  readonly answers: number;
  /** How many shares have a report, live and ended. */
  readonly reports: number;
  readonly sealedBytes: number;
}

const clock = { now: () => Math.floor(Date.now() / 1000) };

/** Makes a data folder like that of a service after a busy month, with a key for each live share. */
export async function fillFolder(dataDir: string, filled: Filled): Promise<void> {
  const store = await openStore({ dataDir, clock, acceptLostKeys: false });
  await store.close();
  const database = new SqliteDatabase(join(dataDir, 'sotto.db'));
  database.pragma('foreign_keys = on');
  database.pragma('synchronous = off');
  database.transaction(() => insertRows(database, filled))();
  writeSlots(database, join(dataDir, 'keys.slots'));
  database.pragma('wal_checkpoint(truncate)');
  database.close();
}

function insertRows(database: SqliteDatabase.Database, filled: Filled): void {
  const now = clock.now();
  const numbers = (count: number) =>
    `with recursive n (i) as (select 0 where ${count} > 0 union all select i + 1 from n where i + 1 < ${count})`;
  const columns = `id, slot, kind, state, link_hash, owner_hash, open_hash, kdf, max_views, views_spent, attempts,
    attempt_limit, on_limit, size_bytes, body_bytes, created_at, expires_at, ended_at, due_at`;
  const hashes = 'randomblob(32), randomblob(32)';
  const { live, ended, requests, answers, reports, sealedBytes, expiresAt } = filled;
  database.exec(`
    ${numbers(live)} insert into share (${columns})
    select randomblob(16), i, iif(i < ${requests}, 'request', 'share'), 'live', ${hashes}, randomblob(32), 0, 1, 0, 0,
      5, 'lock', ${sealedBytes}, 0, ${now - 3600}, ${expiresAt}, null, ${expiresAt} from n;
    ${numbers(ended)} insert into share (${columns})
    select randomblob(16), null, 'share', 'spent', ${hashes}, null, 0, 1, 1, 0,
      5, 'lock', ${sealedBytes}, 0, ${now - 90_000}, ${now - 3600}, ${now - 80_000}, ${now + 86_400 * 20} + i from n;
    insert into content (share_id, preamble, note, sealed)
    select id, randomblob(76), null, randomblob(${sealedBytes}) from share where state = 'live';
    insert into opening (share_id, seq, opened_at, lease_until, lease_cap, acknowledged_at)
    select id, 1, ${now - 80_000}, ${now - 79_400}, ${now - 76_400}, ${now - 79_990} from share where state = 'spent';
    insert into request (share_id, max_answers, answers, answer_ttl, keep)
    select id, 100, 0, 3600, 'expiry' from share where kind = 'request';
    create temp table asked (at integer primary key, id blob);
    insert into asked select row_number() over () - 1, share_id from request;
    insert into answer (share_id, request_id, sealed_key)
    select share.id, asked.id, randomblob(1168) from share join asked on asked.at = share.slot % ${Math.max(requests, 1)}
    where kind = 'share' and state = 'live' limit ${answers};
    insert into report (share_id, reason, count, first_at, last_at)
    select id, 'other', 1, ${now}, ${now} from share order by id limit ${reports};
  `);
}

/** Writes a dummy key into the slot of each live share, in slot order. Nobody opens these shares. */
function writeSlots(database: SqliteDatabase.Database, path: string): void {
  const page = database.prepare<[number, number], { id: Buffer }>(
    'select id from share where slot >= ? order by slot limit ?',
  );
  const file = openSync(path, 'w', 0o600);
  for (let first = 0; ; first += PAGE_ROWS) {
    const rows = page.all(first, PAGE_ROWS);
    const records = Buffer.alloc(rows.length * RECORD_BYTES);
    rows.forEach(({ id }, at) => {
      id.copy(records, at * RECORD_BYTES);
      records.fill(1, at * RECORD_BYTES + ID_BYTES, at * RECORD_BYTES + ID_BYTES + 32);
    });
    writeSync(file, records);
    if (rows.length < PAGE_ROWS) break;
  }
  closeSync(file);
}

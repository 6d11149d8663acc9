import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { NOTE_BYTES, SEALED_BYTES } from './http.ts';

const BATCH = 100_000;
const DAY = 86_400;

/**
 * Adds live shares of one line of text, numbered from `from` to `to`, with their keys in the database. Triggers are off
 * meanwhile, so the totals are written here.
 */
export async function fillPostgres(client: Client, { from, to }: { from: number; to: number }): Promise<void> {
  await client.query(`set session_replication_role = replica; set synchronous_commit = off`);
  for (let first = from; first < to; first += BATCH) await addBatch(client, first, Math.min(first + BATCH, to));
  await client.query(`
    insert into share_total (kind, state, shares, size_bytes, body_bytes, slots, answers, reported)
    values ('share', 'live', ${to - from}, ${(to - from) * SEALED_BYTES}, 0, 0, 0, 0);
    set session_replication_role = origin; reset synchronous_commit`);
  await client.query('vacuum analyze');
  await client.query('checkpoint');
}

async function addBatch(client: Client, first: number, end: number): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  const id = `substr(sha256(('id ' || n)::bytea), 1, 16)`;
  const hash = (name: string) => `sha256(('${name} ' || n)::bytea)`;
  const numbers = `generate_series(${first}, ${end - 1}) as n`;
  await client.query(`
    insert into share (id, kind, state, link_hash, owner_hash, open_hash, kdf, max_views, views_spent, attempts,
      attempt_limit, on_limit, size_bytes, body_bytes, created_at, expires_at, due_at)
    select ${id}, 'share', 'live', ${hash('link')}, ${hash('owner')}, ${hash('open')}, 0, 1, 0, 0,
      5, 'lock', ${SEALED_BYTES}, 0, ${now}, ${now + 30 * DAY} + n % ${DAY}, ${now + 30 * DAY} + n % ${DAY}
    from ${numbers};
    insert into erasure_key (share_id, key) select ${id}, ${hash('key')} from ${numbers}`);
  await client.query(
    `insert into content (share_id, preamble, note, sealed) select ${id}, $1, $2, $3 from ${numbers}`,
    [randomBytes(76), randomBytes(NOTE_BYTES), randomBytes(SEALED_BYTES)],
  );
}

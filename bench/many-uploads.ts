import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { beginUpload } from '#server/file-bodies/begin-upload.ts';
import { sumReserved } from '#server/records/reservation-total.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import type { Deps } from '#server/deps.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { openTestStore } from '#server/testing/test-stores.ts';
import type { TestDialect, TestStore } from '#server/testing/test-stores.ts';
import { TestUpload } from '#server/testing/test-upload.ts';
import { median, printTable, rounded } from './table.ts';

/**
 * Measures the cost of beginning an upload and of sending a part while many other uploads run, each from a different
 * address. Run `node bench/many-uploads.ts`. Set TEST_POSTGRES_URL to measure PostgreSQL too.
 */
const RUNNING = [0, 1_000, 100_000];
const REPEATS = 60;
const LIFETIME_SECONDS = 600;

/** Adds pending uploads whose reservations lapse within ten minutes, 256 from each network. */
async function fill({ deps, clock }: TestStore, count: number): Promise<void> {
  if (count === 0) return;
  const isPostgres = deps.store.backend.dialect === 'postgres';
  const blobOf = (text: string) => sql.raw(isPostgres ? `decode(md5(${text}), 'hex')` : `cast(${text} as blob)`);
  const named = (name: string, number: string) =>
    blobOf(isPostgres ? `'${name} ' || (${number})` : `'${name} ' || (${number})`);
  const numbers = sql`with recursive n (i) as (select 0 union all select i + 1 from n where i + 1 < ${sql.lit(count)})`;
  await deps.store.write(async ({ kysely }) => {
    await sql`insert into share (id, state, link_hash, owner_hash, kdf, max_views, views_spent, attempts, attempt_limit, on_limit,
      size_bytes, body_name, body_bytes, part_chunks, created_at, expires_at, due_at)
      ${numbers} select ${named('upload', 'i')}, 'pending', ${named('x', 'i')}, ${named('x', 'i')}, 0, 1, 0, 0, 1, 'lock', 0,
      'body ' || i, 1000, 1, ${sql.lit(clock.now())}, ${sql.lit(clock.now() + 604_800)}, ${sql.lit(clock.now() + 86_400)} from n`.execute(
      kysely,
    );
    await sql`insert into reservation (share_id, bytes, until, address_hash, site_hash, network_hash)
      ${numbers} select ${named('upload', 'i')}, 1000, ${sql.lit(clock.now() + 1)} + i % ${sql.lit(LIFETIME_SECONDS)},
      ${named('address', 'i')}, ${named('site', 'i / 16')}, ${named('network', 'i / 256')} from n`.execute(kysely);
  });
}

interface Cost {
  readonly ms: number;
  readonly cpuMs: number;
}

async function costOf(act: (i: number) => Promise<unknown>): Promise<Cost> {
  const costs: Cost[] = [];
  for (let i = 0; i < REPEATS; i++) {
    const [started, before] = [performance.now(), process.threadCpuUsage()];
    await act(i);
    const { user, system } = process.threadCpuUsage(before);
    costs.push({ ms: performance.now() - started, cpuMs: (user + system) / 1000 });
  }
  return { ms: median(costs.map(({ ms }) => ms)), cpuMs: median(costs.map(({ cpuMs }) => cpuMs)) };
}

/** @returns the longest processor time that this thread used without yielding, in milliseconds */
async function longestBlock(act: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  const state = { isDone: false };
  const watching = (async () => {
    for (let last = process.threadCpuUsage(); !state.isDone; last = process.threadCpuUsage()) {
      await nextTurn();
      const { user, system } = process.threadCpuUsage(last);
      longest = Math.max(longest, (user + system) / 1000);
    }
  })();
  await act();
  state.isDone = true;
  await watching;
  return longest;
}

const client = '192.0.2.1';
const shown = ({ ms, cpuMs }: Cost): string => `${ms.toFixed(2)} (${cpuMs.toFixed(2)})`;

async function measure(dialect: TestDialect, running: number): Promise<string[]> {
  await using testStore = await openTestStore(dialect);
  const { clock } = testStore;
  const blobs = { ...testStore.deps.blobs, freeBytes: async () => 1e13 };
  const deps: Deps = { ...testStore.deps, blobs, config: parseConfig({ SOTTO_MIN_FREE_MB: '0' }) };
  await fill(testStore, running);
  await sweep(deps);
  // Autovacuum would do this within a minute.
  if (dialect === 'PostgreSQL') await sql`vacuum analyze`.execute(deps.store.read.kysely);
  const uploads = Array.from({ length: REPEATS }, () => new TestUpload(clock.now(), { bodyBytes: 1000 }));
  const begin = (upload: TestUpload) => beginUpload(deps, upload.id, { ...upload.message(), client });
  const begins = await costOf((i) => begin(uploads[i] ?? new TestUpload(clock.now())));
  const parts = await costOf((i) => (uploads[i] ?? new TestUpload(clock.now())).put(deps, 0));
  const sum = await costOf(() => sumReserved(deps.store.read));
  clock.advance(LIFETIME_SECONDS);
  const block = await longestBlock(() => sweep(deps));
  return [rounded(running), shown(begins), shown(parts), shown(sum), block.toFixed(1)];
}

const dialects: readonly TestDialect[] = process.env['TEST_POSTGRES_URL'] ? ['SQLite', 'PostgreSQL'] : ['SQLite'];
for (const dialect of dialects) {
  const rows = [['running uploads', 'begin', 'part', 'sum of all', 'longest block when all lapse']];
  for (const running of RUNNING) rows.push(await measure(dialect, running));
  printTable(`${dialect}: milliseconds, processor time of this process in brackets (median of ${REPEATS})`, rows);
}

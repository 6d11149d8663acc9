import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { openStore } from '#server/store.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { everyRouteEnv, useEveryRoute } from '#server/testing/every-route.ts';
import { openTestApp } from '#server/testing/test-app.ts';
import { madeRequest } from '#server/testing/test-request.ts';
import { madeShare, TestShare } from '#server/testing/test-share.ts';
import { dialects, openTestStore, SettableClock } from '#server/testing/test-stores.ts';
import { sumUsed } from './file-body.ts';
import { findWrongReservations } from './reservation-total.ts';
import { findWrongTotals, foldTotals, holdsContent, readTotals, recountTotals } from './totals.ts';

const DAY = 24 * 3600;
const env = { SOTTO_ABUSE_CONTACT: 'mailto:abuse@example.org', ...everyRouteEnv };

describe.each(dialects)('%s', (dialect) => {
  test('the totals match the shares after every route, and after everything has ended and been forgotten', async () => {
    await using app = await openTestApp({ dialect, env });
    const { deps, testStore } = app;
    const { read } = deps.store;
    await useEveryRoute(app.ask, testStore.clock.now());
    expect(await findWrongTotals(read)).toEqual([]);
    expect((await readTotals(read)).reduce((sum, { answers }) => sum + answers, 0)).toBeGreaterThan(0);
    expect((await readTotals(read)).reduce((sum, { reported }) => sum + reported, 0)).toBe(1);
    for (const days of [0, 0.05, 1, 8, 40, 40, 2]) {
      testStore.clock.advance(days * DAY);
      await sweep(deps);
      expect([await findWrongTotals(read), await findWrongReservations(read)]).toEqual([[], []]);
    }
    expect((await readTotals(read)).filter(({ shares, sizeBytes, slots }) => shares + sizeBytes + slots !== 0)).toEqual(
      [],
    );
  });

  test('the totals match while two processes create, delete and sweep at once', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const other = { ...deps, store: await testStore.open() };
    const terms = { expiresAt: clock.now() + 3600 };
    const shares = await Promise.all(Array.from({ length: 30 }, () => madeShare(deps, terms)));
    clock.advance(3600);
    await Promise.all([
      ...shares.slice(0, 15).map((share, at) => share.delete(at % 2 === 0 ? deps : other)),
      ...Array.from({ length: 30 }, (_, at) => madeShare(at % 2 === 0 ? deps : other)),
      sweep(deps),
      sweep(other),
      deps.store.write(foldTotals),
      other.store.write(foldTotals),
    ]);
    expect(await findWrongTotals(deps.store.read)).toEqual([]);
    const held = (await readTotals(other.store.read)).filter(holdsContent);
    expect(held.reduce((sum, total) => sum + total.shares, 0)).toBe(30);
    await other.store.close();
  });

  test('a write that is rolled back is not counted', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps } = testStore;
    const share = await madeShare(deps);
    const before = await readTotals(deps.store.read);
    const undone = deps.store.write(async (tx) => {
      await tx.kysely.deleteFrom('share').where('id', '=', share.id).execute();
      throw new Error('rolled back');
    });
    await expect(undone).rejects.toThrow('rolled back');
    expect(await readTotals(deps.store.read)).toEqual(before);
  });

  test('an older release that does not know the totals can write at the same time', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const request = await madeRequest(deps, { maxAnswers: 3 });
    const answer = request.answer(clock.now());
    await answer.create(deps);
    await deps.store.write(async ({ kysely }) => {
      const id = new TestShare(clock.now()).id;
      await sql`insert into share (id, state, link_hash, owner_hash, kdf, max_views, views_spent, attempts, attempt_limit,
        on_limit, size_bytes, created_at, expires_at, due_at)
        select ${id}, 'live', link_hash, owner_hash, 0, 1, 0, 0, 5, 'lock', 77, 0, 0, 0 from share where id = ${request.id}`.execute(
        kysely,
      );
      await sql`insert into answer (share_id, request_id) values (${id}, ${request.id})`.execute(kysely);
      await sql`insert into report values (${id}, 'other', 1, 0, 0)`.execute(kysely);
      await sql`update share set size_bytes = 99 where id = ${id}`.execute(kysely);
    });
    expect(await findWrongTotals(deps.store.read)).toEqual([]);
    const [live] = (await readTotals(deps.store.read)).filter(
      ({ kind, state }) => kind === 'share' && state === 'live',
    );
    expect(live).toMatchObject({ shares: 2, sizeBytes: 99 + answer.toCreate.sealed.length, answers: 2, reported: 1 });
  });

  test('totals that were damaged from outside are found and recounted', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps } = testStore;
    const { store } = deps;
    await madeShare(deps);
    const used = await sumUsed(store.read);
    await store.write(async ({ kysely }) => {
      await kysely.updateTable('share_total').set({ size_bytes: 5, shares: 7 }).where('state', '=', 'live').execute();
    });
    expect(await findWrongTotals(store.read)).not.toEqual([]);
    expect(await store.write(recountTotals)).toBe(true);
    expect(await findWrongTotals(store.read)).toEqual([]);
    expect(await sumUsed(store.read)).toBe(used);
    expect(await store.write(recountTotals)).toBe(false);
  });

  test('a sweep leaves few rows of totals', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps } = testStore;
    for (let times = 0; times < 30; times++) await (await madeShare(deps)).delete(deps);
    await sweep(deps);
    const rows = await deps.store.read.kysely.selectFrom('share_total').select('state').execute();
    expect(rows.length).toBeLessThanOrEqual(14);
  });
});

test('a data folder of an earlier release gets its totals at the first start', async () => {
  const releases = join(import.meta.dirname, '../../releases');
  const names = readdirSync(releases, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of names) {
    const dataDir = mkdtempSync(join(tmpdir(), 'sotto-totals-'));
    cpSync(join(releases, name, 'data-folder'), dataDir, { recursive: true });
    const store = await openStore({ dataDir, clock: new SettableClock(), acceptLostKeys: false });
    expect(await findWrongTotals(store.read), name).toEqual([]);
    expect(
      (await readTotals(store.read)).reduce((sum, { shares }) => sum + shares, 0),
      name,
    ).toBeGreaterThan(0);
    await store.close();
    rmSync(dataDir, { recursive: true });
  }
});

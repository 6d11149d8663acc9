import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { madeShare, secret } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import { startSweeper, sweep } from './sweep.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

describe.each(dialects)('%s', (dialect) => {
  test('one sweep erases more shares than one batch holds', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const shares = await Promise.all(
      Array.from({ length: 130 }, () => madeShare(deps, { expiresAt: clock.now() + HOUR })),
    );
    const spared = await madeShare(deps, { expiresAt: clock.now() + HOUR + 1 });
    clock.advance(HOUR);
    await sweep(deps);
    for (const share of shares)
      expect(await share.status(deps)).toMatchObject({ state: 'expired', endedAt: clock.now() });
    expect(await spared.status(deps)).toMatchObject({ state: 'live' });
    const held = await deps.store.read.kysely.selectFrom('content').select('share_id').execute();
    expect(held.map(({ share_id }) => new Uint8Array(share_id))).toEqual([new Uint8Array(spared.id)]);
  });

  test('two concurrent sweeps in two processes do each thing once', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const second = { ...deps, store: await testStore.open() };
    const shares = await Promise.all(
      Array.from({ length: 70 }, () => madeShare(deps, { expiresAt: clock.now() + HOUR })),
    );
    clock.advance(HOUR);
    await Promise.all([sweep(deps), sweep(second), sweep(deps), sweep(second)]);
    for (const share of shares) expect(await share.status(second)).toMatchObject({ state: 'expired' });
    await second.store.close();
  });

  test('a tombstone keeps what it should, and no claim once its lease is over', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const { kysely } = deps.store.read;
    const share = await madeShare(deps, { maxViews: 2, password: true, expiresAt: clock.now() + DAY });
    const claim = secret();
    await share.open(deps, claim);
    await share.open(deps, secret(), secret()).catch(() => undefined);
    await share.delete(deps);
    clock.advance(599);
    await sweep(deps);
    expect(await share.acknowledge(deps, claim)).toMatchObject({ state: 'deleted' });
    clock.advance(1);
    await sweep(deps);
    await expect(share.acknowledge(deps, claim)).rejects.toMatchObject({ code: 'lease-over' });
    const [row] = await kysely.selectFrom('share').selectAll().execute();
    expect(row).toMatchObject({ slot: null, open_hash: null, attempts: 1, state: 'deleted' });
    const [opening] = await kysely.selectFrom('opening').selectAll().execute();
    expect(opening).toMatchObject({ claim_hash: null, opened_at: clock.now() - 600 });
    expect(await kysely.selectFrom('content').selectAll().execute()).toEqual([]);
    clock.advance(31 * DAY);
    await sweep(deps);
    expect(await kysely.selectFrom('share').selectAll().execute()).toEqual([]);
    expect(await kysely.selectFrom('opening').selectAll().execute()).toEqual([]);
  });

  test('the sweeper sweeps immediately, and stopping it waits for the sweep', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const share = await madeShare(deps, { expiresAt: clock.now() + HOUR });
    clock.advance(HOUR);
    const errors: unknown[] = [];
    const took: number[] = [];
    const stop = startSweeper(deps, { failed: (error) => errors.push(error), done: (seconds) => took.push(seconds) });
    await stop();
    expect(took).toHaveLength(1);
    expect(await share.status(deps)).toMatchObject({ state: 'expired', endedAt: clock.now() });
    expect(errors).toEqual([]);
  });

  test('a sweep that is stopped ends after a batch, and the next one continues', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const shares = await Promise.all(
      Array.from({ length: 450 }, () => madeShare(deps, { expiresAt: clock.now() + HOUR })),
    );
    clock.advance(HOUR);
    await sweep(deps, AbortSignal.abort());
    const held = async () => (await deps.store.read.kysely.selectFrom('content').select('share_id').execute()).length;
    expect(await held()).toBeGreaterThan(0);
    expect(await held()).toBeLessThan(shares.length);
    await sweep(deps);
    expect(await held()).toBe(0);
  });

  test('one sweep leaves only the newest openings and those with a running lease, however many there are', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const share = await madeShare(deps, { maxViews: 0, expiresAt: clock.now() + DAY });
    const openings = Array.from({ length: 1300 }, (_, at) => ({
      share_id: share.id,
      seq: at + 1,
      claim_hash: null,
      opened_at: clock.now(),
      lease_until: clock.now() + (at === 3 ? 2 * HOUR : 600),
      lease_cap: clock.now() + 2 * HOUR,
      acknowledged_at: null,
    }));
    await deps.store.write(async ({ kysely }) => {
      for (const opening of openings) await kysely.insertInto('opening').values(opening).execute();
      const due = { views_spent: openings.length, due_at: clock.now() };
      await kysely.updateTable('share').set(due).where('id', '=', share.id).execute();
    });
    clock.advance(HOUR);
    await sweep(deps);
    const left = await deps.store.read.kysely.selectFrom('opening').select('seq').orderBy('seq').execute();
    expect(left.map(({ seq }) => seq)).toEqual([4, ...Array.from({ length: 100 }, (_, at) => 1201 + at)]);
    await share.delete(deps);
    clock.advance(HOUR);
    await sweep(deps);
    await sweep(deps);
    expect(await deps.store.read.kysely.selectFrom('opening').select('seq').execute()).toHaveLength(100);
  });

  test('one sweep forgets what many clients stored on a past day', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const today = Math.floor(clock.now() / DAY);
    const rows = Array.from({ length: 1200 }, (_, at) => ({
      day: today - 1 - (at % 2),
      account_hash: new Uint8Array(createHash('sha256').update(String(at)).digest()),
      amount: 1,
    }));
    await deps.store.write(async ({ kysely }) => {
      for (const row of rows) await kysely.insertInto('tally').values(row).execute();
      await kysely
        .insertInto('tally')
        .values({ day: today, account_hash: new Uint8Array(32), amount: 1 })
        .execute();
    });
    await sweep(deps);
    expect(await deps.store.read.kysely.selectFrom('tally').select('day').execute()).toEqual([{ day: today }]);
  });

  test('a failed sweep is reported and does not stop the sweeper', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps } = testStore;
    await deps.store.close();
    const errors: unknown[] = [];
    const took: number[] = [];
    const stop = startSweeper(deps, { failed: (error) => errors.push(error), done: (seconds) => took.push(seconds) });
    await stop();
    expect(errors, 'one from the sweep, one from the look through the folder of file bodies').toHaveLength(2);
    expect(took).toEqual([]);
  });
});

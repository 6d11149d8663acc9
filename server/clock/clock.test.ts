import { randomBytes } from 'node:crypto';
import { existsSync, globSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reapOrphans } from '#server/records/remove-file-body.ts';
import { charge } from '#server/quota/charge.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { madeRequest } from '#server/testing/test-request.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import type { TestDialect, TestStore } from '#server/testing/test-stores.ts';
import { TestUpload } from '#server/testing/test-upload.ts';
import { acceptClock, inspectClock } from './check-clock.ts';
import { isHeld } from './reckoning.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** An installation with a checked clock. */
async function openSwept(dialect: TestDialect): Promise<TestStore> {
  const testStore = await openTestStore(dialect);
  await sweep(testStore.deps);
  return testStore;
}

/** The number of rows in each table. */
async function rowCounts({ deps }: TestStore): Promise<Record<string, number>> {
  const { kysely } = deps.store.read;
  const counts: Record<string, number> = {};
  for (const table of ['share', 'content', 'opening', 'answer', 'tally', 'day_key'] as const) {
    counts[table] = (await kysely.selectFrom(table).selectAll().execute()).length;
  }
  return counts;
}

describe.each(dialects)('%s', (dialect) => {
  test('a clock that is a year ahead for a minute ends nothing by time', async () => {
    await using testStore = await openSwept(dialect);
    const { deps, clock } = testStore;
    const plain = await madeShare(deps, { expiresAt: clock.now() + DAY });
    const ended = await madeShare(deps);
    await ended.delete(deps);
    const beingRead = await madeShare(deps, { expiresAt: clock.now() + DAY });
    const claim = secret();
    await beingRead.open(deps, claim);
    const upload = new TestUpload(clock.now(), { expiresAt: clock.now() + DAY });
    await upload.begin(deps);
    await upload.putAll(deps);
    const request = await madeRequest(deps, { expiresAt: clock.now() + DAY });
    const answer = request.answer(clock.now());
    await answer.create(deps);
    await deps.store.write((tx) => charge(tx, deps, { accounts: ['a client'], amount: 5, atMost: 10 }));
    const before = await rowCounts(testStore);

    clock.jump(YEAR);
    for (let n = 0; n < 4; n++) {
      expect(isHeld(await sweep(deps))).toBe(true);
      expect(await plain.describe(deps)).toMatchObject({ state: 'expired' });
      await expect(plain.open(deps)).rejects.toMatchObject({ code: 'ended', members: { state: 'expired' } });
      clock.advance(15);
    }
    expect(await rowCounts(testStore)).toEqual(before);

    clock.jump(-YEAR);
    expect(isHeld(await sweep(deps))).toBe(false);
    expect(await rowCounts(testStore)).toEqual(before);
    expect((await plain.open(deps)).sealed).toEqual(plain.toCreate.sealed);
    expect((await beingRead.open(deps, claim)).head, 'the lease continues').toMatchObject({ repeated: true });
    expect((await answer.open(deps)).sealed).toEqual(answer.toCreate.sealed);
    expect(await upload.share.create(deps)).toMatchObject({ created: true });
    expect(await ended.status(deps)).toMatchObject({ state: 'deleted' });
    const charged = deps.store.write((tx) => charge(tx, deps, { accounts: ['a client'], amount: 6, atMost: 10 }));
    await expect(charged, 'the day is still counted').rejects.toMatchObject({ code: 'quota-exceeded' });
  });

  test('during a hold, a last view, a deletion and a last wrong password still erase immediately', async () => {
    await using testStore = await openSwept(dialect);
    const { deps, clock } = testStore;
    const expiresAt = clock.now() + 30 * DAY;
    const read = await madeShare(deps, { expiresAt });
    const deleted = await madeShare(deps, { expiresAt });
    const destroyed = await madeShare(deps, { expiresAt, password: true, attemptLimit: 1, onLimit: 'destroy' });
    const expired = await madeShare(deps, { expiresAt: clock.now() + HOUR });
    clock.jump(2 * DAY);
    await sweep(deps);
    const claim = secret();
    await read.open(deps, claim);
    expect(await read.acknowledge(deps, claim)).toMatchObject({ state: 'spent', endedAt: clock.now() });
    expect(await deleted.delete(deps)).toMatchObject({ state: 'deleted' });
    await expect(destroyed.open(deps, secret(), secret())).rejects.toMatchObject({ members: { state: 'destroyed' } });
    expect(await expired.delete(deps)).toMatchObject({ state: 'deleted' });
    expect(await deps.store.read.kysely.selectFrom('content').selectAll().execute()).toEqual([]);
  });

  test('an acknowledgement does not end a share that has expired only by the wrong clock', async () => {
    await using testStore = await openSwept(dialect);
    const { deps, clock } = testStore;
    const share = await madeShare(deps, { maxViews: 3, expiresAt: clock.now() + 3 * DAY });
    clock.jump(3 * DAY - 60);
    const claim = secret();
    await share.open(deps, claim);
    clock.advance(90);
    expect(await share.acknowledge(deps, claim)).toMatchObject({ state: 'expired', viewsLeft: 2 });
    clock.jump(-3 * DAY + 60);
    expect(await share.status(deps)).toMatchObject({ state: 'live' });
    expect((await share.open(deps)).sealed).toEqual(share.toCreate.sealed);
  });

  test('the last of two readers does not end a share while the other’s lease is over only by the wrong clock', async () => {
    await using testStore = await openSwept(dialect);
    const { deps, clock } = testStore;
    const share = await madeShare(deps, { maxViews: 2, expiresAt: clock.now() + 3 * DAY });
    const [first, second] = [secret(), secret()];
    await share.open(deps, first);
    clock.jump(DAY);
    await share.open(deps, second);
    expect(await share.acknowledge(deps, second)).toMatchObject({ state: 'spent' });
    await sweep(deps);
    clock.jump(-DAY);
    expect((await share.open(deps, first)).head).toMatchObject({ repeated: true });
  });

  test('a partial upload that only looks old is not removed', async () => {
    await using testStore = await openSwept(dialect);
    const { deps, clock, dataDir } = testStore;
    const upload = new TestUpload(clock.now());
    await upload.begin(deps);
    await upload.put(deps, 0);
    const [part] = globSync(join(dataDir, 'bodies/*/*/0'));
    if (part === undefined) throw new Error('the part was not found');
    const beginning = join(dirname(part), `1.${'0'.repeat(32)}`);
    writeFileSync(beginning, 'half');
    utimesSync(beginning, 1, 1);
    clock.jump(YEAR);
    await reapOrphans(deps);
    expect(existsSync(beginning)).toBe(true);
    clock.jump(-YEAR);
    await reapOrphans(deps);
    expect(existsSync(beginning)).toBe(false);
  });

  test('after an hour the clock is accepted, and the shares that have expired by it are erased', async () => {
    await using testStore = await openSwept(dialect);
    const { deps, clock } = testStore;
    const share = await madeShare(deps, { expiresAt: clock.now() + DAY });
    clock.jump(YEAR);
    await sweep(deps);
    clock.advance(HOUR - 1);
    await sweep(deps);
    expect(await share.status(deps)).not.toHaveProperty('endedAt');
    clock.advance(1);
    await sweep(deps);
    expect(await share.status(deps)).toMatchObject({ state: 'expired', endedAt: clock.now() });
  });

  test('an operator can accept the clock without waiting', async () => {
    await using testStore = await openSwept(dialect);
    const { deps, clock } = testStore;
    const share = await madeShare(deps, { expiresAt: clock.now() + DAY });
    clock.jump(YEAR);
    await sweep(deps);
    expect(isHeld(await acceptClock(deps))).toBe(true);
    await sweep(deps);
    expect(await share.status(deps)).toMatchObject({ state: 'expired', endedAt: clock.now() });
  });

  test('a restart and another process know that the clock is off, and for how long', async () => {
    await using testStore = await openSwept(dialect);
    const { deps, clock } = testStore;
    const share = await madeShare(deps, { expiresAt: clock.now() + DAY });
    clock.jump(YEAR);
    await sweep(deps);
    clock.advance(HOUR / 2);
    const other = { ...deps, store: await testStore.open() };
    expect(isHeld(await sweep(other))).toBe(true);
    clock.advance(HOUR / 2 - 1);
    expect(isHeld(await sweep(other))).toBe(true);
    expect(await share.status(deps)).not.toHaveProperty('endedAt');
    clock.advance(1);
    expect(isHeld(await sweep(other))).toBe(false);
    await other.store.close();
  });

  test('a jump while the service is stopped is noticed at start, and normal time is not', async () => {
    await using testStore = await openSwept(dialect);
    const { deps, clock } = testStore;
    const share = await madeShare(deps, { expiresAt: clock.now() + 20 * DAY });
    clock.advance(7 * DAY);
    clock.jump(14 * DAY);
    expect(isHeld(await inspectClock(deps.store.read, deps.uptime))).toBe(true);
    expect(isHeld(await sweep(deps))).toBe(true);
    clock.jump(-14 * DAY);
    clock.advance(13 * DAY);
    expect(isHeld(await sweep(deps))).toBe(false);
    expect(await share.status(deps)).toMatchObject({ state: 'expired', endedAt: clock.now() });
  });

  test('a host that was off for days waits for an hour, because it cannot know how long it was off', async () => {
    await using testStore = await openSwept(dialect);
    const { deps, clock } = testStore;
    const share = await madeShare(deps, { expiresAt: clock.now() + DAY });
    clock.reboot(3 * DAY);
    expect(isHeld(await sweep(deps))).toBe(true);
    clock.advance(HOUR);
    expect(isHeld(await sweep(deps))).toBe(false);
    expect(await share.status(deps)).toMatchObject({ state: 'expired', endedAt: clock.now() });
  });

  test.each([1, 2])('a clock that jumps in the middle of a sweep (at step %i) ends nothing', async (step) => {
    await using testStore = await openSwept(dialect);
    const { deps, clock } = testStore;
    const share = await madeShare(deps, { expiresAt: clock.now() + DAY });
    let steps = 0;
    const { uptime } = deps;
    const jumping = {
      bootId: uptime.bootId,
      seconds() {
        const seconds = uptime.seconds();
        if (++steps === step) clock.jump(YEAR);
        return seconds;
      },
    };
    await sweep({ ...deps, uptime: jumping });
    expect(steps).toBeGreaterThanOrEqual(step);
    expect(await share.status(deps)).not.toHaveProperty('endedAt');
    clock.jump(-YEAR);
    await sweep(deps);
    expect(await share.status(deps)).toMatchObject({ state: 'live' });
  });

  test('counts for a future day, left by a wrong clock, are deleted when the clock is correct again', async () => {
    await using testStore = await openSwept(dialect);
    const { deps, clock } = testStore;
    clock.jump(YEAR);
    await deps.store.write((tx) => charge(tx, deps, { accounts: ['a client'], amount: 5, atMost: 10 }));
    await sweep(deps);
    clock.jump(-YEAR);
    await sweep(deps);
    expect(await rowCounts(testStore)).toMatchObject({ tally: 0, day_key: 0 });
  });

  test('an old copy of the database causes a hold of an hour on another host', async () => {
    await using testStore = await openSwept(dialect);
    const { deps, clock } = testStore;
    clock.advance(30 * DAY);
    const elsewhere = { bootId: randomBytes(4).toString('hex'), seconds: () => clock.now() };
    expect(isHeld(await sweep({ ...deps, uptime: elsewhere }))).toBe(true);
    clock.advance(HOUR);
    expect(isHeld(await sweep({ ...deps, uptime: elsewhere }))).toBe(false);
  });
});

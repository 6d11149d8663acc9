import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LEASE_SECONDS } from '#server/db/times.ts';
import type { Deps } from '#server/deps.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { madeShare, secret, TestShare } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import type { SettableClock, TestStore } from '#server/testing/test-stores.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;

describe.each(dialects)('%s', (dialect) => {
  let testStore: TestStore;
  let deps: Deps;
  let clock: SettableClock;

  beforeAll(async () => {
    testStore = await openTestStore(dialect);
    ({ deps, clock } = testStore);
  });

  afterAll(async () => {
    await testStore[Symbol.asyncDispose]();
  });

  test('a share is opened once, acknowledged, and then gone', async () => {
    const share = await madeShare(deps);
    const claim = secret();
    const { head, sealed } = await share.open(deps, claim);
    expect(Buffer.from(sealed).equals(share.toCreate.sealed)).toBe(true);
    expect(head).toEqual({
      openedAt: clock.now(),
      leaseUntil: clock.now() + LEASE_SECONDS,
      viewsLeft: 0,
      repeated: false,
    });
    const ended = { state: 'spent', viewsLeft: 0, endedAt: clock.now() };
    expect(await share.acknowledge(deps, claim)).toEqual(ended);
    expect(await share.acknowledge(deps, claim)).toEqual(ended);
    await expect(share.open(deps)).rejects.toMatchObject({
      code: 'ended',
      members: { state: 'spent', endedAt: clock.now(), openedAt: [clock.now()] },
    });
    await expect(share.open(deps, claim)).rejects.toMatchObject({ code: 'ended' });
  });

  test('after a lost response, the same claim gets the same bytes and spends nothing', async () => {
    const share = await madeShare(deps, { maxViews: 2 });
    const claim = secret();
    const first = await share.open(deps, claim);
    clock.advance(MINUTE);
    const again = await share.open(deps, claim);
    expect(again.sealed).toEqual(first.sealed);
    expect(again.head).toEqual({ ...first.head, repeated: true });
    expect(await share.describe(deps, claim)).toMatchObject({ resumable: true, viewsLeft: 1 });
    expect(await share.describe(deps, secret())).toMatchObject({ resumable: false });
    await share.open(deps);
    expect((await share.open(deps, claim)).head).toMatchObject({ repeated: true, viewsLeft: 0 });
    await expect(share.open(deps)).rejects.toMatchObject({ code: 'ended', members: { state: 'spent' } });
  });

  test('a claim whose lease is over spends no second view, even if views are left', async () => {
    const share = await madeShare(deps, { maxViews: 5 });
    const claim = secret();
    await share.open(deps, claim);
    clock.advance(LEASE_SECONDS);
    await expect(share.open(deps, claim)).rejects.toMatchObject({ code: 'lease-over' });
    await expect(share.acknowledge(deps, claim)).rejects.toMatchObject({ code: 'lease-over' });
    await expect(share.renew(deps, claim)).rejects.toMatchObject({ code: 'lease-over' });
    expect(await share.status(deps)).toMatchObject({ viewsLeft: 4, reading: 0 });
  });

  test('an acknowledged claim gets lease-over, even if views are left', async () => {
    const share = await madeShare(deps, { maxViews: 2 });
    const claim = secret();
    await share.open(deps, claim);
    expect(await share.acknowledge(deps, claim)).toEqual({ state: 'live', viewsLeft: 1 });
    expect(await share.acknowledge(deps, claim)).toEqual({ state: 'live', viewsLeft: 1 });
    await expect(share.open(deps, claim)).rejects.toMatchObject({ code: 'lease-over' });
  });

  test('renewing keeps the content for a reader up to the lease’s cap; then it is erased', async () => {
    const share = await madeShare(deps, { expiresAt: clock.now() + 5 * MINUTE, sealedBytes: 256 * 1024 });
    const claim = secret();
    const { openedAt } = (await share.open(deps, claim)).head;
    for (let minutes = 0; minutes < 54; minutes += 9) {
      clock.advance(9 * MINUTE);
      await sweep(deps);
      const { leaseUntil } = await share.renew(deps, claim);
      expect(leaseUntil).toBe(Math.min(clock.now() + LEASE_SECONDS, openedAt + HOUR + 2));
    }
    expect((await share.open(deps, claim)).head.repeated).toBe(true);
    clock.seconds = openedAt + HOUR + 1;
    await sweep(deps);
    expect(await share.describe(deps, claim)).toMatchObject({ resumable: true, state: 'spent' });
    clock.advance(1);
    await sweep(deps);
    expect(await share.describe(deps, claim)).toMatchObject({ resumable: false, endedAt: clock.now() });
    await expect(share.renew(deps, claim)).rejects.toMatchObject({ code: 'ended' });
  });

  test('when the last of two readers acknowledges, a spent share ends', async () => {
    const share = await madeShare(deps, { maxViews: 2 });
    const [one, other] = [secret(), secret()];
    await share.open(deps, one);
    await share.open(deps, other);
    expect(await share.acknowledge(deps, one)).toEqual({ state: 'spent', viewsLeft: 0 });
    expect(await share.status(deps)).toMatchObject({ reading: 1, state: 'spent' });
    expect(await share.acknowledge(deps, other)).toEqual({ state: 'spent', viewsLeft: 0, endedAt: clock.now() });
    expect(await share.acknowledge(deps, one)).toMatchObject({ endedAt: clock.now() });
  });

  test('a share expires exactly at its second', async () => {
    const share = await madeShare(deps, { expiresAt: clock.now() + 60, maxViews: 0 });
    clock.advance(59);
    expect((await share.open(deps)).head.viewsLeft).toBe(null);
    clock.advance(1);
    await expect(share.open(deps)).rejects.toMatchObject({ code: 'ended', members: { state: 'expired' } });
    expect(await share.describe(deps)).toMatchObject({ state: 'expired' });
  });

  test('wrong passwords lock; after the owner unlocks, the count starts again', async () => {
    const share = await madeShare(deps, { password: true, attemptLimit: 2 });
    await expect(share.open(deps, secret(), secret())).rejects.toMatchObject({
      code: 'wrong-password',
      members: { attemptsLeft: 1 },
    });
    await expect(share.open(deps, secret(), secret())).rejects.toMatchObject({ code: 'locked' });
    await expect(share.open(deps)).rejects.toMatchObject({ code: 'locked', members: { openedAt: [] } });
    expect(await share.status(deps)).toMatchObject({ state: 'locked', attempts: 2, viewsLeft: 1 });
    expect(await share.unlock(deps)).toMatchObject({ state: 'live', attempts: 0 });
    expect((await share.open(deps)).head.viewsLeft).toBe(0);
  });

  test('a lock stops new claims, but not a reader with a running lease', async () => {
    const share = await madeShare(deps, { password: true, attemptLimit: 1, maxViews: 2 });
    const claim = secret();
    await share.open(deps, claim);
    await expect(share.open(deps, secret(), secret())).rejects.toMatchObject({ code: 'locked' });
    expect((await share.open(deps, claim)).head.repeated).toBe(true);
    await expect(share.open(deps, claim, secret())).rejects.toMatchObject({ code: 'locked' });
    expect(await share.acknowledge(deps, claim)).toEqual({ state: 'locked', viewsLeft: 1 });
  });

  test('wrong passwords destroy if the sender chose so, and end every lease', async () => {
    const share = await madeShare(deps, { password: true, attemptLimit: 1, maxViews: 2, onLimit: 'destroy' });
    const claim = secret();
    await share.open(deps, claim);
    const destroyed = { code: 'ended', members: { state: 'destroyed', endedAt: clock.now() } };
    await expect(share.open(deps, secret(), secret())).rejects.toMatchObject(destroyed);
    await expect(share.open(deps, claim)).rejects.toMatchObject(destroyed);
    expect(await share.acknowledge(deps, claim)).toMatchObject({ state: 'destroyed', endedAt: clock.now() });
    expect(await share.unlock(deps)).toMatchObject({ state: 'destroyed' });
  });

  test('a wrong open proof without a password is not counted', async () => {
    const share = await madeShare(deps, { attemptLimit: 1 });
    await expect(share.open(deps, secret(), secret())).rejects.toMatchObject({ code: 'wrong-password', members: {} });
    expect(await share.status(deps)).toMatchObject({ attempts: 0, state: 'live' });
  });

  test('once views are spent, a right password gets the same reply as a wrong one', async () => {
    const share = await madeShare(deps, { password: true });
    await share.open(deps);
    const [right, wrong] = [share.open(deps), share.open(deps, secret(), secret())];
    const reason = { code: 'ended', members: { state: 'spent' } };
    for (const refused of await Promise.allSettled([right, wrong])) {
      expect(refused).toMatchObject({ status: 'rejected', reason });
    }
    expect(await share.status(deps)).toMatchObject({ attempts: 0 });
  });

  test('the owner deletes at any time, once, and every lease ends with it', async () => {
    const share = await madeShare(deps, { maxViews: 2 });
    const claim = secret();
    await share.open(deps, claim);
    expect(await share.status(deps)).toMatchObject({
      state: 'live',
      note: Buffer.from(share.toCreate.note).toString('base64url'),
    });
    const deleted = await share.delete(deps);
    expect(deleted).toMatchObject({ state: 'deleted', endedAt: clock.now(), reading: 0 });
    expect(deleted).not.toHaveProperty('note');
    clock.advance(MINUTE);
    expect(await share.delete(deps)).toEqual(deleted);
    await expect(share.open(deps, claim)).rejects.toMatchObject({ code: 'ended', members: { state: 'deleted' } });
    await expect(share.renew(deps, claim)).rejects.toMatchObject({ code: 'ended' });
  });

  test('a wrong proof gets the reply for an unknown id', async () => {
    const share = await madeShare(deps);
    const stranger = new TestShare(clock.now());
    Object.assign(stranger, { id: share.id });
    const nobody = new TestShare(clock.now());
    for (const guess of [stranger, nobody]) {
      const answers = await Promise.allSettled([
        guess.open(deps),
        guess.describe(deps),
        guess.renew(deps, secret()),
        guess.acknowledge(deps, secret()),
        guess.status(deps),
        guess.unlock(deps),
        guess.delete(deps),
      ]);
      for (const answer of answers) {
        expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'not-found', members: {} } });
      }
    }
    expect(await share.status(deps)).toMatchObject({ state: 'live', attempts: 0, viewsLeft: 1 });
  });

  test('a tombstone is forgotten thirty days after its end, or at its expiry if that is later', async () => {
    const short = await madeShare(deps, { expiresAt: clock.now() + HOUR });
    const long = await madeShare(deps, { expiresAt: clock.now() + 30 * DAY });
    await short.delete(deps);
    clock.advance(DAY);
    await long.delete(deps);
    clock.advance(29 * DAY - 1);
    await sweep(deps);
    expect(await short.status(deps)).toMatchObject({ state: 'deleted' });
    clock.advance(1);
    await sweep(deps);
    await expect(short.status(deps)).rejects.toMatchObject({ code: 'not-found' });
    expect(await long.status(deps)).toMatchObject({ state: 'deleted' });
    clock.advance(DAY);
    await sweep(deps);
    await expect(long.describe(deps)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a share with unlimited views keeps only its newest hundred openings', async () => {
    const share = await madeShare(deps, { maxViews: 0, expiresAt: clock.now() + DAY });
    for (let n = 0; n < 130; n++) {
      await share.open(deps);
      clock.advance(1);
    }
    clock.advance(LEASE_SECONDS);
    await sweep(deps);
    const kept = await deps.store.read.kysely
      .selectFrom('opening')
      .selectAll()
      .where('share_id', '=', share.id)
      .execute();
    expect(kept.length).toBe(100);
    expect((await share.describe(deps)).openedAt).toHaveLength(100);
    expect((await share.describe(deps)).openedAt[0]).toBe(
      kept.map((opening) => opening.opened_at).toSorted((a, b) => a - b)[0],
    );
  });

  test('of two hundred concurrent claims on seven views, exactly seven succeed', async () => {
    const share = await madeShare(deps, { maxViews: 7 });
    const outcomes = await Promise.allSettled(Array.from({ length: 200 }, () => share.open(deps)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(7);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'ended' });
    }
    expect((await share.status(deps)).openedAt).toHaveLength(7);
  });

  test('one claim sent many times at once spends one view', async () => {
    const share = await madeShare(deps, { maxViews: 50 });
    const claim = secret();
    const answers = await Promise.all(Array.from({ length: 40 }, () => share.open(deps, claim)));
    expect(answers.filter(({ head }) => !head.repeated)).toHaveLength(1);
    expect(await share.status(deps)).toMatchObject({ viewsLeft: 49 });
  });

  test('concurrent wrong passwords are counted exactly', async () => {
    const share = await madeShare(deps, { password: true, attemptLimit: 5, maxViews: 3, onLimit: 'destroy' });
    const outcomes = await Promise.allSettled(Array.from({ length: 30 }, () => share.open(deps, secret(), secret())));
    const reasons = outcomes.map((outcome) =>
      outcome.status === 'rejected' ? (outcome.reason as { code: string }).code : '',
    );
    expect(reasons.filter((code) => code === 'wrong-password')).toHaveLength(4);
    expect(reasons.filter((code) => code === 'ended')).toHaveLength(26);
    expect(await share.status(deps)).toMatchObject({ attempts: 5, state: 'destroyed' });
  });
});

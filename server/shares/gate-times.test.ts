import { describe, expect, test } from 'vitest';
import { mailedCodes, mailing } from '#server/testing/mailed-codes.ts';
import { ANA } from '#server/testing/named-share.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';

describe.each(dialects)('%s', (dialect) => {
  describe('not before', () => {
    test('opens for nobody before its time, counts nothing, and opens at its second', async () => {
      await using testStore = await openTestStore(dialect);
      const { deps, clock } = testStore;
      const notBefore = clock.now() + 600;
      const share = await madeShare(deps, { notBefore, password: true });
      expect(await share.describe(deps)).toMatchObject({ notBefore, viewsLeft: 1 });
      const early = { code: 'too-early', members: { notBefore } };
      await expect(share.open(deps)).rejects.toMatchObject(early);
      await expect(share.open(deps, secret(), secret())).rejects.toMatchObject(early);
      clock.advance(599);
      await expect(share.open(deps)).rejects.toMatchObject(early);
      clock.advance(1);
      await expect(share.open(deps, secret(), secret())).rejects.toMatchObject({ code: 'wrong-password' });
      expect((await share.open(deps)).head.viewsLeft).toBe(0);
      expect(await share.status(deps)).toMatchObject({ notBefore, attempts: 1, viewsLeft: 0 });
    });

    test('wrong passwords lock and destroy as without gates', async () => {
      await using testStore = await openTestStore(dialect);
      const { deps, clock } = testStore;
      const terms = { notBefore: clock.now(), password: true, attemptLimit: 1 };
      const locking = await madeShare(deps, terms);
      await expect(locking.open(deps, secret(), secret())).rejects.toMatchObject({ code: 'locked' });
      await expect(locking.open(deps)).rejects.toMatchObject({ code: 'locked' });
      await locking.unlock(deps);
      expect((await locking.open(deps)).head.repeated).toBe(false);
      const destroying = await madeShare(deps, { ...terms, onLimit: 'destroy' });
      await expect(destroying.open(deps, secret(), secret())).rejects.toMatchObject({ code: 'ended' });
      expect(await destroying.status(deps)).toMatchObject({ state: 'destroyed' });
    });

    test('nobody gets a code before the time, and a time after the expiry is refused', async () => {
      await using testStore = await openTestStore(dialect);
      const { clock } = testStore;
      const deps = mailing(testStore.deps);
      const share = await madeShare(deps, { people: [ANA], notBefore: clock.now() + 600 });
      const claim = secret();
      await share.askCode(deps, claim, ANA);
      expect(await mailedCodes(deps, share.id, claim)).toEqual([]);
      await expect(madeShare(deps, { notBefore: clock.now() + 3600 })).rejects.toMatchObject({
        code: 'terms-refused',
        members: { limit: 'notBefore' },
      });
    });

    test('of a hundred concurrent openings, one spends the only view', async () => {
      await using testStore = await openTestStore(dialect);
      const { deps, clock } = testStore;
      const share = await madeShare(deps, { notBefore: clock.now() });
      const openings = await Promise.allSettled(Array.from({ length: 100 }, () => share.open(deps)));
      expect(openings.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await share.status(deps)).toMatchObject({ viewsLeft: 0, openedAt: [clock.now()] });
    });
  });

  describe('shortening', () => {
    test('brings the expiry forward, never back, and tells the link holder', async () => {
      await using testStore = await openTestStore(dialect);
      const { deps, clock } = testStore;
      const share = await madeShare(deps);
      const { expiresAt } = share.toCreate.head;
      const sooner = clock.now() + 60;
      expect(await share.shorten(deps, sooner)).toMatchObject({ expiresAt: sooner, firstExpiresAt: expiresAt });
      expect(await share.shorten(deps, sooner + 30)).toMatchObject({ expiresAt: sooner, firstExpiresAt: expiresAt });
      expect(await share.describe(deps)).toMatchObject({ expiresAt: sooner, firstExpiresAt: expiresAt });
      clock.advance(60);
      await expect(share.open(deps)).rejects.toMatchObject({ code: 'ended' });
      expect(await share.shorten(deps, clock.now())).toMatchObject({ state: 'expired' });
    });

    test('a reader whose lease runs keeps what was sent', async () => {
      await using testStore = await openTestStore(dialect);
      const { deps, clock } = testStore;
      const share = await madeShare(deps);
      const claim = secret();
      const opened = await share.open(deps, claim);
      await share.shorten(deps, 0);
      expect(await share.status(deps)).toMatchObject({ expiresAt: clock.now() });
      expect((await share.open(deps, claim)).sealed).toEqual(opened.sealed);
    });
  });
});

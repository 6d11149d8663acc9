import { describe, expect, test } from 'vitest';
import type { Deps } from '#server/deps.ts';
import { lockShare } from '#server/records/share.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { mailedCodes, mailing } from '#server/testing/mailed-codes.ts';
import { ANA, BOB, openNamedShare } from '#server/testing/named-share.ts';
import { madeShare, secret, TestShare } from '#server/testing/test-share.ts';
import type { TestTerms } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import { traced } from '#server/testing/traced-deps.ts';
import { createShare } from './create-share.ts';

const other = (code: string) => code.replace(/.$/, (digit) => String((Number(digit) + 1) % 10));

describe.each(dialects)('%s', (dialect) => {
  const rig = (terms?: TestTerms) => openNamedShare(dialect, terms);
  const rows = (deps: Deps, table: 'gate' | 'recipient' | 'revocation' | 'code_ask' | 'outbox' | 'opening') =>
    deps.store.read.kysely.selectFrom(table).selectAll().execute();

  describe('named people', () => {
    test('a code from the mailbox opens for that person, once, and the owner sees who opened', async () => {
      await using here = await rig();
      const { deps, share, codeFor, clock } = here;
      const claim = secret();
      const code = await codeFor(claim, BOB);
      const opened = await share.openWith(deps, { claim, code });
      expect(opened.head).toMatchObject({ viewsLeft: 0, repeated: false });
      expect(Buffer.from(opened.sealed)).toEqual(Buffer.from(share.toCreate.sealed));
      expect(await share.status(deps)).toMatchObject({
        maxViews: 2,
        viewsLeft: 1,
        people: {
          viewsEach: 1,
          recipients: [
            { n: 1, openedAt: [], codeRequests: 0 },
            { n: 2, openedAt: [clock.now()], codeRequests: 1, mail: 'queued' },
          ],
        },
      });
      const again = secret();
      await share.askCode(deps, again, BOB);
      expect(await mailedCodes(deps, share.id, again)).toEqual([]);
    });

    test('without a code, and with a wrong one, nothing opens and no password attempt is used', async () => {
      await using here = await rig({ people: [ANA], password: true });
      const { deps, share, codeFor } = here;
      const claim = secret();
      await expect(share.open(deps, claim)).rejects.toMatchObject({ code: 'code-required' });
      await expect(share.open(deps, claim, secret())).rejects.toMatchObject({ code: 'code-required' });
      const code = await codeFor(claim, ANA);
      for (const triesLeft of [4, 3]) {
        const wrong = share.openWith(deps, { claim, code: other(code), openProof: secret() });
        await expect(wrong).rejects.toMatchObject({ code: 'wrong-code', members: { triesLeft } });
      }
      expect(await share.status(deps)).toMatchObject({ attempts: 0, state: 'live', openedAt: [] });
      const guessed = share.openWith(deps, { claim, code, openProof: secret() });
      await expect(guessed).rejects.toMatchObject({ code: 'wrong-password', members: { attemptsLeft: 4 } });
      expect((await share.openWith(deps, { claim, code })).head.viewsLeft).toBe(0);
    });

    test('a claim has five tries: asking again gives no new ones, nor does another address, nor time, but a reset does', async () => {
      await using here = await rig();
      const { deps, share, codeFor, clock } = here;
      const claim = secret();
      const code = await codeFor(claim, ANA);
      for (const triesLeft of [4, 3, 2, 1, 0]) {
        await expect(share.openWith(deps, { claim, code: other(code) })).rejects.toMatchObject({
          members: { triesLeft },
        });
      }
      await expect(share.openWith(deps, { claim, code })).rejects.toMatchObject({ members: { triesLeft: 0 } });
      const second = await codeFor(claim, BOB);
      await expect(share.openWith(deps, { claim, code: second })).rejects.toMatchObject({ members: { triesLeft: 0 } });
      clock.advance(1801);
      const late = await codeFor(claim, BOB);
      await expect(share.openWith(deps, { claim, code: late })).rejects.toMatchObject({ members: { triesLeft: 0 } });
      await share.change(deps, 2, 'reset');
      const fresh = await codeFor(claim, BOB);
      expect((await share.openWith(deps, { claim, code: fresh })).head.repeated).toBe(false);
    });

    test('a code is of one claim, one person and half an hour', async () => {
      await using here = await rig();
      const { deps, share, codeFor, clock } = here;
      const [mine, theirs] = [secret(), secret()];
      const code = await codeFor(mine, ANA);
      await codeFor(theirs, BOB);
      await expect(share.openWith(deps, { claim: theirs, code })).rejects.toMatchObject({ code: 'wrong-code' });
      await expect(share.openWith(deps, { claim: secret(), code })).rejects.toMatchObject({
        code: 'wrong-code',
        members: { triesLeft: 0 },
      });
      clock.advance(1800);
      await expect(share.openWith(deps, { claim: mine, code })).rejects.toMatchObject({ members: { triesLeft: 0 } });
    });

    test('another address replaces the first, so the code in the first mail stops working', async () => {
      await using here = await rig();
      const { deps, share, codeFor, clock } = here;
      const claim = secret();
      const first = await codeFor(claim, ANA);
      clock.advance(1);
      const second = await codeFor(claim, BOB);
      await expect(share.openWith(deps, { claim, code: first })).rejects.toMatchObject({ code: 'wrong-code' });
      await share.openWith(deps, { claim, code: second });
      expect((await share.status(deps)).people?.recipients.map(({ openedAt }) => openedAt.length)).toEqual([0, 1]);
    });

    test('three mails of an ask carry one code, and then no more; beyond their own, all share ten and one every 12 hours', async () => {
      await using here = await rig({ people: [ANA] });
      const { deps, share, clock } = here;
      const mails = async (claim: string) => (await mailedCodes(deps, share.id, claim)).map(({ code }) => code);
      const first = secret();
      for (let asks = 0; asks < 5; asks++) await share.askCode(deps, first, ANA);
      const codes = await mails(first);
      expect([codes.length, new Set(codes).size]).toEqual([3, 1]);
      let sent = 0;
      for (let asks = 0; asks < 12; asks++) {
        const claim = secret();
        await share.askCode(deps, claim, ANA);
        sent += (await mails(claim)).length;
      }
      expect(sent).toBe(10);
      clock.advance(3599);
      const later = await madeShare(deps, { people: [ANA], expiresAt: clock.now() + 100_000 });
      for (let asks = 0; asks < 13; asks++) await later.askCode(deps, secret(), ANA);
      clock.advance(43_200);
      const claim = secret();
      await later.askCode(deps, claim, ANA);
      expect(await mailedCodes(deps, later.id, claim)).toHaveLength(1);
    });

    test('a reader whose lease runs gets the same bytes again, without a code and whatever the gates say', async () => {
      await using here = await rig();
      const { deps, share, codeFor } = here;
      const claim = secret();
      const code = await codeFor(claim, ANA);
      const first = await share.openWith(deps, { claim, code });
      await share.change(deps, 1, 'revoke');
      const again = await share.open(deps, claim);
      expect(again.sealed).toEqual(first.sealed);
      expect(again.head).toMatchObject({ repeated: true, viewsLeft: 0 });
      await expect(share.open(deps, claim, secret())).rejects.toMatchObject({ code: 'code-required' });
    });

    test('a revoked person’s code stops working, and their openings leave the sum; the last one ends the share', async () => {
      await using here = await rig({ people: [ANA, BOB], maxViews: 3 });
      const { deps, share, codeFor, clock } = here;
      const claim = secret();
      const code = await codeFor(claim, ANA);
      const bobs = secret();
      await share.openWith(deps, { claim: bobs, code: await codeFor(bobs, BOB) });
      expect(await share.change(deps, 1, 'revoke')).toMatchObject({
        maxViews: 3,
        viewsLeft: 2,
        people: {
          recipients: [
            { n: 1, revokedAt: clock.now() },
            { n: 2, openedAt: [clock.now()] },
          ],
        },
      });
      await expect(share.openWith(deps, { claim, code })).rejects.toMatchObject({ code: 'wrong-code' });
      await share.askCode(deps, claim, ANA);
      expect(await mailedCodes(deps, share.id, claim)).toHaveLength(1);
      await share.change(deps, 1, 'revoke');
      await share.acknowledge(deps, bobs);
      expect(await share.change(deps, 2, 'revoke')).toMatchObject({ state: 'spent', endedAt: clock.now() });
    });

    test('revoking the only person before any opening ends the share, limited or not', async () => {
      for (const maxViews of [1, 0]) {
        await using here = await rig({ people: [ANA], maxViews });
        const { state, people } = await here.share.change(here.deps, 1, 'revoke');
        expect([state, people?.recipients]).toEqual(['spent', [{ n: 1, openedAt: [], revokedAt: here.clock.now() }]]);
        expect(await rows(here.deps, 'recipient')).toEqual([]);
      }
    });

    test('the owner sees a revocation as long as the history, after any end', async () => {
      await using here = await rig();
      const { deps, share, clock } = here;
      await share.change(deps, 1, 'revoke');
      const revokedAt = clock.now();
      clock.advance(60);
      await share.delete(deps);
      expect((await share.status(deps)).people?.recipients).toEqual([{ n: 1, openedAt: [], revokedAt }]);
      for (const days of [1, 40]) {
        clock.advance(days * 86_400);
        await sweep(deps);
      }
      await expect(share.status(deps)).rejects.toMatchObject({ code: 'not-found' });
      expect(await rows(deps, 'revocation')).toEqual([]);
    });

    test('the owner sees a reset, counts requests since, and no mail whose code stopped working', async () => {
      await using here = await rig({ people: [ANA] });
      const { deps, share, codeFor, clock } = here;
      await codeFor(secret(), ANA);
      clock.advance(60);
      const resetAt = clock.now();
      await share.change(deps, 1, 'reset');
      clock.advance(60);
      const personNow = async () => (await share.status(deps)).people?.recipients;
      expect(await personNow()).toEqual([{ n: 1, openedAt: [], codeRequests: 0, resetAt }]);
      await codeFor(secret(), ANA);
      expect(await personNow()).toEqual([{ n: 1, openedAt: [], codeRequests: 1, resetAt, mail: 'queued' }]);
      await share.change(deps, 1, 'revoke');
      expect((await share.status(deps)).people?.recipients[0]?.mail).toBeUndefined();
    });

    test('a reset gives new mails and ends running asks; an unknown number is unknown', async () => {
      await using here = await rig({ people: [ANA] });
      const { deps, share, codeFor } = here;
      const claim = secret();
      const code = await codeFor(claim, ANA);
      await share.change(deps, 1, 'reset');
      await expect(share.openWith(deps, { claim, code })).rejects.toMatchObject({ members: { triesLeft: 4 } });
      await expect(share.change(deps, 2, 'reset')).rejects.toMatchObject({ code: 'not-found' });
      await expect(share.change(deps, 2, 'revoke')).rejects.toMatchObject({ code: 'not-found' });
      const plain = await madeShare(deps);
      await expect(plain.change(deps, 1, 'revoke')).rejects.toMatchObject({ code: 'not-found' });
    });

    test('unlimited openings end with the last person, once nobody reads', async () => {
      await using here = await rig({ people: [ANA], maxViews: 0 });
      const { deps, share, codeFor } = here;
      const claim = secret();
      await share.openWith(deps, { claim, code: await codeFor(claim, ANA) });
      expect(await share.change(deps, 1, 'revoke')).toMatchObject({ state: 'spent', reading: 1, maxViews: 1 });
      expect((await share.open(deps, claim)).head.repeated).toBe(true);
      expect(await share.acknowledge(deps, claim)).toMatchObject({ state: 'spent', viewsLeft: null });
      expect(await rows(deps, 'gate')).toEqual([]);
    });

    test('acknowledging tells a person only their own openings', async () => {
      await using here = await rig({ people: [ANA, BOB], maxViews: 2 });
      const { deps, share, codeFor } = here;
      const claim = secret();
      await share.openWith(deps, { claim, code: await codeFor(claim, ANA) });
      expect(await share.acknowledge(deps, claim)).toEqual({ state: 'live', viewsLeft: 1 });
      await share.delete(deps);
      expect(await share.acknowledge(deps, claim)).toMatchObject({ state: 'deleted', viewsLeft: 0 });
    });

    test('a link holder sees what one person may do, and nobody else’s openings', async () => {
      await using here = await rig({ people: [ANA, BOB], maxViews: 2 });
      const { deps, share, codeFor } = here;
      const claim = secret();
      await share.openWith(deps, { claim, code: await codeFor(claim, ANA) });
      expect(await share.describe(deps)).toMatchObject({ maxViews: 2, viewsLeft: 2, openedAt: [] });
      await share.delete(deps);
      await expect(share.open(deps, secret())).rejects.toMatchObject({ code: 'ended', members: { openedAt: [] } });
    });

    test('everything about people goes with the content, but the list and the numbers stay for the owner', async () => {
      await using here = await rig();
      const { deps, share, codeFor, clock } = here;
      const claim = secret();
      await share.openWith(deps, { claim, code: await codeFor(claim, BOB) });
      await share.askCode(deps, secret(), ANA);
      await share.delete(deps);
      for (const table of ['gate', 'recipient', 'code_ask', 'outbox'] as const)
        expect(await rows(deps, table)).toEqual([]);
      expect((await share.status(deps)).people).toEqual({
        viewsEach: 1,
        recipients: [{ n: 2, openedAt: [clock.now()] }],
        list: share.toCreate.head.gates?.people?.list,
      });
    });

    test('a statement that knows no gates opens nothing: the open hash is not in the share', async () => {
      await using here = await rig({ people: [ANA], password: true });
      const [row] = await here.deps.store.read.kysely.selectFrom('share').selectAll().execute();
      expect(row?.open_hash).toBe(null);
    });

    test('a repeated create compares the people in their order, and survives revoking and shortening', async () => {
      await using here = await rig();
      const { deps, share, clock } = here;
      expect(await share.create(deps)).toMatchObject({ created: false, reply: { state: 'live' } });
      const { head } = share.toCreate;
      const list = head.gates?.people?.list ?? '';
      const swapped = { ...head, gates: { people: { addresses: [BOB, ANA], list } } };
      await expect(createShare(deps, { ...share.toCreate, head: swapped })).rejects.toMatchObject({ code: 'conflict' });
      await share.change(deps, 1, 'revoke');
      await share.shorten(deps, clock.now() + 60);
      expect(await share.create(deps)).toMatchObject({ created: false, reply: { expiresAt: head.expiresAt } });
    });

    test('what a reader or the server could not honour is malformed', async () => {
      await using here = await rig();
      const { deps, clock } = here;
      const list = secret().repeat(33).slice(0, 1427);
      const wrong: Record<string, TestTerms> = {
        'twice the same': { people: [ANA, ANA] },
        'not in its one form': { people: ['Ana@example.org'] },
        'not an address': { people: ['ana@example.org\r\nBcc: eve@evil.example'] },
        'destroying for two': { people: [ANA, BOB], password: true, onLimit: 'destroy' },
        'a parameter without its bit': { gates: { notBefore: clock.now() + 1 } },
        'a bit without its parameter': { people: [ANA], gates: {} },
        'another parameter': { people: [ANA], gates: { notBefore: clock.now() + 1 } },
        'one more': { people: [ANA], gates: { notBefore: clock.now() + 1, people: { addresses: [ANA], list } } },
      };
      for (const [name, terms] of Object.entries(wrong)) {
        await expect(madeShare(deps, terms), name).rejects.toMatchObject({ code: 'malformed' });
      }
    });

    test('who may name people, and whom, is the operator’s choice', async () => {
      await using testStore = await openTestStore(dialect);
      const share = new TestShare(testStore.clock.now(), { people: [ANA] });
      const create = (deps: Deps, hasToken = false) => createShare(deps, { ...share.toCreate, hasToken });
      const refused = (limit: string) => ({ code: 'terms-refused', members: { limit } });
      await expect(create(testStore.deps)).rejects.toMatchObject(refused('people'));
      await expect(create(mailing(testStore.deps, { who: 'off' }), true)).rejects.toMatchObject(refused('people'));
      const byToken = mailing(testStore.deps, { who: 'token' });
      await expect(create(byToken)).rejects.toMatchObject(refused('people'));
      const domains = mailing(testStore.deps, { domains: ['example.com'] });
      await expect(create(domains)).rejects.toMatchObject(refused('peopleDomains'));
      expect(await create(byToken, true)).toMatchObject({ created: true });
    });
  });

  test('of a hundred concurrent openings with one code, one opens, and another person still can', async () => {
    await using here = await rig();
    const { deps, share, codeFor } = here;
    const claim = secret();
    const code = await codeFor(claim, ANA);
    const openings = await Promise.allSettled(Array.from({ length: 100 }, () => share.openWith(deps, { claim, code })));
    const fulfilled = openings.flatMap((one) => (one.status === 'fulfilled' ? [one.value.head.repeated] : []));
    expect([fulfilled.length, fulfilled.filter((repeated) => !repeated).length]).toEqual([100, 1]);
    expect(await rows(deps, 'opening')).toHaveLength(1);
    const bobs = secret();
    await share.openWith(deps, { claim: bobs, code: await codeFor(bobs, BOB) });
  });

  test('an opening reads with one statement after the lock, and spends with one where each is a round trip', async () => {
    await using here = await rig();
    const { share, codeFor } = here;
    const claim = secret();
    const code = await codeFor(claim, ANA);
    const { deps, take } = traced(here.deps);
    await share.openWith(deps, { claim, code });
    const inTransaction = take().filter((step) => step.startsWith('write:'));
    expect(inTransaction).toHaveLength(dialect === 'PostgreSQL' ? 3 : 6);
  });

  test('however many wait for one share, another can be opened', async () => {
    await using here = await rig();
    const { testStore, deps, share, codeFor } = here;
    const claim = secret();
    const code = await codeFor(claim, ANA);
    const plain = await madeShare(deps);
    const other = await testStore.open();
    const [locked, gate] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    // SQLite has one writer, who must not wait.
    const holding = other.write(async (tx) => {
      await lockShare(tx, share.id);
      locked.resolve(undefined);
      if (dialect === 'PostgreSQL') await gate.promise;
    });
    await locked.promise;
    const openings = Array.from({ length: 30 }, () => share.openWith(deps, { claim, code }));
    const asks = Array.from({ length: 30 }, () => share.askCode(deps, secret(), BOB));
    expect((await plain.open(deps)).head.viewsLeft).toBe(0);
    gate.resolve(undefined);
    await holding;
    await Promise.all([...openings, ...asks]);
    await other.close();
  });
});

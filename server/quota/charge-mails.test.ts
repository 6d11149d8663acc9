import { describe, expect, test } from 'vitest';
import type { Deps } from '#server/deps.ts';
import { mailing } from '#server/testing/mailed-codes.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import { chargeMail, chargePeople } from './charge-mails.ts';

const people = (count: number) => Array.from({ length: count }, (_, index) => `p${index}@example.org`);
const name = (deps: Deps, creator: string, addresses: readonly string[]) =>
  deps.store.write((tx) => chargePeople(tx, deps, { creator, addresses }));
const mail = (deps: Deps, address: string, isExtra: boolean) =>
  deps.store.write((tx) => chargeMail(tx, deps, { id: new Uint8Array(16), address, isExtra }));
const refused = { code: 'quota-exceeded' };

describe.each(dialects)('%s', (dialect) => {
  test('one creator may cause a quarter of the mails of a day, and all together the whole', async () => {
    await using testStore = await openTestStore(dialect);
    const deps = mailing(testStore.deps, { perDay: 24 });
    await name(deps, 'client 1', people(2));
    await expect(name(deps, 'client 1', ['a@example.org'])).rejects.toMatchObject(refused);
    for (const creator of ['client 2', 'client 3', 'client 4']) await name(deps, creator, people(2));
    await expect(name(deps, 'client 5', ['a@example.org'])).rejects.toMatchObject(refused);
    expect([await mail(deps, 'a@example.org', false), await mail(deps, 'a@example.org', true)]).toEqual([true, false]);
    testStore.clock.advance(86_400);
    await name(deps, 'client 1', ['a@example.org']);
    expect(await mail(deps, 'a@example.org', true)).toBe(true);
  });

  test('one creator names one mailbox five times a day, in whatever way it is written', async () => {
    await using testStore = await openTestStore(dialect);
    const deps = mailing(testStore.deps);
    const spellings = ['bob.smith@example.org', 'bobsmith+1@example.org', 'b.o.b.smith+x.y@example.org'];
    await name(deps, 'client 1', spellings);
    await name(deps, 'client 1', spellings.slice(0, 2));
    await expect(name(deps, 'client 1', ['bobsmith@example.org'])).rejects.toMatchObject(refused);
    await name(deps, 'client 1', ['bobsmith@example.com']);
    await name(deps, 'client 2', ['bobsmith@example.org']);
  });

  test('one mailbox gets at most 60 mails a day, from all creators together', async () => {
    await using testStore = await openTestStore(dialect);
    const deps = mailing(testStore.deps);
    for (let creator = 0; creator < 20; creator++) await name(deps, `client ${creator}`, ['bob@example.org']);
    await expect(name(deps, 'client 20', ['bob@example.org'])).rejects.toMatchObject(refused);
    expect(await mail(deps, 'b.ob+y@example.org', true)).toBe(false);
    expect(await mail(deps, 'eve@example.org', true)).toBe(true);
  });

  test('without the server key, the database does not show which mailboxes got mail, even on that day', async () => {
    await using testStore = await openTestStore(dialect);
    const [one, other] = [mailing(testStore.deps), { ...mailing(testStore.deps), serverKey: new Uint8Array(32) }];
    for (const deps of [one, other]) await name(deps, 'client 1', ['bob@example.org']);
    const tallies = await one.store.read.kysely.selectFrom('tally').select('amount').execute();
    expect(tallies.map(({ amount }) => amount).toSorted()).toEqual([1, 1, 3, 3]);
  });

  test('concurrent charges that share mailboxes and the service neither deadlock nor lose a count', async () => {
    await using testStore = await openTestStore(dialect);
    const deps = mailing(testStore.deps, { perDay: 1200 });
    const orders = [people(20), people(20).reverse()];
    const named = Array.from({ length: 20 }, (_, index) => name(deps, `client ${index}`, orders[index % 2] ?? []));
    const outcomes = (await Promise.allSettled(named)).map(({ status }) => status);
    expect(outcomes).toEqual(Array<string>(20).fill('fulfilled'));
    await expect(name(deps, 'client 20', ['another@example.org']), 'all 1,200 are used').rejects.toMatchObject(refused);
  });

  test('a share whose people exceed the day is not created, and charges nothing', async () => {
    await using testStore = await openTestStore(dialect);
    const deps = mailing(testStore.deps, { perDay: 12 });
    await expect(madeShare(deps, { people: people(2) })).rejects.toMatchObject(refused);
    expect(await deps.store.read.kysely.selectFrom('share').selectAll().execute()).toEqual([]);
    await madeShare(deps, { people: people(1) });
  });

  test('mails beyond the own three are charged, so that an owner who resets them without end fills no mailbox', async () => {
    await using testStore = await openTestStore(dialect);
    const deps = mailing(testStore.deps);
    const share = await madeShare(deps, { people: ['bob@example.org'] });
    for (let round = 0; round < 25; round++) {
      for (let own = 0; own < 3; own++) {
        await share.askCode(deps, secret(), 'bob@example.org');
      }
      await share.change(deps, 1, 'reset');
    }
    const rows = await deps.store.read.kysely.selectFrom('outbox').select('kind').execute();
    const mails = rows.filter(({ kind }) => kind === 'code').length;
    expect([mails, rows.length]).toEqual([60, 75]);
  });
});

test('asking for a stranger writes as many rows as asking for somebody named, at a limit as well as below it', async () => {
  await using testStore = await openTestStore('SQLite');
  const deps = mailing(testStore.deps, { perDay: 2000 });
  const share = await madeShare(deps, { people: ['ana@example.org', 'bob@example.org'] });
  const changes = async () => {
    const { rows } = { rows: await deps.store.read.run('select total_changes() as total', []) };
    return (rows[0] as { total: number }).total;
  };
  const writes = async (address: string) => {
    const before = await changes();
    await share.askCode(deps, secret(), address);
    return (await changes()) - before;
  };
  const mailboxes = ['bob@example.org', 'eve@example.org'];
  for (let asks = 0; asks < 16; asks++) {
    const [named, stranger] = [await writes(mailboxes[0] ?? ''), await writes(mailboxes[1] ?? '')];
    expect(named, `ask ${asks}`).toBe(stranger);
    expect(named).toBeGreaterThan(3);
  }
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Api } from '#client/api.ts';
import { ApiError } from '#client/errors.ts';
import { expiryIn, makeShare, randomSecret } from './rig/make-share.ts';
import type { TestShare } from './rig/make-share.ts';
import { mailEnv, newPeople, openMailbox, requestCode } from './rig/named-people.ts';
import type { Mailbox } from './rig/named-people.ts';
import { bySize } from './rig/proof-size.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { administer, makeStore, storeKinds } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';

const PROCESSES = bySize({ ci: 2, full: 4 });
const ROUNDS = bySize({ ci: 1, full: 8 });
const RACERS = 200;
/** Every claim of a person needs a mail: each has three, and all together ten more. */
const CLAIMS_EACH = 6;

interface Racer {
  readonly person: number;
  readonly claim: string;
  readonly code: string;
}

/**
 * Asks again while all connections to the database are waiting: `unavailable` says that nothing was done.
 * @returns a value, or the refusal
 */
async function outcomeOf<T>(ask: () => Promise<T>): Promise<T | ApiError> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code !== 'unavailable') return error;
    }
  }
}

/** The server's logged errors, except that the database was busy. */
const faultsIn = (server: RunningServer): string[] =>
  server
    .output()
    .toString()
    .split('\n')
    .filter((line) => line.includes('"level":"error"') && !line.includes('"code":"unavailable"'));

describe.each(storeKinds)('a share for two people on %s, through several processes', (kind) => {
  let store: TestStore;
  let servers: RunningServer[];
  let mailbox: Mailbox;
  const apiOf = (turn: number): Api => (servers[turn % servers.length] ?? expect.unreachable()).api;

  beforeAll(async () => {
    store = await makeStore(kind);
    const env = await mailEnv(store);
    servers = [await startServer({ env })];
    while (servers.length < PROCESSES) servers.push(await startServer({ env }));
    mailbox = await openMailbox(store);
  });
  afterAll(async () => {
    await mailbox[Symbol.asyncDispose]();
    await Promise.all(servers.map((server) => server.end('SIGTERM')));
    await store.remove();
  });

  async function created(maxViews: number, people: readonly string[]): Promise<TestShare> {
    const share = makeShare({ maxViews, people, expiresAt: await expiryIn(apiOf(0), 3600) });
    await apiOf(0).create(share.id, share.body);
    return share;
  }

  async function racerOf(share: TestShare, address: string, person: number): Promise<Racer> {
    const claim = randomSecret();
    await requestCode(apiOf(person), { share, claim, address });
    return { person, claim, code: (await mailbox.codeOf(share, claim)) ?? expect.unreachable('no mail was queued') };
  }

  const open = (share: TestShare, { claim, code }: Racer, turn: number) => {
    const { id, linkProof, openProof } = share;
    return outcomeOf(() => apiOf(turn).open(id, { linkProof, openProof, claim, code }, { repeatable: false }));
  };

  test.each([1, 3])('opens for each person exactly as often as each may: %i', async (maxViews) => {
    for (let round = 0; round < ROUNDS; round++) {
      const people = newPeople(2);
      const share = await created(maxViews, people);
      const racers: Racer[] = [];
      for (const [person, address] of people.entries()) {
        for (let claims = 0; claims < CLAIMS_EACH; claims++) racers.push(await racerOf(share, address, person));
      }
      const runs = Array.from({ length: RACERS }, (_, turn) => racers[turn % racers.length] ?? expect.unreachable());
      const opened = new Map(people.map((_, person) => [person, new Set<string>()]));
      let spent = 0;
      await Promise.all(
        runs.map(async (racer, turn) => {
          const outcome = await open(share, racer, turn);
          if (outcome instanceof ApiError) {
            expect(['wrong-code', 'ended']).toContain(outcome.code);
            return;
          }
          expect(Buffer.compare(outcome.sealed, share.body.sealed)).toBe(0);
          opened.get(racer.person)?.add(racer.claim);
          if (!outcome.head.repeated) spent += 1;
        }),
      );
      expect([...opened.values()].map((claims) => claims.size)).toEqual([maxViews, maxViews]);
      expect(spent).toBe(2 * maxViews);
      for (const { api } of servers) {
        const status = await api.status(share.id, { ownerProof: share.ownerProof });
        expect(status).toMatchObject({ state: 'spent', viewsLeft: 0, maxViews: 2 * maxViews, reading: 2 * maxViews });
        expect(status.people?.recipients.map(({ openedAt }) => openedAt.length)).toEqual([maxViews, maxViews]);
      }
    }
  });

  test(`lets ${RACERS} racers with one right code spend one view`, async () => {
    const [ana = '', bob = ''] = newPeople(2);
    const share = await created(1, [ana, bob]);
    const racer = await racerOf(share, ana, 0);
    const outcomes = await Promise.all(Array.from({ length: RACERS }, (_, turn) => open(share, racer, turn)));
    const heads = outcomes.map((outcome) => (outcome instanceof ApiError ? outcome.code : outcome.head.repeated));
    expect(heads.filter((repeated) => repeated === false)).toHaveLength(1);
    expect(heads.filter((repeated) => repeated === true)).toHaveLength(RACERS - 1);
    const bobs = await open(share, await racerOf(share, bob, 1), 0);
    expect(bobs).toMatchObject({ head: { repeated: false, viewsLeft: 0 } });
  });

  test(`counts ${RACERS} wrong codes at once five times, and no password attempt`, async () => {
    const [ana = ''] = newPeople(1);
    const share = await created(1, [ana]);
    const racer = await racerOf(share, ana, 0);
    const code = racer.code.replace(/.$/, (digit) => String((Number(digit) + 1) % 10));
    const left: unknown[] = [];
    await Promise.all(
      Array.from({ length: RACERS }, async (_, turn) => {
        const { id, linkProof } = share;
        const body = { linkProof, openProof: randomSecret(), claim: racer.claim, code };
        const outcome = await outcomeOf(() => apiOf(turn).open(id, body, { repeatable: false }));
        left.push(outcome instanceof ApiError ? outcome.members['triesLeft'] : 'opened');
      }),
    );
    expect(left.filter((tries) => tries !== 0).toSorted()).toEqual([1, 2, 3, 4]);
    expect(left).toHaveLength(RACERS);
    expect(await open(share, racer, 0), 'the right code is too late').toMatchObject({ code: 'wrong-code' });
    const status = await apiOf(0).status(share.id, { ownerProof: share.ownerProof });
    expect(status).toMatchObject({ attempts: 0, viewsLeft: 1, state: 'live' });
  });

  test('requests, openings, wrong codes, revoking, resetting, shortening, deleting and the sweep never block one another', async () => {
    const ALLOWED = ['wrong-code', 'code-required', 'ended', 'lease-over', 'wrong-password'];
    for (let round = 0; round < ROUNDS * 4; round++) {
      const people = newPeople(2);
      const share = await created(2, people);
      const racers = [await racerOf(share, people[0] ?? '', 0), await racerOf(share, people[1] ?? '', 1)];
      const { id, linkProof, ownerProof } = share;
      const now = await expiryIn(apiOf(0), 0);
      const acts: ((turn: number) => Promise<unknown>)[] = [
        ...racers.map((racer) => (turn: number) => open(share, racer, turn)),
        ...racers.map((racer) => (turn: number) => open(share, { ...racer, code: '00000000' }, turn)),
        ...[...people, ...newPeople(1)].map(
          (address) => (turn: number) => requestCode(apiOf(turn), { share, claim: randomSecret(), address }),
        ),
        (turn) => apiOf(turn).recipients(id, { ownerProof, n: 1, action: 'reset' }),
        (turn) => apiOf(turn).recipients(id, { ownerProof, n: 1 + (round % 2), action: 'revoke' }),
        (turn) => apiOf(turn).shorten(id, { ownerProof, expiresAt: now + 60 - turn }),
        (turn) => apiOf(turn).describe(id, { linkProof }),
        (turn) => apiOf(turn).status(id, { ownerProof }),
        (turn) => apiOf(turn).acknowledge(id, { linkProof, claim: racers[0]?.claim ?? '' }),
        (turn) => apiOf(turn).renew(id, { linkProof, claim: racers[1]?.claim ?? '' }),
      ];
      const wild = Array.from({ length: 4 }, () => acts)
        .flat()
        .toSorted(() => Math.random() - 0.5);
      if (round % 2 === 0)
        wild.splice(Math.floor(wild.length / 2), 0, (turn) => apiOf(turn).remove(id, { ownerProof }));
      const outcomes = await Promise.all(wild.map((act, turn) => outcomeOf(() => act(turn))));
      for (const outcome of outcomes) if (outcome instanceof ApiError) expect(ALLOWED).toContain(outcome.code);
      const { people: after, ...status } = await apiOf(0).status(id, { ownerProof });
      const openings = after?.recipients.flatMap(({ openedAt }) => openedAt) ?? [];
      expect(openings).toHaveLength(status.openedAt.length);
    }
    expect(servers.flatMap(faultsIn)).toEqual([]);
    if (kind === 'SQLite') return;
    const deadlocks = 'select deadlocks::int from pg_stat_database where datname = current_database()';
    expect(await administer(store.env['SOTTO_DATABASE_URL'] ?? '', deadlocks)).toEqual([{ deadlocks: 0 }]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Api } from '#client/api.ts';
import { ApiError } from '#client/errors.ts';
import type { TestMember } from '#server/testing/test-members.ts';
import { expiryIn, makeShare, randomSecret } from './rig/make-share.ts';
import type { TestShare } from './rig/make-share.ts';
import { memberEnv, openersOf, openMembers } from './rig/members.ts';
import type { Members } from './rig/members.ts';
import { bySize } from './rig/proof-size.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore, storeKinds } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';

const PROCESSES = bySize({ ci: 2, full: 4 });
const ROUNDS = bySize({ ci: 1, full: 8 });
const RACERS = 200;
const MEMBERS = 20;

describe.each(storeKinds)('a share for members on %s, through several processes', (kind) => {
  let store: TestStore;
  let servers: RunningServer[];
  let members: Members;
  const apiOf = (turn: number): Api => (servers[turn % servers.length] ?? expect.unreachable()).api;

  beforeAll(async () => {
    store = await makeStore(kind);
    const env = memberEnv(store);
    servers = [await startServer({ env })];
    while (servers.length < PROCESSES) servers.push(await startServer({ env }));
    members = await openMembers(store);
  });
  afterAll(async () => {
    await members[Symbol.asyncDispose]();
    await Promise.all(servers.map((server) => server.end('SIGTERM')));
    await store.remove();
  });

  async function created(maxViews: number): Promise<TestShare> {
    const share = makeShare({ maxViews, members: ['ops'], expiresAt: await expiryIn(apiOf(0), 3600) });
    await apiOf(0).create(share.id, share.body);
    return share;
  }

  /** Asks again while all connections to the database are waiting. @returns the code of a refusal, or `opened` */
  async function open({ id, linkProof, openProof, body }: TestShare, pass: string, turn: number): Promise<string> {
    const claim = randomSecret();
    for (;;) {
      try {
        const opened = await apiOf(turn).open(id, { linkProof, openProof, claim, pass }, { repeatable: false });
        expect(Buffer.compare(opened.sealed, body.sealed)).toBe(0);
        return opened.head.repeated ? 'repeated' : 'opened';
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.code !== 'unavailable') return error.code;
      }
    }
  }

  test.each([1, 3])(
    `opens %i times for ${RACERS} members who open at once, with a receipt for each`,
    async (maxViews) => {
      const signedIn: TestMember[] = [];
      for (let at = 0; at < MEMBERS; at++) signedIn.push(await members.signIn(`m${at}`));
      const stranger = await members.signIn('eve', ['guests']);
      for (let round = 0; round < ROUNDS; round++) {
        const share = await created(maxViews);
        const passes = await Promise.all(
          Array.from({ length: RACERS }, (_, turn) =>
            (signedIn[turn % MEMBERS] ?? stranger).pass('open', share.idBytes),
          ),
        );
        const strange = await stranger.pass('open', share.idBytes);
        const runs = passes.flatMap((pass, turn) => (turn % 10 === 0 ? [strange, pass] : [pass]));
        const outcomes = await Promise.all(runs.map((pass, turn) => open(share, pass, turn)));
        const winners = runs.flatMap((pass, turn) => (outcomes[turn] === 'opened' ? [pass] : []));
        expect(winners).toHaveLength(maxViews);
        for (const outcome of outcomes) expect(['opened', 'ended', 'not-a-member']).toContain(outcome);
        const named = winners.map((pass) => `m${passes.indexOf(pass) % MEMBERS}@example.org`);
        for (const { api } of servers) {
          const status = await api.status(share.id, { ownerProof: share.ownerProof });
          expect(status).toMatchObject({ state: 'spent', viewsLeft: 0, reading: maxViews, attempts: 0 });
          expect((await openersOf(api, share)).toSorted()).toEqual(named.toSorted());
        }
      }
    },
  );
});

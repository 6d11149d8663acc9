import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenReply } from '#client/reader-api.ts';
import { ApiError } from '#client/errors.ts';
import { bySize } from './rig/proof-size.ts';
import { expiryIn, makeShare, randomSecret } from './rig/make-share.ts';
import type { TestShare } from './rig/make-share.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore, storeKinds } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';

const CLAIMS = 200;
const rounds = bySize({ ci: 1, full: 10 });

/** Claims go to the two processes in turn. */
async function openAtOnce(servers: readonly RunningServer[], share: TestShare, claims: readonly string[]) {
  const { id, linkProof, openProof } = share;
  const opened: OpenReply[] = [];
  const refused: string[] = [];
  const ask = async (claim: string, i: number) => {
    try {
      const { api } = servers[i % servers.length] ?? expect.unreachable();
      opened.push(await api.open(id, { linkProof, openProof, claim }, { repeatable: false }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refused.push(error.code);
    }
  };
  await Promise.all(claims.map(ask));
  return { opened, refused };
}

describe.each(storeKinds)('200 claims at once through two processes on one %s', (kind) => {
  let store: TestStore;
  let servers: RunningServer[];

  beforeAll(async () => {
    store = await makeStore(kind);
    servers = [await startServer(store), await startServer(store)];
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.end('SIGTERM')));
    await store.remove();
  });

  async function created(maxViews: number): Promise<TestShare> {
    const { api } = servers[0] ?? expect.unreachable();
    const share = makeShare({ maxViews, expiresAt: await expiryIn(api, 3600) });
    await api.create(share.id, share.body);
    return share;
  }

  test.each([1, 3, 10])('open a share of %i views exactly that often', async (maxViews) => {
    for (let round = 0; round < rounds; round++) {
      const share = await created(maxViews);
      const claims = Array.from({ length: CLAIMS }, randomSecret);
      const { opened, refused } = await openAtOnce(servers, share, claims);
      expect(opened).toHaveLength(maxViews);
      expect(refused).toEqual(Array.from({ length: CLAIMS - maxViews }, () => 'ended'));
      expect(opened.every((answer) => Buffer.compare(answer.sealed, share.body.sealed) === 0)).toBe(true);
      const left = opened.map(({ head }) => head.viewsLeft ?? -1).sort((a, b) => a - b);
      expect(left).toEqual(Array.from({ length: maxViews }, (_, i) => i));
      for (const { api } of servers) {
        const status = await api.status(share.id, { ownerProof: share.ownerProof });
        expect(status).toMatchObject({ state: 'spent', viewsLeft: 0, reading: maxViews });
        expect(status.openedAt).toHaveLength(maxViews);
      }
    }
  });

  test('spend one view for one claim, no matter how often and to which process it is sent', async () => {
    for (let round = 0; round < rounds; round++) {
      const share = await created(3);
      const claim = randomSecret();
      const { opened } = await openAtOnce(
        servers,
        share,
        Array.from({ length: CLAIMS }, () => claim),
      );
      expect(opened).toHaveLength(CLAIMS);
      expect(opened.filter(({ head }) => !head.repeated)).toHaveLength(1);
      expect(new Set(opened.map(({ head }) => head.viewsLeft))).toEqual(new Set([2]));
    }
  });
});

import { expect } from 'vitest';
import { createApi } from '#client/api.ts';
import type { Api } from '#client/api.ts';
import { expiryIn, makeShare, randomSecret } from './make-share.ts';
import { bySize } from './proof-size.ts';

export const REQUESTS = bySize({ ci: 1_000, full: 10_000 });
const CLIENTS = 4;

/** One life of a share. None of its requests is repeated, so one that is lost fails. @returns how many requests it took */
async function liveOnce(api: Api, expiresAt: number): Promise<number> {
  const share = makeShare({ maxViews: 1, expiresAt });
  const { id, linkProof, openProof, ownerProof } = share;
  const claim = randomSecret();
  await api.create(id, share.body);
  await api.open(id, { linkProof, openProof, claim }, { repeatable: false });
  await api.acknowledge(id, { linkProof, claim });
  const status = await api.status(id, { ownerProof });
  expect(status).toMatchObject({ state: 'spent', viewsLeft: 0 });
  return 4;
}

/** Sends requests, none of which is repeated, until there were enough and the restart is over. */
export async function loseNothing(baseUrl: string, restart: () => Promise<void>): Promise<void> {
  const api = createApi({ baseUrl, attempts: 1 });
  const expiresAt = await expiryIn(api, 3600);
  let [requests, isRestarted] = [0, false];
  const failures: unknown[] = [];
  const client = async () => {
    while (requests < REQUESTS || !isRestarted) {
      await liveOnce(api, expiresAt).then(
        (count) => (requests += count),
        (error: unknown) => failures.push(error),
      );
      if (failures.length > 20) return;
    }
  };
  const clients = Array.from({ length: CLIENTS }, client);
  await restart();
  isRestarted = true;
  await Promise.all(clients);
  expect(failures, `of ${requests} requests`).toEqual([]);
  expect(requests).toBeGreaterThanOrEqual(REQUESTS);
}

import { expect, test } from 'vitest';
import { ApiError } from '#client/errors.ts';
import { refusal } from './rig/load.ts';
import { expiryIn, makeShare, randomSecret } from './rig/make-share.ts';
import type { TestShare } from './rig/make-share.ts';
import { countSlots } from './rig/slots.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';

/** In units of 1024 bytes, as `ulimit -f` counts. Writes beyond it fail as on a full disk. */
const FILE_LIMIT = 6_000;
const SEALED_BYTES = 200_000;
const CREATES = 80;

interface Attempt {
  readonly share: TestShare;
  readonly status: number;
}

async function createUntilFull({ api }: RunningServer, expiresAt: number): Promise<Attempt[]> {
  const attempts = Array.from({ length: CREATES }, async (): Promise<Attempt> => {
    const share = makeShare({ maxViews: 1, expiresAt, sealedBytes: SEALED_BYTES });
    try {
      await api.create(share.id, share.body);
      return { share, status: 201 };
    } catch (error) {
      if (error instanceof ApiError) return { share, status: error.status };
      throw error;
    }
  });
  return Promise.all(attempts);
}

const openWith = ({ linkProof, openProof }: TestShare, claim: string) => ({ linkProof, openProof, claim });

test('a failed write is reported as an error and changes nothing', async () => {
  const store = await makeStore('SQLite');
  const limited = ['bash', '-c', `ulimit -f ${FILE_LIMIT}; exec "$@"`, 'bash'];
  const full = await startServer({ env: store.env, under: limited });
  const expiresAt = await expiryIn(full.api, 3600);
  const attempts = await createUntilFull(full, expiresAt);
  const made = attempts.filter(({ status }) => status === 201).map(({ share }) => share);
  const failed = attempts.filter(({ status }) => status !== 201);
  expect(made.length, 'some creates succeed before the disk is full').toBeGreaterThan(0);
  expect(failed.length, 'and some fail').toBeGreaterThan(0);
  expect(failed.every(({ status }) => status === 500 || status === 503)).toBe(true);

  const openings = await Promise.all(
    made.map(async (share) => {
      const claim = randomSecret();
      const refused = await refusal(full.api.open(share.id, openWith(share, claim), { repeatable: false }));
      return { share, claim, refused };
    }),
  );
  for (const { refused } of openings) expect(refused ?? 'unavailable').toMatch(/^(internal|unavailable)$/);
  await full.end('SIGTERM');

  expect(countSlots(store.dataDir)).toMatchObject({ live: made.length, withoutKey: 0 });
  const server = await startServer(store);
  for (const { share } of failed) {
    const { id, body, linkProof } = share;
    expect(await refusal(server.api.describe(id, { linkProof }))).toBe('not-found');
    expect(await server.api.create(id, body)).toMatchObject({ state: 'live' });
  }
  for (const { share, claim, refused } of openings) {
    const status = await server.api.status(share.id, { ownerProof: share.ownerProof });
    expect(status.openedAt).toHaveLength(refused === undefined ? 1 : 0);
    const { sealed } = await server.api.open(share.id, openWith(share, claim), { repeatable: false });
    expect(Buffer.compare(sealed, share.body.sealed)).toBe(0);
  }
  await server.end('SIGTERM');
  await store.remove();
});

import { describe, expect, test } from 'vitest';
import { createApi } from '#client/api.ts';
import type { Api } from '#client/api.ts';
import { ApiError } from '#client/errors.ts';
import { newClaim } from '#client/open.ts';
import { openBucketRig } from './rig/bucket-rig.ts';
import { generatedBytes, sha256Of, sha256OfGenerated } from './rig/generated-bytes.ts';
import { bySize } from './rig/proof-size.ts';
import { finish, openFile, readWhole, sendFile } from './rig/share-file.ts';
import type { OpenedFile } from './rig/share-file.ts';
import { storeKinds } from './rig/stores.ts';

const RACERS = bySize({ ci: 60, full: 500 });
const ROUNDS = bySize({ ci: 1, full: 10 });
const FILE_BYTES = 1_300_000;

/** Each racer has its own claim. They go to the processes in turn. */
async function race(apis: readonly Api[], link: string) {
  const opened: OpenedFile[] = [];
  const refused: string[] = [];
  const open = async (racer: number) => {
    const api = apis[racer % apis.length] ?? expect.unreachable();
    try {
      opened.push(await openFile(api, link));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refused.push(error.code);
    }
  };
  await Promise.all(Array.from({ length: RACERS }, (_, racer) => open(racer)));
  return { opened, refused };
}

describe.each(storeKinds)('two processes on one %s and one bucket', (kind) => {
  test(`one view and ${RACERS} racers: one opens and reads the file through either process, then its objects are deleted`, async () => {
    await using rig = await openBucketRig(kind);
    const servers = [await rig.start(), await rig.start()];
    const apis = servers.map(({ url }) => createApi({ baseUrl: url }));
    const [first, second] = [apis[0] ?? expect.unreachable(), apis[1] ?? expect.unreachable()];
    for (let round = 0; round < ROUNDS; round++) {
      const file = generatedBytes(`race ${round}`, FILE_BYTES);
      const { link } = await sendFile(first, { file, maxViews: 1 });
      const { opened, refused } = await race(apis, link);
      expect(refused).toEqual(Array.from({ length: RACERS - 1 }, () => 'ended'));
      const [winner = expect.unreachable()] = opened;
      for (const api of apis) expect(await sha256Of(readWhole(api, winner))).toBe(await sha256OfGenerated(file));
      const another = { ...winner, claim: newClaim() };
      await expect(sha256Of(readWhole(second, another))).rejects.toBeInstanceOf(ApiError);
      await finish(second, winner);
    }
    await Promise.all(servers.map((server) => server.end('SIGTERM')));
    expect(await rig.reapAndCompare()).toEqual({ orphans: [], lost: [], count: 0 });
  });
});

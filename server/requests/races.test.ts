import { describe, expect, test } from 'vitest';
import type { Deps } from '#server/deps.ts';
import { beginUpload } from '#server/file-bodies/begin-upload.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { ANSWER_TTL, madeRequest } from '#server/testing/test-request.ts';
import type { TestRequestOf } from '#server/testing/test-request.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import { TestUpload } from '#server/testing/test-upload.ts';

const MAX_ANSWERS = 12;

function started(deps: Deps, request: TestRequestOf, now: number): TestUpload & { go: () => Promise<unknown> } {
  const upload = new TestUpload(now, { maxViews: 0, bodyBytes: 2000, expiresAt: now + ANSWER_TTL });
  const go = () => beginUpload(deps, upload.id, { ...upload.message(), answer: request.place });
  return Object.assign(upload, { go });
}

/** The number of places taken, and the number of rows that take one. */
async function places({ store }: Deps, request: TestRequestOf): Promise<{ taken: number; rows: number }> {
  const [row] = await store.read.kysely
    .selectFrom('request')
    .select('answers')
    .where('share_id', '=', request.id)
    .execute();
  const rows = await store.read.kysely
    .selectFrom('answer')
    .select('share_id')
    .where('request_id', '=', request.id)
    .execute();
  return { taken: row?.answers ?? -1, rows: rows.length };
}

describe.each(dialects)('%s', (dialect) => {
  test('places are counted exactly while clients answer, give up, close and delete at once', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    for (let round = 0; round < 2; round++) {
      const requests = [
        await madeRequest(deps, { maxAnswers: MAX_ANSWERS }),
        await madeRequest(deps, { maxAnswers: MAX_ANSWERS }),
      ] as const;
      const old = requests.flatMap((request) => Array.from({ length: 8 }, () => started(deps, request, clock.now())));
      for (const upload of old) await upload.go();
      clock.advance(600);
      const fresh = requests.flatMap((request) =>
        Array.from({ length: 16 }, () => started(deps, request, clock.now())),
      );
      const acts = [
        ...old.flatMap((upload) => [() => upload.share.delete(deps), () => upload.share.delete(deps)]),
        ...fresh.map(({ go }) => go),
        ...fresh.map((upload) => () => upload.share.delete(deps)),
        ...requests.flatMap((request) =>
          Array.from({ length: 8 }, () => request.answer(clock.now())).map((answer) => () => answer.create(deps)),
        ),
        ...[1, 2, 3].map(() => () => sweep(deps)),
        ...(round % 2 === 0 ? [() => requests[0].close(deps)] : [() => requests[0].delete(deps)]),
      ];
      const shuffled = acts.toSorted(() => Math.random() - 0.5);
      const results = await Promise.allSettled(shuffled.map((act) => act()));
      const strange = results.filter(
        (result) =>
          result.status === 'rejected' &&
          !['not-accepting', 'not-found', 'ended'].includes((result.reason as { code?: string }).code ?? ''),
      );
      expect(strange).toEqual([]);
      for (const request of requests) {
        const { taken, rows } = await places(deps, request);
        expect(taken).toBe(rows);
        expect(taken).toBeLessThanOrEqual(MAX_ANSWERS);
      }
    }
  }, 60_000);
});

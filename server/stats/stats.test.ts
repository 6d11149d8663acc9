import { describe, expect, test } from 'vitest';
import { SHARE_OVERHEAD_BYTES, sumUsed } from '#server/records/file-body.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { madeRequest } from '#server/testing/test-request.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import { TestUpload } from '#server/testing/test-upload.ts';
import { countSlots, oldestOverdueSeconds, tallyAnswers, tallyEnded, tallyHeld } from './stats.ts';

const HOUR = 3600;

describe.each(dialects)('%s', (dialect) => {
  test('shares are counted by kind and state, with the bytes of those that are held', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const { read } = deps.store;
    const sized = { sealedBytes: 2000 };
    const [deleted] = [await madeShare(deps, sized), await madeShare(deps, sized), await madeRequest(deps)];
    const upload = new TestUpload(clock.now(), { bodyBytes: 5000 });
    await upload.begin(deps);
    await upload.put(deps, 0);
    await deleted.delete(deps);
    expect(await tallyHeld(read)).toEqual(
      expect.arrayContaining([
        { kind: 'share', state: 'live', count: 1, bytes: 2000 + SHARE_OVERHEAD_BYTES },
        { kind: 'share', state: 'pending', count: 1, bytes: 5000 + SHARE_OVERHEAD_BYTES },
        expect.objectContaining({ kind: 'request', state: 'live', count: 1 }),
      ]),
    );
    const bytes = (await tallyHeld(read)).reduce((sum, held) => sum + held.bytes, 0);
    expect(bytes, 'what the quota counts').toBe(await sumUsed(read));
    expect(await tallyEnded(read)).toMatchObject([{ kind: 'share', state: 'deleted', count: 1 }]);
    if (dialect === 'SQLite') {
      await sweep(deps);
      expect(await countSlots(read)).toEqual({ used: 2, free: 1 });
    }
  });

  test('nothing is overdue while time, views or a reader’s lease are left', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const { read } = deps.store;
    expect(await oldestOverdueSeconds(read)).toBe(0);
    const share = await madeShare(deps, { expiresAt: clock.now() + HOUR });
    clock.advance(HOUR - 1);
    expect(await oldestOverdueSeconds(read)).toBe(0);
    await share.open(deps, secret());
    clock.advance(599);
    expect(await oldestOverdueSeconds(read), 'its lease runs').toBe(0);
    clock.advance(11);
    expect(await oldestOverdueSeconds(read), 'ten seconds after the lease').toBe(10);
    await sweep(deps);
    expect(await oldestOverdueSeconds(read)).toBe(0);
  });

  test('the age is that of the oldest overdue content, and a sweep resets it', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const { read } = deps.store;
    for (const hours of [1, 2, 3]) await madeShare(deps, { expiresAt: clock.now() + hours * HOUR });
    await new TestUpload(clock.now()).begin(deps);
    clock.advance(2 * HOUR + 60);
    expect(await oldestOverdueSeconds(read), 'an upload is given up after half an hour').toBe(1.5 * HOUR + 60);
    await sweep(deps);
    expect(await oldestOverdueSeconds(read)).toBe(0);
  });

  test('a request that is over is not overdue while there are answers to read', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const { read } = deps.store;
    const request = await madeRequest(deps, { expiresAt: clock.now() + HOUR });
    const answer = request.answer(clock.now());
    await answer.create(deps);
    expect(await tallyAnswers(read)).toEqual({ all: 1, held: 1 });
    clock.advance(HOUR + 60);
    expect(await oldestOverdueSeconds(read)).toBe(0);
    await request.delete(deps);
    expect(await tallyAnswers(read)).toEqual({ all: 1, held: 0 });
    expect(await oldestOverdueSeconds(read)).toBe(0);
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { runHere } from '#cli/testing/run-here.ts';
import { keepClock } from '#server/clock/storage.ts';
import { hostUptime } from '#server/clock/host-uptime.ts';
import { openTestStore } from '#server/testing/test-stores.ts';
import type { TestStore } from '#server/testing/test-stores.ts';

const DAY = 86_400;
let testStore: TestStore;

beforeAll(async () => {
  testStore = await openTestStore('SQLite');
});
afterAll(() => testStore[Symbol.asyncDispose]());

const admin = (...args: string[]) => runHere(['admin', ...args], { SOTTO_DATA_DIR: testStore.dataDir });

/** As if the clock had been that many seconds behind when it was last checked, a moment ago. */
async function lastSeen(secondsAgo: number): Promise<void> {
  const { store } = testStore.deps;
  const [now, uptime] = [Math.floor(Date.now() / 1000), hostUptime()];
  await store.write((tx) =>
    keepClock(tx, {
      expectedAt: now - secondsAgo,
      checkedAt: now - secondsAgo,
      uptimeSeconds: uptime.seconds(),
      bootId: uptime.bootId,
      offSeconds: null,
    }),
  );
}

test('a clock that is right is reported as right', async () => {
  expect(await admin('clock')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^The clock says \S+Z\. It is right, and shares expire as usual\.\n$/) as string,
  });
  await lastSeen(0);
  expect(JSON.parse((await admin('clock', '--json')).out)).toMatchObject({ held: false });
  expect((await admin('clock', 'accept')).out).toMatch(/^The clock says \S+Z\. Nothing was waiting to be erased/);
});

test('a clock that jumped ahead is reported by clock, doctor and sweep until it is accepted', async () => {
  await lastSeen(400 * DAY);
  const { code, err } = await admin('sweep');
  expect(code).toBe(1);
  expect(err).toMatch(
    /^sotto: Erased everything that had ended\. The clock says \S+Z, which is 400 days later than expected \(\S+Z\)\. Expired shares cannot be opened, but they are kept for 1 hour more, in case the clock is wrong\. If the clock is right, run: sotto admin clock accept\n$/,
  );
  expect(await admin('clock')).toMatchObject({ code: 0, out: expect.stringContaining('400 days later') as string });
  expect(JSON.parse((await admin('clock', '--json')).out)).toMatchObject({
    held: true,
    holdSecondsLeft: expect.any(Number) as number,
  });
  const doctor = await admin('doctor');
  expect(doctor.code).toBe(1);
  expect(doctor.out).toMatch(
    /WRONG {2}The clock says .+\n +Correct the clock of this machine, or run: sotto admin clock accept\n/,
  );
  expect(doctor.out).not.toContain('no sweep is running');

  expect((await admin('clock', 'accept')).out).toMatch(/^Accepted: it is \S+Z\./);
  expect((await admin('sweep')).code).toBe(0);
  expect((await admin('clock')).out).toContain('as usual');
});

test('a clock that was set back is reported by clock and doctor, and not as usual', async () => {
  await lastSeen(-400 * DAY);
  const { out } = await admin('clock');
  expect(out).toMatch(
    /^The clock says \S+Z, which is 400 days earlier than expected \(\S+Z\)\..+ Correct the clock\.\n$/,
  );
  expect(JSON.parse((await admin('clock', '--json')).out)).toMatchObject({ held: false });
  const doctor = await admin('doctor');
  expect(doctor.code).toBe(1);
  expect(doctor.out).toMatch(
    /WRONG {2}The clock says .+ earlier than expected .+\n +Correct the clock of this machine\n/,
  );
  expect((await admin('sweep')).code).toBe(0);
  await lastSeen(0);
});

test('wrong arguments are refused, and nothing is accepted', async () => {
  await lastSeen(DAY);
  for (const args of [['agree'], ['accept', 'now'], ['accept', '--json'], ['--yaml']]) {
    expect((await admin('clock', ...args)).code, args.join(' ')).toBe(2);
  }
  expect(JSON.parse((await admin('clock', '--json')).out)).toMatchObject({ held: true });
});

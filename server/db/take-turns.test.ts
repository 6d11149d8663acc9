import { expect, test } from 'vitest';
import { createTurns } from './take-turns.ts';

const [ONE, OTHER] = [Uint8Array.of(1), Uint8Array.of(2)];

test('work for one id runs one after another, in the order of the calls, also after a failure', async () => {
  const inTurn = createTurns({ atOnce: 1, maxWaitMs: 60_000 });
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} begins`);
    await Promise.resolve();
    log.push(`${name} ends`);
    if (name === 'b') throw new Error('failed');
    return name;
  };
  const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((name) => inTurn(ONE, work(name))));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(log).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
  expect(await inTurn(ONE, work('d'))).toBe('d');
});

test('another id waits for nobody', async () => {
  const inTurn = createTurns({ atOnce: 1, maxWaitMs: 60_000 });
  const gate = Promise.withResolvers<string>();
  const first = inTurn(ONE, () => gate.promise);
  expect(await inTurn(OTHER, async () => 'other')).toBe('other');
  gate.resolve('first');
  expect(await first).toBe('first');
});

test('a call that waits too long is refused, does nothing, and holds up nobody', async () => {
  const inTurn = createTurns({ atOnce: 1, maxWaitMs: 1 });
  const gate = Promise.withResolvers<string>();
  const first = inTurn(ONE, () => gate.promise);
  let ran = false;
  const late = inTurn(ONE, async () => (ran = true));
  await expect(late).rejects.toMatchObject({ code: 'unavailable' });
  gate.resolve('first');
  expect([await first, await inTurn(ONE, async () => 'next'), ran]).toEqual(['first', 'next', false]);
});

test('as many as allowed work at a time', async () => {
  const inTurn = createTurns({ atOnce: 2, maxWaitMs: 60_000 });
  const gates = Array.from({ length: 3 }, () => Promise.withResolvers<number>());
  const begun: number[] = [];
  const calls = gates.map(({ promise }, call) =>
    inTurn(ONE, () => {
      begun.push(call);
      return promise;
    }),
  );
  expect(begun).toEqual([0, 1]);
  gates[1]?.resolve(1);
  expect([await calls[1], begun]).toEqual([1, [0, 1, 2]]);
  for (const [call, { resolve }] of gates.entries()) resolve(call);
  expect(await Promise.all(calls)).toEqual([0, 1, 2]);
});

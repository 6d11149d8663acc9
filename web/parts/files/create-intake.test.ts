import { expect, test } from 'vitest';
import { createIntake } from './create-intake.ts';
import type { Taken } from './take-files.ts';

const chosen = [{ name: 'a', file: new File([], 'a') }];

test('one lot after another is taken, and the page is looking until the last one is', async () => {
  const lots: Array<PromiseWithResolvers<Taken>> = [];
  const take = async () => {
    const lot = Promise.withResolvers<Taken>();
    lots.push(lot);
    return lot.promise;
  };
  const intake = createIntake({ take, choose: () => undefined });
  const first = intake.bring([]);
  const second = intake.bring([]);
  expect(intake.state()).toEqual({ at: 'looking' });
  await expect.poll(() => lots.length).toBe(1);
  lots[0]?.resolve({ files: [], remarks: [{ kind: 'nothing' }] });
  await first;
  expect(intake.state()).toEqual({ at: 'looking' });
  await expect.poll(() => lots.length).toBe(2);
  lots[1]?.resolve({ files: chosen, remarks: [] });
  await second;
  expect(intake.state()).toEqual({ at: 'resting' });
});

test('remarks stay until something else is done, and a script that does not arrive is said', async () => {
  let remarks: Taken['remarks'] = [{ kind: 'too-many' }];
  const choices: unknown[] = [];
  const intake = createIntake({
    take: async () => {
      if (remarks.length === 0) throw new TypeError('Failed to fetch dynamically imported module');
      return { files: chosen, remarks };
    },
    choose: (files) => choices.push(files),
  });
  await intake.bring([]);
  expect(intake.state()).toEqual({ at: 'told', remarks: [{ kind: 'too-many' }] });
  expect(choices).toEqual([chosen]);
  intake.rest();
  expect(intake.state()).toEqual({ at: 'resting' });
  remarks = [];
  await intake.bring([]);
  expect(intake.state()).toEqual({ at: 'failed' });
  expect(choices).toHaveLength(1);
});

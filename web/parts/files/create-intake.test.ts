import { expect, test } from 'vitest';
import { createIntake } from './create-intake.ts';
import type { AddedFiles } from './add-files.ts';

const chosen = [{ name: 'a', file: new File([], 'a') }];

test('batches are added one after another, and the page is busy until the last one is done', async () => {
  const batches: Array<PromiseWithResolvers<AddedFiles>> = [];
  const addItems = async () => {
    const batch = Promise.withResolvers<AddedFiles>();
    batches.push(batch);
    return batch.promise;
  };
  const intake = createIntake({ addItems, choose: () => undefined });
  const first = intake.add([]);
  const second = intake.add([]);
  expect(intake.state()).toEqual({ at: 'reading' });
  await expect.poll(() => batches.length).toBe(1);
  batches[0]?.resolve({ files: [], remarks: [{ kind: 'nothing' }] });
  await first;
  expect(intake.state()).toEqual({ at: 'reading' });
  await expect.poll(() => batches.length).toBe(2);
  batches[1]?.resolve({ files: chosen, remarks: [] });
  await second;
  expect(intake.state()).toEqual({ at: 'idle' });
});

test('remarks stay until the next change, and a script that does not load is reported', async () => {
  let remarks: AddedFiles['remarks'] = [{ kind: 'too-many' }];
  const choices: unknown[] = [];
  const intake = createIntake({
    addItems: async () => {
      if (remarks.length === 0) throw new TypeError('Failed to fetch dynamically imported module');
      return { files: chosen, remarks };
    },
    choose: (files) => choices.push(files),
  });
  await intake.add([]);
  expect(intake.state()).toEqual({ at: 'remarks', remarks: [{ kind: 'too-many' }] });
  expect(choices).toEqual([chosen]);
  intake.clear();
  expect(intake.state()).toEqual({ at: 'idle' });
  remarks = [];
  await intake.add([]);
  expect(intake.state()).toEqual({ at: 'failed' });
  expect(choices).toHaveLength(1);
});

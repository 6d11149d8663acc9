import { expect, test } from 'vitest';
import { groupSyncs } from './folder-syncs.ts';

interface Running {
  readonly folder: string;
  readonly end: PromiseWithResolvers<undefined>;
}

function watched() {
  const begun: Running[] = [];
  const sync = groupSyncs((folder) => {
    const end = Promise.withResolvers<undefined>();
    begun.push({ folder, end });
    return end.promise.then(() => undefined);
  });
  /** Lets all pending work continue. */
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const folders = () => begun.map(({ folder }) => folder);
  return { begun, sync, settled, folders };
}

test('concurrent calls share one sync, and other folders have their own', async () => {
  const { begun, sync, settled, folders } = watched();
  const asked = Promise.all([sync('/a'), sync('/b'), sync('/a'), sync('/a')]);
  await settled();
  expect(folders()).toEqual(['/a', '/b']);
  for (const { end } of begun) end.resolve(undefined);
  await asked;
});

test('calls made during a sync share the next one', async () => {
  const { begun, sync, settled, folders } = watched();
  const early = sync('/a');
  await settled();
  let ended = false;
  const late = Promise.all([sync('/a'), sync('/a')]).then(() => (ended = true));
  await settled();
  expect(folders()).toEqual(['/a']);
  begun[0]?.end.resolve(undefined);
  await early;
  await settled();
  expect(folders()).toEqual(['/a', '/a']);
  expect(ended).toBe(false);
  begun[1]?.end.resolve(undefined);
  await late;
});

test('a failed sync fails all calls that share it, and no later ones', async () => {
  const { begun, sync, settled } = watched();
  const early = [sync('/a'), sync('/a')];
  await settled();
  const late = sync('/a');
  begun[0]?.end.reject(new Error('the disk is gone'));
  for (const one of early) await expect(one).rejects.toThrow('the disk is gone');
  await settled();
  begun[1]?.end.resolve(undefined);
  await late;
  const last = sync('/a');
  await settled();
  begun[2]?.end.resolve(undefined);
  await last;
});

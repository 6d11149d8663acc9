import { expect, test } from 'vitest';
import { ApiError } from '#client/errors.ts';
import type { OpenedShare } from '#client/open.ts';
import type { ReceiveEffects } from './state.ts';
import { FakeStorage, failing, id, openedShare, receiveWorld } from './testing/world.ts';

const body = { key: new Uint8Array(32), h: new Uint8Array(32), totalBytes: 1_000_000 };
const withFiles: OpenedShare = {
  ...openedShare,
  payload: {
    ...openedShare.payload,
    files: [{ name: 'a', size: 1_000_000, type: '' }],
    body: { secret: 'A'.repeat(43) },
  },
  body,
};
const lost = new ApiError({ code: 'lease-over', status: 409 });

async function openedWorld(over: Partial<ReceiveEffects> = {}, storage = new FakeStorage()) {
  const all = receiveWorld({ openShare: async () => withFiles, ...over }, storage);
  await all.receive.start();
  const opening = all.receive.open();
  await expect.poll(() => all.log.some((entry) => entry === 'keep lease' || entry === 'acknowledge')).toBe(true);
  return { ...all, opening };
}

test('with files, the lease is renewed instead of an acknowledgement, and the claim stays', async () => {
  const { receive, log, storage } = await openedWorld();
  expect(receive.state()).toMatchObject({ at: 'opened', holder: { id, body }, receipt: { at: 'held' } });
  expect(log).not.toContain('acknowledge');
  expect(storage.getItem(`sotto claim ${id}`)).toBe('C'.repeat(43));
});

test('the page says how long the server keeps files at most: an hour, plus a second for each 128 KiB', async () => {
  const { receive } = await openedWorld();
  expect(receive.state()).toMatchObject({ receipt: { until: 2000 + 3600 + 8 } });
});

test('once the person has the files, the opening is acknowledged and the lease no longer renewed', async () => {
  let renewing: AbortSignal | undefined;
  const { receive, opening, log, storage } = await openedWorld({
    keepLease: (_holder, { signal }) => {
      renewing = signal;
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
    },
  });
  receive.endFiles(true);
  await opening;
  expect(renewing?.aborted).toBe(true);
  expect(log).toContain('acknowledge');
  expect(receive.state()).toMatchObject({ receipt: { at: 'heard' } });
  expect(storage.getItem(`sotto claim ${id}`)).toBeNull();
});

test('a lease ended by the server is not acknowledged as if the files had arrived', async () => {
  const { receive, opening, log } = await openedWorld({ keepLease: () => Promise.reject(lost) });
  await opening;
  expect(receive.state()).toMatchObject({ at: 'opened', receipt: { at: 'lapsed' } });
  expect(log).not.toContain('acknowledge');
});

test('a read that the server refuses ends the opening as well', async () => {
  const { receive, opening, log } = await openedWorld();
  receive.endFiles(false);
  await opening;
  expect(receive.state()).toMatchObject({ receipt: { at: 'lapsed' } });
  expect(log).not.toContain('acknowledge');
});

test('if the renewal module cannot be loaded, loading is retried and the files stay available', async () => {
  const load = failing<undefined>([new TypeError('Failed to fetch dynamically imported module')], undefined);
  const { receive, opening, log } = await openedWorld({
    keepLease: (_holder, { signal }) =>
      load().then(() => new Promise((resolve) => signal.addEventListener('abort', () => resolve()))),
  });
  await expect.poll(() => log.filter((entry) => entry === 'keep lease').length).toBe(2);
  receive.endFiles(true);
  await opening;
  expect(receive.state()).toMatchObject({ receipt: { at: 'heard' } });
});

test('a page left before the files are saved keeps its claim, and spends nothing when it comes back', async () => {
  const storage = new FakeStorage();
  const { receive, opening, log } = await openedWorld({}, storage);
  receive.leave();
  await opening;
  expect(log).not.toContain('acknowledge');
  expect(storage.getItem(`sotto claim ${id}`)).toBe('C'.repeat(43));
});

test('empty files need no fetching: the opening is acknowledged at once', async () => {
  const empty = { ...openedShare, payload: { ...openedShare.payload, files: [{ name: 'a', size: 0, type: '' }] } };
  const { receive, opening } = await openedWorld({ openShare: async () => empty });
  await opening;
  expect(receive.state()).toMatchObject({ holder: undefined, receipt: { at: 'heard' } });
});

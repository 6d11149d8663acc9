import { beforeEach, expect, test } from 'vitest';
import type { RequestEntry, ShareEntry } from './entry.ts';
import {
  findEntry,
  forgetEntries,
  forgetShare,
  getSettings,
  listEntries,
  onSharesChanged,
  saveEntries,
  saveRequest,
  saveShare,
  setKeepLinks,
} from './store.ts';

function entry(id: string, createdAt: number, over: Partial<ShareEntry> = {}): ShareEntry {
  const ownerKey = new Uint8Array(32).fill(createdAt);
  return { kind: 'share', id, ownerKey, createdAt, expiresAt: 90_000, maxViews: 1, hasPassword: false, ...over };
}

const request: RequestEntry = {
  kind: 'request',
  id: 'asked',
  ownerKey: new Uint8Array(32).fill(3),
  title: 'The key',
  createdAt: 3,
  expiresAt: 90_000,
  maxAnswers: 10,
  link: 'https://sotto.example/r/asked#key',
};

beforeEach(async () => {
  await forgetEntries((await listEntries()).map(({ id }) => id));
  await setKeepLinks(false);
});

test('shares are listed newest first, as they were saved', async () => {
  const older = entry('older', 1, { title: 'one' });
  const newer = entry('newer', 2);
  await saveEntries([newer, older]);
  expect(await listEntries()).toEqual([newer, older]);
  expect(await findEntry('older')).toEqual(older);
});

test('saving an entry again replaces it', async () => {
  await saveShare(entry('same', 1));
  await saveShare(entry('same', 1, { title: 'named' }));
  expect((await listEntries()).map(({ title }) => title)).toEqual(['named']);
});

test('a removed entry is gone', async () => {
  await saveEntries([entry('a', 1), entry('b', 2)]);
  await forgetShare('a');
  expect((await listEntries()).map(({ id }) => id)).toEqual(['b']);
});

test('links are not kept unless the person wants that', async () => {
  await saveShare(entry('a', 1, { link: 'https://sotto.example/s/a#key' }));
  expect(await findEntry('a')).not.toHaveProperty('link');
  await setKeepLinks(true);
  expect(await getSettings()).toEqual({ keepLinks: true });
  await saveShare(entry('b', 2, { link: 'https://sotto.example/s/b#key' }));
  expect(await findEntry('b')).toMatchObject({ link: 'https://sotto.example/s/b#key' });
});

test('turning it off erases the links that were kept', async () => {
  await setKeepLinks(true);
  await saveShare(entry('a', 1, { link: 'https://sotto.example/s/a#key', title: 'stays' }));
  await setKeepLinks(false);
  expect(await findEntry('a')).toEqual(entry('a', 1, { title: 'stays' }));
});

test('a request is listed among the shares, and its link is always kept', async () => {
  await saveShare(entry('older', 1));
  const { kind: _, ...asked } = request;
  await saveRequest(asked);
  expect(await listEntries()).toEqual([request, entry('older', 1)]);
  await setKeepLinks(false);
  expect(await findEntry('asked')).toEqual(request);
});

test('the listener hears changes of other tabs, but not of its own', async () => {
  const heard: string[] = [];
  const stop = onSharesChanged(() => heard.push('changed'));
  await saveShare(entry('mine', 1));
  const otherTab = new BroadcastChannel('sotto /');
  otherTab.postMessage('changed');
  await expect.poll(() => heard).toEqual(['changed']);
  stop();
  otherTab.close();
});

import { beforeEach, expect, test } from 'vitest';
import {
  findShare,
  forgetShare,
  forgetShares,
  getSettings,
  listShares,
  onSharesChanged,
  saveShare,
  saveShares,
  setKeepLinks,
} from './store.ts';
import type { ShareEntry } from './store.ts';

function entry(id: string, createdAt: number, over: Partial<ShareEntry> = {}): ShareEntry {
  const ownerKey = new Uint8Array(32).fill(createdAt);
  return { id, ownerKey, createdAt, expiresAt: 90_000, maxViews: 1, hasPassword: false, ...over };
}

beforeEach(async () => {
  await forgetShares((await listShares()).map(({ id }) => id));
  await setKeepLinks(false);
});

test('shares are listed newest first, as they were saved', async () => {
  const older = entry('older', 1, { title: 'one' });
  const newer = entry('newer', 2);
  await saveShares([newer, older]);
  expect(await listShares()).toEqual([newer, older]);
  expect(await findShare('older')).toEqual(older);
});

test('saving again replaces', async () => {
  await saveShare(entry('same', 1));
  await saveShare(entry('same', 1, { title: 'named' }));
  expect((await listShares()).map(({ title }) => title)).toEqual(['named']);
});

test('what is forgotten is gone', async () => {
  await saveShares([entry('a', 1), entry('b', 2)]);
  await forgetShare('a');
  expect((await listShares()).map(({ id }) => id)).toEqual(['b']);
});

test('links are not kept unless the person wants that', async () => {
  await saveShare(entry('a', 1, { link: 'https://sotto.example/s/a#key' }));
  expect(await findShare('a')).not.toHaveProperty('link');
  await setKeepLinks(true);
  expect(await getSettings()).toEqual({ keepLinks: true });
  await saveShare(entry('b', 2, { link: 'https://sotto.example/s/b#key' }));
  expect(await findShare('b')).toMatchObject({ link: 'https://sotto.example/s/b#key' });
});

test('no longer wanting it wipes the links that were kept', async () => {
  await setKeepLinks(true);
  await saveShare(entry('a', 1, { link: 'https://sotto.example/s/a#key', title: 'stays' }));
  await setKeepLinks(false);
  expect(await findShare('a')).toEqual(entry('a', 1, { title: 'stays' }));
});

test('a change in another tab is heard, and one of this tab is not', async () => {
  const heard: string[] = [];
  const stop = onSharesChanged(() => heard.push('changed'));
  await saveShare(entry('mine', 1));
  const otherTab = new BroadcastChannel('sotto /');
  otherTab.postMessage('changed');
  await expect.poll(() => heard).toEqual(['changed']);
  stop();
  otherTab.close();
});

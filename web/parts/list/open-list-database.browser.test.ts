import { deleteDB, openDB } from 'idb';
import { expect, onTestFinished, test } from 'vitest';
import { openListDatabase } from './open-list-database.ts';

const NAME = 'sotto upgrade test';

/** The database as version 1 created it. */
const openFirstVersion = () =>
  openDB(NAME, 1, {
    upgrade(database) {
      database.createObjectStore('shares', { keyPath: 'id' }).createIndex('createdAt', 'createdAt');
      database.createObjectStore('settings');
    },
  });

const terms = { expiresAt: 90_000, maxViews: 1, hasPassword: false };
const older = { id: 'older', ownerKey: new Uint8Array(32).fill(1), createdAt: 1, ...terms };
const newer = { id: 'newer', ownerKey: new Uint8Array(32).fill(2), createdAt: 2, ...terms, title: 'T', link: 'L' };

test('a list of version 1 is taken over completely', async () => {
  const first = await openFirstVersion();
  await Promise.all([newer, older].map((entry) => first.put('shares', entry)));
  await first.put('settings', true, 'keepLinks');
  first.close();
  const store = await openListDatabase(NAME);
  onTestFinished(async () => {
    store.close();
    await deleteDB(NAME);
  });
  expect(await store.getAllFromIndex('shares', 'createdAt')).toEqual([
    { kind: 'share', ...older },
    { kind: 'share', ...newer },
  ]);
  expect(await store.get('settings', 'keepLinks')).toBe(true);
});

test('opening the list again does not change its entries', async () => {
  const entry = { kind: 'request' as const, ...older, maxAnswers: 3 };
  const { maxViews: _, hasPassword: __, ...request } = entry;
  const once = await openListDatabase(NAME);
  await once.put('shares', request);
  once.close();
  const again = await openListDatabase(NAME);
  onTestFinished(async () => {
    again.close();
    await deleteDB(NAME);
  });
  expect(await again.getAll('shares')).toEqual([request]);
});

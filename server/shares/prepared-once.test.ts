import { expect, test } from 'vitest';
import { recordStatements } from '#server/testing/recorded-statements.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import { openTestStore } from '#server/testing/test-stores.ts';

test('no statement in the life of a share has a bound limit, for which SQLite prepares it anew at every run', async () => {
  await using testStore = await openTestStore('SQLite');
  using recording = recordStatements('SQLite');
  const share = await madeShare(testStore.deps, { maxViews: 1 });
  const claim = secret();
  await share.open(testStore.deps, claim);
  expect((await share.acknowledge(testStore.deps, claim)).state).toBe('spent');
  const texts = recording.statements().map(({ text }) => text);
  expect(texts.filter((text) => text.includes('acknowledged_at'))).not.toEqual([]);
  expect(texts.filter((text) => text.includes('limit ?'))).toEqual([]);
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkPass } from '#server/records/check-pass.ts';
import { signedIn } from '#server/testing/test-members.ts';
import type { TestMember } from '#server/testing/test-members.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import type { TestStore } from '#server/testing/test-stores.ts';
import { countSessions, endAllSessions } from './end-sessions.ts';
import { endNamedSessions } from './session.ts';

const ID = new Uint8Array(16).fill(7);

describe.each(dialects)('on %s', (dialect) => {
  let testStore: TestStore;
  beforeEach(async () => {
    testStore = await openTestStore(dialect);
  });
  afterEach(() => testStore[Symbol.asyncDispose]());

  const signIn = (sub = 'ana') => signedIn(testStore.deps, { sub, creator: false });
  const counts = () => countSessions(testStore.deps.store.read);

  async function hasSession(member: TestMember): Promise<boolean> {
    const { store, serverKey } = testStore.deps;
    const pass = await member.pass('open', ID);
    return (await checkPass(store.read, { serverKey, pass, purpose: 'open', id: ID })) !== undefined;
  }

  test('sessions are counted, and their members once, until they expire', async () => {
    expect(await counts()).toEqual({ sessions: 0, members: 0 });
    for (const sub of ['ana', 'ana', 'bob']) await signIn(sub);
    expect(await counts()).toEqual({ sessions: 3, members: 2 });
    testStore.clock.advance(43_200);
    expect(await counts()).toEqual({ sessions: 0, members: 0 });
  });

  test('the sessions of one member end with their passes, and no others', async () => {
    const { deps } = testStore;
    const [ana, again, bob] = [await signIn(), await signIn(), await signIn('bob')];
    expect(
      await deps.store.write((tx) => endNamedSessions(tx, { subTag: ana.subTag, sidTag: undefined })),
    ).toHaveLength(2);
    expect(await Promise.all([ana, again, bob].map(hasSession))).toEqual([false, false, true]);
    expect(await deps.store.write((tx) => endNamedSessions(tx, { subTag: ana.subTag, sidTag: undefined }))).toEqual([]);
  });

  test('all sessions end at once', async () => {
    const { deps } = testStore;
    const members = [await signIn(), await signIn('bob')];
    expect(await deps.store.write(endAllSessions)).toBe(2);
    expect(await Promise.all(members.map(hasSession))).toEqual([false, false]);
    expect(await counts()).toEqual({ sessions: 0, members: 0 });
  });
});

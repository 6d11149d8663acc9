import { describe, expect, test } from 'vitest';
import { withSignIn } from '#server/testing/test-members.ts';
import { madeShare } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import { countForMembers } from './gate.ts';

describe.each(dialects)('%s', (dialect) => {
  test('what is for members is counted until it ends, and nothing else', async () => {
    await using here = await openTestStore(dialect);
    const deps = withSignIn(here.deps);
    const count = () => countForMembers(deps.store.read);
    await madeShare(deps);
    await madeShare(deps, { notBefore: here.clock.now() + 60 });
    expect(await count()).toBe(0);
    const share = await madeShare(deps, { members: [] });
    await madeShare(deps, { members: ['staff'], notBefore: here.clock.now() + 60 });
    expect(await count()).toBe(2);
    await share.delete(deps);
    expect(await count()).toBe(1);
  });
});

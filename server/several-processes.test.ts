import { describe, expect, test } from 'vitest';
import { parseConfig } from '#server/config/parse-config.ts';
import type { Deps } from '#server/deps.ts';
import { chargePeople } from '#server/quota/charge-mails.ts';
import { mailing } from '#server/testing/mailed-codes.ts';
import { createFrame, sharePath, testClient } from '#server/testing/test-app.ts';
import { madeShare, secret, TestShare } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import type { TestStore } from '#server/testing/test-stores.ts';

/** `proofs/claims.proof.ts` and `gates.proof.ts` do the same with views and with codes, `quota.test.ts` with the total. */
describe.each(dialects)('two processes on one %s', (dialect) => {
  interface Processes extends AsyncDisposable {
    readonly both: readonly [Deps, Deps];
    readonly now: () => number;
  }
  async function openProcesses(env: Record<string, string> = {}): Promise<Processes> {
    const testStore: TestStore = await openTestStore(dialect);
    const first: Deps = { ...testStore.deps, config: parseConfig(env) };
    const second: Deps = { ...first, store: await testStore.open() };
    return {
      both: [first, second],
      now: () => testStore.clock.now(),
      async [Symbol.asyncDispose]() {
        await second.store.close();
        await testStore[Symbol.asyncDispose]();
      },
    };
  }
  const inTurn = <T>(count: number, { both }: Processes, act: (deps: Deps) => Promise<T>) =>
    Promise.allSettled(Array.from({ length: count }, (_, turn) => act(both[turn % 2 === 0 ? 0 : 1])));

  test('count exactly five of a hundred wrong passwords at once, and lock the share', async () => {
    await using processes = await openProcesses();
    const [first, second] = processes.both;
    const share = await madeShare(first, { password: true, attemptLimit: 5, onLimit: 'lock' });
    const outcomes = await inTurn(100, processes, (deps) => share.open(deps, secret(), secret()));
    const codes = outcomes.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : 'opened'));
    expect(codes.filter((code) => code === 'wrong-password')).toHaveLength(4);
    expect(codes.filter((code) => code === 'locked')).toHaveLength(96);
    expect(await share.status(second)).toMatchObject({ state: 'locked', attempts: 5, viewsLeft: 1 });
  });

  test('store exactly as much for one client in a day as its quota allows', async () => {
    await using processes = await openProcesses({ SOTTO_CLIENT_QUOTA_MB: '1', SOTTO_CREATES_PER_MINUTE: '0' });
    const clients = new Map(processes.both.map((deps) => [deps, testClient(deps)]));
    const outcomes = await inTurn(100, processes, async (deps) => {
      const share = new TestShare(processes.now(), { sealedBytes: 100_000 - (32 + 1024 + 16) });
      const reply = await clients.get(deps)?.('PUT', sharePath(share), { bytes: createFrame(share) });
      return reply?.status;
    });
    const statuses = outcomes.map((one) => one.status === 'fulfilled' && one.value);
    expect(statuses.filter((status) => status === 201)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(90);
  });

  test('cause exactly as many mails in a day as the service allows', async () => {
    await using processes = await openProcesses();
    const [mailsPerPerson, perDay] = [3, 24];
    let creators = 0;
    const outcomes = await inTurn(40, processes, (deps) => {
      const creator = `client ${++creators}`;
      const addresses = [`p${creators}@example.org`];
      return deps.store.write((tx) => chargePeople(tx, mailing(deps, { perDay }), { creator, addresses }));
    });
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(perDay / mailsPerPerson);
    for (const one of outcomes.filter(({ status }) => status === 'rejected'))
      expect(one).toMatchObject({ reason: { code: 'quota-exceeded' } });
  });
});

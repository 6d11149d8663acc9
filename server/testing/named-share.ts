import type { Deps } from '#server/deps.ts';
import { mailedCode, mailing } from './mailed-codes.ts';
import { madeShare } from './test-share.ts';
import type { TestShare, TestTerms } from './test-share.ts';
import { openTestStore } from './test-stores.ts';
import type { SettableClock, TestDialect, TestStore } from './test-stores.ts';

export const [ANA, BOB, EVE] = ['ana@example.org', 'bob@example.org', 'eve@evil.example'];

export interface NamedShare extends AsyncDisposable {
  readonly testStore: TestStore;
  readonly deps: Deps;
  readonly clock: SettableClock;
  readonly share: TestShare;
  /** Requests a code and reads it from the outbox. */
  readonly codeFor: (claim: string, address: string) => Promise<string>;
}

/** A share on a service that mails. */
export async function openNamedShare(
  dialect: TestDialect,
  terms: TestTerms = { people: [ANA, BOB] },
): Promise<NamedShare> {
  const testStore = await openTestStore(dialect);
  const deps = mailing(testStore.deps);
  const share = await madeShare(deps, terms);
  return {
    testStore,
    deps,
    share,
    clock: testStore.clock,
    async codeFor(claim, address) {
      await share.askCode(deps, claim, address);
      return mailedCode(deps, share.id, claim);
    },
    [Symbol.asyncDispose]: () => testStore[Symbol.asyncDispose](),
  };
}

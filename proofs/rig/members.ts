import { fromBase64url } from '#crypto/bytes.ts';
import { openReceipt } from '#crypto/receipt.ts';
import type { Api } from '#client/api.ts';
import { SIGN_IN_SETTINGS, signedIn } from '#server/testing/test-members.ts';
import type { TestMember } from '#server/testing/test-members.ts';
import type { Store } from '#server/store.ts';
import type { TestShare } from './make-share.ts';
import { openBeside, withServerKey } from './named-people.ts';
import type { TestStore } from './stores.ts';

/**
 * A service whose provider is away: nobody new signs in through it, and a proof writes the rows of sessions and the passes
 * from what the service has on its disks.
 */
export const memberEnv = (store: TestStore): Readonly<Record<string, string>> => ({
  ...withServerKey(store),
  ...SIGN_IN_SETTINGS,
});

export interface Members extends AsyncDisposable {
  readonly store: Store;
  readonly signIn: (sub: string, groups?: readonly string[]) => Promise<TestMember>;
}

/** One of the servers must have started before. */
export async function openMembers(place: TestStore): Promise<Members> {
  const installed = await openBeside(place);
  return {
    store: installed.store,
    signIn: (sub, groups = ['ops']) => signedIn(installed, { sub, groups }),
    [Symbol.asyncDispose]: () => installed.store.close(),
  };
}

/** Who opened a share, as its owner reads it, in order. */
export async function openersOf(api: Api, { id, idBytes, ownerProof, ownerKey }: TestShare): Promise<string[]> {
  const { receipts = [] } = await api.status(id, { ownerProof });
  const opened = receipts.map(({ sealed }) => openReceipt(ownerKey, idBytes, fromBase64url(sealed)));
  return (await Promise.all(opened)).map(({ who }) => who);
}

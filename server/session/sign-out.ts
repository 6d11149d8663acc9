import type { Deps } from '#server/deps.ts';
import { hashOfSecret } from '#server/gates/session-keys.ts';
import { endSession } from '#server/records/session.ts';

/** Signing out. Every pass of the session stops working. Can be repeated. */
export async function signOut({ store, audit }: Deps, secret: Uint8Array | undefined): Promise<void> {
  if (secret === undefined) return;
  const member = await store.write((tx) => endSession(tx, hashOfSecret(secret)));
  if (member !== undefined) audit?.record({ act: 'sign-out', member });
}

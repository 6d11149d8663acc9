import type { Deps } from '#server/deps.ts';
import { endShare, lockShare } from '#server/shares/storage.ts';
import { StartError } from '#server/start-checks/start-error.ts';
import { reapOrphans } from './remove-body.ts';
import { findHeldBodies } from './storage.ts';

/**
 * At start: bodies that no row names go, and shares whose body is gone end, so that nobody spends a view on nothing.
 * @throws StartError when all bodies are gone that shares need: an operator who only mounted the wrong folder can still turn back
 */
export async function reconcileBodies(
  { store, blobs, uptime }: Pick<Deps, 'store' | 'blobs' | 'uptime'>,
  acceptLostFiles: boolean,
): Promise<void> {
  const held = await findHeldBodies(store.read);
  if (held.length > 0) {
    const there = new Set<string>();
    for await (const body of blobs.bodies()) there.add(body);
    const lost = held.filter(({ bodyName }) => !there.has(bodyName));
    if (lost.length === held.length && !acceptLostFiles) {
      throw new StartError(
        'The files of every share that has some are missing from the data folder. ' +
          'Put them back, or set SOTTO_ACCEPT_LOST_KEYS=true to go on without these shares.',
      );
    }
    for (const { id } of lost) {
      await store.write(async (tx) => {
        const share = await lockShare(tx, id);
        if (share?.endedAt === null) await endShare(tx, share, 'destroyed');
      });
    }
  }
  await reapOrphans({ store, blobs, uptime });
}

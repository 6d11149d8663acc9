import type { Deps } from '#server/deps.ts';
import { endShare, lockShare } from '#server/records/share.ts';
import { StartError } from '#server/platform/start-error.ts';
import { findHeldBodies } from '#server/records/file-body.ts';
import type { NamedBody } from '#server/records/file-body.ts';

const AT_ONCE = 500;

type Stores = Pick<Deps, 'store' | 'blobs'>;

/**
 * At start: shares whose body is gone end, so that nobody spends a view on nothing.
 * @throws StartError when all bodies are gone that shares need: an operator who only mounted the wrong folder can still turn back
 */
export async function reconcileBodies(stores: Stores, acceptLostFiles: boolean): Promise<void> {
  if (!acceptLostFiles && (await areAllLost(stores))) {
    throw new StartError(
      'The files of every share that has some are missing from the data folder. ' +
        'Put them back, or set SOTTO_ACCEPT_LOST_KEYS=true to go on without these shares.',
    );
  }
  for await (const { lost } of heldPages(stores)) {
    await stores.store.write(async (tx) => {
      for (const { id } of lost) {
        const share = await lockShare(tx, id);
        if (share?.endedAt === null) await endShare(tx, share, 'destroyed');
      }
    });
  }
}

/** Usually known after the first page. */
async function areAllLost(stores: Stores): Promise<boolean> {
  let found = false;
  for await (const { held, lost } of heldPages(stores)) {
    if (lost.length < held.length) return false;
    found = true;
  }
  return found;
}

interface HeldPage {
  readonly held: readonly NamedBody[];
  /** Those of which the folder has no trace. */
  readonly lost: readonly NamedBody[];
}

async function* heldPages({ store, blobs }: Stores): AsyncGenerator<HeldPage, void> {
  for (let after = ''; ;) {
    const held = await findHeldBodies(store.read, { after, limit: AT_ONCE });
    const missing = new Set(await blobs.missing(held.map(({ bodyName }) => bodyName)));
    if (held.length > 0) yield { held, lost: held.filter(({ bodyName }) => missing.has(bodyName)) };
    after = held.at(-1)?.bodyName ?? '';
    if (held.length < AT_ONCE) return;
  }
}

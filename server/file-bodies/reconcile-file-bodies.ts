import type { Deps } from '#server/deps.ts';
import { StartError } from '#server/platform/start-error.ts';
import { findHeldFileBodies } from '#server/records/file-body.ts';
import type { NamedFileBody } from '#server/records/file-body.ts';
import { endShare, lockShare } from '#server/records/share.ts';

const AT_ONCE = 500;

type Stores = Pick<Deps, 'store' | 'blobs'>;

/**
 * At start: ends shares whose file body is gone, so that nobody spends a view on nothing.
 * @throws StartError if all file bodies are gone: the operator may only have mounted the wrong folder
 */
export async function reconcileFileBodies(stores: Stores, acceptLostFiles: boolean): Promise<void> {
  if (!acceptLostFiles && (await areAllLost(stores))) {
    throw new StartError(
      'The files of all shares that have files are missing from the data folder. ' +
        'Put them back, or set SOTTO_ACCEPT_LOST_KEYS=true to start without these shares.',
    );
  }
  await stores.store.alone('reconcile', () => endLost(stores));
}

async function endLost(stores: Stores): Promise<void> {
  for await (const { lost } of heldPages(stores)) {
    await stores.store.write(async (tx) => {
      for (const { id } of lost) {
        const share = await lockShare(tx, id);
        if (share?.endedAt === null) await endShare(tx, share, 'destroyed');
      }
    });
  }
}

/** Usually the first page decides it. */
async function areAllLost(stores: Stores): Promise<boolean> {
  let found = false;
  for await (const { held, lost } of heldPages(stores)) {
    if (lost.length < held.length) return false;
    found = true;
  }
  return found;
}

interface HeldPage {
  readonly held: readonly NamedFileBody[];
  /** Those with no file in the folder. */
  readonly lost: readonly NamedFileBody[];
}

async function* heldPages({ store, blobs }: Stores): AsyncGenerator<HeldPage, void> {
  for (let after = ''; ;) {
    const held = await findHeldFileBodies(store.read, { after, limit: AT_ONCE });
    const missing = new Set(await blobs.missing(held.map(({ bodyName }) => bodyName)));
    if (held.length > 0) yield { held, lost: held.filter(({ bodyName }) => missing.has(bodyName)) };
    after = held.at(-1)?.bodyName ?? '';
    if (held.length < AT_ONCE) return;
  }
}

import { join, resolve } from 'node:path';
import { sql } from 'kysely';
import { openSlotFile } from '#server/erasure/slot-file.ts';
import { openSlotFolder } from '#server/erasure/slot-folder/slot-folder.ts';
import { StartError } from '#server/platform/start-error.ts';
import { findKeyFolder } from '#server/db/erasure-keys/key-folder-row.ts';
import type { Session } from '#server/db/database.ts';

const MAX_WAIT_MS = 60_000;

export interface KeysPlace {
  readonly dataDir: string;
  readonly keysDir?: string | undefined;
}

/** Erases every erasure key of a database that has moved. Durable when it resolves, or with the transaction. */
export async function eraseAllKeys(tx: Session, place: KeysPlace): Promise<void> {
  if (tx.backend.dialect === 'sqlite') return eraseSlotFile(join(place.dataDir, 'keys.slots'));
  const folder = await findKeyFolder(tx);
  // Not `delete`, which would leave the keys in the pages.
  if (folder?.in_force !== 1) await sql`truncate erasure_key`.execute(tx.kysely);
  else await eraseFolder(folder.name, place);
}

async function eraseSlotFile(path: string): Promise<void> {
  const slots = openSlotFile(path);
  try {
    // It overwrites the keys before it truncates the file.
    await slots.shrinkTo(0);
  } finally {
    slots.close();
  }
}

async function eraseFolder(name: string, { keysDir }: KeysPlace): Promise<void> {
  if (keysDir === undefined) throw new StartError('The keys to erase are in a folder. Set SOTTO_KEYS_DIR as before.');
  const path = resolve(keysDir);
  const slots = openSlotFolder({ path, name, maxWaitMs: MAX_WAIT_MS });
  try {
    if (!(await slots.isRight())) throw new StartError(`${path} is not the folder of this database's keys.`);
    for (const file of await slots.files()) await slots.zero((await slots.held(file)).map(({ slot }) => slot));
  } finally {
    await slots.close();
  }
}

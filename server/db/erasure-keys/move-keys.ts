import { readdir, unlink } from 'node:fs/promises';
import { resolve } from 'node:path';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { equalBytes } from '#crypto/bytes.ts';
import { FILE_SLOTS, fileNumber, markerPath, pathOf } from '#server/erasure/slot-folder/layout.ts';
import { openSlotFolder } from '#server/erasure/slot-folder/slot-folder.ts';
import type { HeldSlot, SlotFolder } from '#server/erasure/slot-folder/slot-folder.ts';
import { syncFolder } from '#server/platform/durable-files.ts';
import { StartError } from '#server/platform/start-error.ts';
import { connectPostgres, runOn } from '#server/db/connect-postgres.ts';
import type { Backend, Session } from '#server/db/database.ts';
import { allowSlots, allowTable, lockKeys, useFolder, useTable } from './key-arrangement.ts';
import { findKeyFolder, nameKeyFolder, takeSlots } from './key-folder-row.ts';
import { databaseTime } from '#server/db/times.ts';
import { explain, markFolder, requireFolder } from './open-key-store.ts';
import { query, queryOnce } from '#server/db/query.ts';
import type { Schema } from '#server/db/schema.ts';

const AT_ONCE = 1000;

export interface MoveKeysInput {
  readonly databaseUrl: string;
  readonly keysDir: string;
  readonly to: 'folder' | 'database';
}

export interface MovedKeys {
  readonly keys: number;
}

interface Moving {
  readonly kysely: Kysely<Schema>;
  readonly session: (on: Kysely<Schema>) => Session;
  readonly slots: SlotFolder;
}

/**
 * Moves all erasure keys between the database and the folder, in one transaction: all of them, or none. Other processes
 * wait for it, and those that still look in the old place are refused by the database. Keys are removed from the old
 * place once they are durable in the new one. Can be repeated after a crash.
 * @throws StartError
 */
export async function moveKeys({ databaseUrl, keysDir, to }: MoveKeysInput): Promise<MovedKeys> {
  const path = resolve(keysDir);
  requireFolder(path);
  const kysely = await connectPostgres({ databaseUrl, max: 2, connectTimeoutMs: 10_000 }, { mayCreate: false });
  const backend: Backend = { dialect: 'postgres', keys: 'folder', now: databaseTime, mapError: (error) => error };
  const session = (on: Kysely<Schema>): Session => ({ backend, kysely: on, run: runOn(on) });
  try {
    await kysely.transaction().execute((trx) => nameKeyFolder(session(trx)));
    const row = await findKeyFolder(session(kysely));
    if (row === undefined) throw new Error('The key folder has no name.');
    const isDone = (row.in_force === 1) === (to === 'folder');
    if (to === 'folder' && !isDone) await markFolder(path, row.name).catch((error: unknown) => explain(error, keysDir));
    const slots = openSlotFolder({ path, name: row.name, maxWaitMs: 60_000 });
    const moving = { kysely, session, slots };
    try {
      const isRight = await slots.isRight();
      if (!isRight && !(to === 'database' && isDone))
        throw new StartError(`${path} is not the folder of this database's keys.`);
      const keys = isDone ? 0 : to === 'folder' ? await moveToFolder(moving) : await moveToTable(moving);
      if (to === 'database' && isRight) await clearFolder(slots);
      return { keys };
    } finally {
      await slots.close();
    }
  } finally {
    await kysely.destroy();
  }
}

interface StoredKey {
  readonly id: Uint8Array;
  readonly key: Uint8Array;
}

const selectKeys = query<{ after: Uint8Array }, StoredKey>(({ kysely, param }) =>
  kysely
    .selectFrom('erasure_key')
    .select(['share_id as id', 'key'])
    .where('share_id', '>', param('after'))
    .orderBy('share_id')
    .limit(AT_ONCE),
);

function moveToFolder({ kysely, session, slots }: Moving): Promise<number> {
  return kysely.transaction().execute(async (trx) => {
    const tx = session(trx);
    await lockKeys(tx);
    await allowSlots(tx);
    let count = 0;
    let keys = await selectKeys(tx, { after: Buffer.alloc(0) });
    while (keys.length > 0) {
      // In a transaction of its own, so that no slot is given out twice, even if this transaction is lost.
      const first = await kysely.transaction().execute((aside) => takeSlots(session(aside), AT_ONCE));
      if (first === undefined) throw new Error('The key folder has no row.');
      await prepareAll(slots, first);
      await Promise.all(keys.map(({ id, key }, index) => slots.write(first + index, id, key)));
      for (const [index, { id, key }] of keys.entries()) {
        const kept = await slots.read(first + index, id);
        if (kept === undefined || !equalBytes(kept, key)) throw new StartError(NOT_KEPT);
        kept.fill(0);
        key.fill(0);
      }
      await nameSlots(tx, { keys, first });
      count += keys.length;
      keys = await selectKeys(tx, { after: keys.at(-1)?.id ?? Buffer.alloc(0) });
    }
    // Not `delete`, which would leave the keys in the pages.
    await sql`truncate erasure_key`.execute(trx);
    await useFolder(tx);
    return count;
  });
}

async function prepareAll(slots: SlotFolder, first: number): Promise<void> {
  await slots.prepare(first);
  if (Math.floor(first / FILE_SLOTS) !== Math.floor((first + AT_ONCE - 1) / FILE_SLOTS))
    await slots.prepare(first + AT_ONCE - 1);
}

async function nameSlots(
  tx: Session,
  { keys, first }: { readonly keys: readonly StoredKey[]; readonly first: number },
): Promise<void> {
  await tx.run(
    `update share set slot = $2 + place - 1 from unnest($1::bytea[]) with ordinality as moved (id, place)
      where share.id = moved.id`,
    [keys.map(({ id }) => id), first],
  );
}

const selectSlots = query<{ after: number }, HeldSlot>(({ kysely, param }) =>
  kysely
    .selectFrom('share')
    .select((eb) => ['id', eb.ref('slot').$notNull().as('slot')])
    .where('slot', '>', param('after'))
    .where('ended_at', 'is', null)
    .orderBy('slot')
    .limit(AT_ONCE),
);

function moveToTable({ kysely, session, slots }: Moving): Promise<number> {
  return kysely.transaction().execute(async (trx) => {
    const tx = session(trx);
    await lockKeys(tx);
    await allowTable(tx);
    let count = 0;
    let named = await selectSlots(tx, { after: -1 });
    while (named.length > 0) {
      const rows: Array<{ share_id: Uint8Array; key: Uint8Array }> = [];
      for (const { id, slot } of named) {
        const key = await slots.read(slot, id);
        if (key === undefined) throw new StartError(MISSING);
        rows.push({ share_id: id, key });
      }
      await queryOnce(tx, ({ kysely: on }) => on.insertInto('erasure_key').values(rows));
      for (const { key } of rows) key.fill(0);
      count += rows.length;
      named = await selectSlots(tx, { after: named.at(-1)?.slot ?? 0 });
    }
    await sql`update share set slot = null where slot is not null`.execute(trx);
    await useTable(tx);
    return count;
  });
}

/** Removes the marker last, so that a repeated call can finish. */
async function clearFolder(slots: SlotFolder): Promise<void> {
  for (const file of await slots.files()) {
    await slots.zero((await slots.held(file)).map(({ slot }) => slot));
    await slots.remove(file);
  }
  const left = (await readdir(slots.path)).filter((name) => fileNumber(name) !== undefined);
  if (left.length > 0) throw new StartError(`Another process is using ${pathOf(slots.path, 0)}. Stop it and repeat.`);
  await unlink(markerPath(slots.path));
  await syncFolder(slots.path);
}

const NOT_KEPT = 'The folder did not return the keys that were written to it. Nothing was moved. Check its mount.';
const MISSING =
  'Some keys are not in the folder. Nothing was moved. Restore the folder. If it is lost, start the service once with SOTTO_ACCEPT_LOST_KEYS=true.';

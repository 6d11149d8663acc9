import { randomBytes } from 'node:crypto';
import type { Config } from '#server/config/config.ts';
import type { Deps } from '#server/deps.ts';
import { copyTable } from '#server/db/moving/copy-rows.ts';
import { eraseAllKeys } from '#server/db/moving/erase-keys.ts';
import { allowWrites, blockWrites } from '#server/db/moving/block-writes.ts';
import { findMove, forgetMove, writeMove } from '#server/db/moving/move-row.ts';
import type { MoveRow } from '#server/db/moving/move-row.ts';
import { requireNew } from '#server/db/moving/require-new.ts';
import { tablesToCopy } from '#server/db/moving/moved-tables.ts';
import { describePlace, withDatabaseAlone } from '#server/db/moving/with-database-alone.ts';
import type { DatabasePlace } from '#server/db/moving/with-database-alone.ts';
import { openServerKey } from '#server/keys/server-key.ts';
import { StartError } from '#server/platform/start-error.ts';
import { checkPlaces, keepsFiles } from './check-places.ts';
import { copyFiles } from './copy-files.ts';
import { placeServerKey } from './place-server-key.ts';
import { verifyCopy } from './verify-copy.ts';

const NAME_BYTES = 16;

/** The place of a service: where it is now, or where it moves to. */
export interface Side {
  readonly config: Config;
  /** Where its database is. */
  readonly place: DatabasePlace;
  /** Creates the database unless it exists. */
  create(): Promise<void>;
  /** Opens the database although it is moving. */
  open(): Promise<Deps>;
  /** Tries its bucket, if it has one. @throws StartError if files cannot be kept there */
  tryBucket(): Promise<void>;
}

export interface MoveInput {
  readonly source: Side;
  readonly target: Side;
  /** Called after each step, once it is durable. */
  readonly say: (step: string) => void;
}

/**
 * Copies a stopped service to a new place, verifies the copy, and erases the keys of the source. A move that was
 * interrupted at any point continues when it is repeated (docs/decisions/0093).
 * @throws StartError
 */
export async function move(input: MoveInput): Promise<void> {
  const { source, target, say } = input;
  checkPlaces(source.config, target.config);
  const mark = await withDatabaseAlone(source.place, findMove);
  checkSource(mark, describePlace(target.place));
  const name =
    mark?.state === 'leaving' || mark?.state === 'left' ? mark.name : randomBytes(NAME_BYTES).toString('hex');
  if (mark?.state !== 'left') {
    await begin(input, name);
    say('Both places are marked: neither can be started until the copy is complete.');
    await copy(input);
  }
  await end(input, name);
}

/** The source can be started again; the incomplete copy cannot. @throws StartError if no such move has begun */
export async function cancelMove(source: DatabasePlace): Promise<void> {
  await withDatabaseAlone(source, async (tx) => {
    const row = await findMove(tx);
    if (row?.state === 'left') throw new StartError(`The move to ${row.other} is complete and cannot be canceled.`);
    if (row?.state !== 'leaving') throw new StartError('No move of this database has begun.');
    await allowWrites(tx);
    await forgetMove(tx);
  });
}

function checkSource(mark: MoveRow | undefined, target: string): void {
  if (mark?.state === 'arriving')
    throw new StartError(
      `The service's database is itself an incomplete copy of ${mark.other}. Repeat sotto admin move there first.`,
    );
  if (mark === undefined || mark.state === 'arrived' || mark.other === target) return;
  const where = `to ${mark.other}, and the settings of the new place name ${target}.`;
  throw new StartError(
    mark.state === 'left'
      ? `This database was moved ${where}`
      : `A move of this database has begun ${where} Finish that one, or cancel it: sotto admin move --cancel.`,
  );
}

async function begin({ source, target }: MoveInput, name: string): Promise<void> {
  const key = await openServerKey(source.config);
  await placeServerKey({ key, config: target.config, isTrial: true });
  await target.create();
  await withDatabaseAlone(target.place, (tx) => requireNew(tx, name));
  if (!keepsFiles(source.config, target.config)) await target.tryBucket();
  await withDatabaseAlone(source.place, async (tx) => {
    const isMarked = (await findMove(tx))?.state === 'leaving';
    await writeMove(tx, { name, state: 'leaving', other: describePlace(target.place) });
    if (!isMarked) await blockWrites(tx);
  });
  await withDatabaseAlone(target.place, async (tx) => {
    await requireNew(tx, name);
    await writeMove(tx, { name, state: 'arriving', other: describePlace(source.place) });
  });
  await placeServerKey({ key, config: target.config, isTrial: false });
}

async function copy({ source, target, say }: MoveInput): Promise<void> {
  const keeps = keepsFiles(source.config, target.config);
  await using opened = new AsyncDisposableStack();
  const openSide = async (side: Side) => opened.adopt(await side.open(), (deps: Deps) => deps.store.close());
  const from = await openSide(source);
  const to = await openSide(target);
  for (const table of tablesToCopy(keeps)) {
    const rows = await copyTable({ source: from.store, target: to.store }, table);
    if (rows > 0) say(`Copied ${table.name}: ${rows} ${rows === 1 ? 'row' : 'rows'}.`);
  }
  if (!keeps) {
    const shares = await copyFiles(from, to);
    say(`Copied the files of ${shares} ${shares === 1 ? 'share' : 'shares'}.`);
  }
  await verifyCopy({ source: from, target: to, keepsFiles: keeps });
  say('Verified: every row, key and file was read back and is the same.');
}

/** From here on, the move cannot be canceled, and each step may be repeated. */
async function end({ source, target, say }: MoveInput, name: string): Promise<void> {
  await withDatabaseAlone(target.place, async (tx) => {
    const row = await findMove(tx);
    if (row?.name !== name)
      throw new StartError(`${describePlace(target.place)} is not the copy that was made. Check the settings.`);
  });
  await withDatabaseAlone(source.place, async (tx) => {
    if ((await findMove(tx))?.name !== name)
      throw new StartError('This move was canceled meanwhile. Nothing was erased. Remove the copy that was begun.');
    await writeMove(tx, { name, state: 'left', other: describePlace(target.place) });
  });
  say('The source is marked as moved.');
  await withDatabaseAlone(source.place, (tx) => eraseAllKeys(tx, source.config));
  say('The keys of the source are erased.');
  await withDatabaseAlone(target.place, (tx) =>
    writeMove(tx, { name, state: 'arrived', other: describePlace(source.place) }),
  );
}

import { inspectClock } from '#server/clock/check-clock.ts';
import { isHeld } from '#server/clock/reckoning.ts';
import type { Deps } from '#server/deps.ts';
import { findDeadFileBodies, findUsedNames, forgetFileBodies, forgetFileBody, namesAnyFileBody } from './file-body.ts';
import type { NamedFileBody } from './file-body.ts';

const AT_ONCE = 100;
/** Deletes that run at the same time. */
const FILES_AT_ONCE = 8;

type Stores = Pick<Deps, 'store' | 'blobs'>;

/**
 * Removes the file body of a share whose end is committed and whose key is erased, so none of it can be read
 * any more. The parts are deleted first and the name last: if a crash interrupts this, the next sweep finds it again.
 */
async function removeFileBody({ store, blobs }: Stores, { id, bodyName }: NamedFileBody): Promise<void> {
  await blobs.deleteBody(bodyName);
  await store.write((tx) => forgetFileBody(tx, { id, bodyName }));
}

/** For a reply that does not depend on it. The sweep repeats and reports what failed. */
export async function tryRemoveFileBody(
  stores: Stores,
  ended: { id: Uint8Array; bodyName: string | null },
): Promise<void> {
  if (ended.bodyName === null) return;
  await removeFileBody(stores, { id: ended.id, bodyName: ended.bodyName }).catch(() => undefined);
}

/**
 * Removes some file bodies of ended shares. One that cannot be removed does not hold up the others.
 * @returns whether there may be more. @throws AggregateError with the failures
 */
export async function removeSomeDeadFileBodies({ store, blobs }: Stores): Promise<boolean> {
  const dead = await findDeadFileBodies(store.read, AT_ONCE);
  const { done, failures } = await eachOf(dead, ({ bodyName }) => blobs.deleteBody(bodyName));
  if (done.length > 0) await store.write((tx) => forgetFileBodies(tx, done));
  if (failures.length > 0) throw new AggregateError(failures, 'Some file bodies could not be removed.');
  return dead.length === AT_ONCE;
}

interface Outcome<T> {
  readonly done: readonly T[];
  /** The errors of the other items. */
  readonly failures: readonly unknown[];
}

/** Runs a few at a time. */
async function eachOf<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<Outcome<T>> {
  const done: T[] = [];
  const failures: unknown[] = [];
  for (let at = 0; at < items.length; at += FILES_AT_ONCE) {
    const some = items.slice(at, at + FILES_AT_ONCE);
    const acts = some.map((item) => act(item).then(() => done.push(item)));
    for (const act of await Promise.allSettled(acts)) if (act.status === 'rejected') failures.push(act.reason);
  }
  return { done, failures };
}

/**
 * Removes file bodies that no row names: of abandoned uploads, of uploads that started over, and after the restore of
 * an older database. A row is committed before the first byte of its file body is written, so a file body without a row
 * will never get one. If the database names no file body at all, it may be the wrong database for this folder: then
 * nothing is removed.
 * @param signal stops it between two file bodies
 */
export async function reapOrphans(
  { store, blobs, uptime }: Stores & Pick<Deps, 'uptime'>,
  signal?: AbortSignal,
): Promise<void> {
  if (!(await namesAnyFileBody(store.read))) return;
  const failures: unknown[] = [];
  const reap = async (names: readonly string[]) => {
    const named = new Set(await findUsedNames(store.read, names));
    const orphans = names.filter((name) => !named.has(name));
    failures.push(...(await eachOf(orphans, (name) => blobs.deleteBody(name))).failures);
  };
  let names: string[] = [];
  for await (const name of blobs.bodies()) {
    if (signal?.aborted) return;
    names.push(name);
    if (names.length < AT_ONCE) continue;
    await reap(names);
    names = [];
  }
  await reap(names);
  // Unfinished parts are removed by age, and a clock that is ahead makes all of them look old.
  if (!isHeld(await inspectClock(store.read, uptime))) await blobs.removeLeftovers(signal);
  if (failures.length > 0) throw new AggregateError(failures, 'Some file bodies could not be removed.');
}

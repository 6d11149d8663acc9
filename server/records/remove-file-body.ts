import { inspectClock } from '#server/clock/check-clock.ts';
import { isHeld } from '#server/clock/reckoning.ts';
import type { Deps } from '#server/deps.ts';
import type { NamedBody } from './file-body.ts';
import { findDeadBodies, findNames, forgetBodies, forgetBody, namesAny } from './file-body.ts';

const AT_ONCE = 100;
/** Deletes that are under way at once. */
const FILES_AT_ONCE = 8;

type Stores = Pick<Deps, 'store' | 'blobs'>;

/**
 * The body of a share that has ended: its end is committed and its key erased, so nothing of it can be read any more.
 * First the parts, then the name: what a crash cuts off here, the next sweep finds again.
 */
async function removeBody({ store, blobs }: Stores, { id, bodyName }: NamedBody): Promise<void> {
  await blobs.deleteBody(bodyName);
  await store.write((tx) => forgetBody(tx, { id, bodyName }));
}

/** For an answer that does not depend on it: what fails is left to the sweep, which reports it. */
export async function tryRemoveBody(stores: Stores, ended: { id: Uint8Array; bodyName: string | null }): Promise<void> {
  if (ended.bodyName === null) return;
  await removeBody(stores, { id: ended.id, bodyName: ended.bodyName }).catch(() => undefined);
}

/**
 * Removes the bodies of some of the shares that have ended. A body that cannot be removed does not hold up the others.
 * @returns whether there may be more. @throws AggregateError with what went wrong
 */
export async function removeSomeDeadBodies({ store, blobs }: Stores): Promise<boolean> {
  const dead = await findDeadBodies(store.read, AT_ONCE);
  const { done, failures } = await eachOf(dead, ({ bodyName }) => blobs.deleteBody(bodyName));
  if (done.length > 0) await store.write((tx) => forgetBodies(tx, done));
  if (failures.length > 0) throw new AggregateError(failures, 'Bodies could not be removed.');
  return dead.length === AT_ONCE;
}

interface Outcome<T> {
  readonly done: readonly T[];
  /** The errors of the others. */
  readonly failures: readonly unknown[];
}

/** A few at a time. */
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
 * What no row names: of uploads that were given up or cut anew, and of a database that was restored to an earlier time. A
 * row is committed before its body's first byte is written, so whoever has none, here and now, never gets one. A
 * database that knows of no body at all may be the wrong one for this folder: then nothing is reaped.
 * @param signal ends it between two bodies
 */
export async function reapOrphans(
  { store, blobs, uptime }: Stores & Pick<Deps, 'uptime'>,
  signal?: AbortSignal,
): Promise<void> {
  if (!(await namesAny(store.read))) return;
  const failures: unknown[] = [];
  const reap = async (names: readonly string[]) => {
    const named = new Set(await findNames(store.read, names));
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
  // Beginnings of parts are removed by their age, and a clock that is ahead makes all of them look old.
  if (!isHeld(await inspectClock(store.read, uptime))) await blobs.removeLeftovers(signal);
  if (failures.length > 0) throw new AggregateError(failures, 'Bodies could not be removed.');
}

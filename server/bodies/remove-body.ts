import { inspectClock } from '#server/clock/check-clock.ts';
import { isHeld } from '#server/clock/reckoning.ts';
import type { Deps } from '#server/deps.ts';
import type { NamedBody } from './storage.ts';
import { findDeadBodies, findNames, forgetBody, namesAny } from './storage.ts';

const AT_ONCE = 100;

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

/** Of every share that has ended. One that cannot be removed keeps no other waiting. @throws AggregateError with what went wrong */
export async function removeDeadBodies(stores: Stores): Promise<void> {
  for (;;) {
    const dead = await findDeadBodies(stores.store.read, AT_ONCE);
    const failures = await inTurn(dead, (body) => removeBody(stores, body));
    if (failures.length > 0) throw new AggregateError(failures, 'Bodies could not be removed.');
    if (dead.length < AT_ONCE) return;
  }
}

/** @returns what was thrown */
async function inTurn<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (const item of items) await act(item).catch((error: unknown) => failures.push(error));
  return failures;
}

/**
 * What no row names: of uploads that were given up or cut anew, and of a database that was restored to an earlier time. A
 * row is committed before its body's first byte is written, so whoever has none, here and now, never gets one. A
 * database that knows of no body at all may be the wrong one for this folder: then nothing is reaped.
 */
export async function reapOrphans({ store, blobs, uptime }: Stores & Pick<Deps, 'uptime'>): Promise<void> {
  if (!(await namesAny(store.read))) return;
  const reap = async (names: readonly string[]) => {
    const named = new Set(await findNames(store.read, names));
    const orphans = names.filter((name) => !named.has(name));
    failures.push(...(await inTurn(orphans, (name) => blobs.deleteBody(name))));
  };
  const failures: unknown[] = [];
  let names: string[] = [];
  for await (const name of blobs.bodies()) {
    names.push(name);
    if (names.length < AT_ONCE) continue;
    await reap(names);
    names = [];
  }
  await reap(names);
  // Beginnings of parts are removed by their age, and a clock that is ahead makes all of them look old.
  if (!isHeld(await inspectClock(store.read, uptime))) await blobs.removeLeftovers();
  if (failures.length > 0) throw new AggregateError(failures, 'Bodies could not be removed.');
}

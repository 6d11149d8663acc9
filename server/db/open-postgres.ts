import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely, RawBuilder } from 'kysely';
import { codeOf } from '#server/error-code.ts';
import { AppError } from '#server/errors.ts';
import { alone } from './alone.ts';
import { connectPostgres, openPool, runOn } from './connect-postgres.ts';
import type { Connecting } from './connect-postgres.ts';
import { lendKey } from '#server/erasure/lend-key.ts';
import { keysUnavailable } from '#server/erasure/slot-folder/time-limit.ts';
import type { Backend, Database, Session, Transaction } from './database.ts';
import { isOtherPlace } from './erasure-keys/key-arrangement.ts';
import { findKeyFolder } from './erasure-keys/key-folder-row.ts';
import type { KeyStore, KeyTransaction } from './erasure-keys/key-store.ts';
import { fitsSchema } from './migrate.ts';
import { openKeyStore } from './erasure-keys/open-key-store.ts';
import type { OpenKeysOptions, OpenKeysParts } from './erasure-keys/open-key-store.ts';
import { hasMovedAway, isBlocked } from './moving/block-writes.ts';
import { isUnreachable } from './postgres-errors.ts';
import { queryOnce } from './query.ts';
import type { Schema } from './schema.ts';
import { createTurns } from './take-turns.ts';
import { databaseTime } from './times.ts';

const DEFAULT_POOL = 20;
/** One works, and the others have begun their transaction and wait for the row. */
const MAX_IN_TURN = 3;
const DEFAULT_CONNECT_TIMEOUT_MS = 5_000;
const MAX_TRIES = 10;
const serializationFailures = new Set(['40001', '40P01']);

export interface PostgresOptions extends OpenKeysOptions {
  readonly databaseUrl: string;
  /** The largest number of connections. */
  readonly pool?: number | undefined;
  readonly now?: RawBuilder<number>;
  /**
   * How long a query waits for a free connection, and a call to the folder of keys for its end, before it fails with
   * `unavailable`. Tests on a busy machine wait longer.
   */
  readonly connectTimeoutMs?: number;
  /** See `MigrateOptions`. */
  readonly mayCreate?: boolean | undefined;
  readonly mayBeMoving?: boolean | undefined;
}

/**
 * PostgreSQL groups commits itself, so each request has its own READ COMMITTED transaction and resolves after its
 * COMMIT.
 * @throws StartError if it cannot be reached or refuses the login
 */
export async function openPostgres({
  databaseUrl,
  pool: max = DEFAULT_POOL,
  now = databaseTime,
  connectTimeoutMs = DEFAULT_CONNECT_TIMEOUT_MS,
  mayBeMoving,
  ...keyOptions
}: PostgresOptions): Promise<Database> {
  const connecting = { databaseUrl, max, connectTimeoutMs };
  const kysely = await connectPostgres(connecting, { mayCreate: keyOptions.mayCreate, mayBeMoving });
  const keys = keyOptions.keysDir === undefined ? 'table' : 'folder';
  const backend: Backend = { dialect: 'postgres', keys, now, mapError };
  const session = (on: Kysely<Schema>): Session => ({ backend, kysely: on, run: runOn(on) });
  const read = session(kysely);
  const takeTurns = createTurns({ atOnce: MAX_IN_TURN, maxWaitMs: connectTimeoutMs });
  const keyStore = await openKeyStore({
    ...keyOptions,
    read,
    maxWaitMs: connectTimeoutMs,
    write: (work) => writeWithRetry(kysely, (trx) => work(session(trx))),
    openAside: () => openAside(connecting, session),
  }).catch(async (error: unknown) => {
    await kysely.destroy();
    throw error;
  });
  const once = <T>(work: (tx: Transaction) => Promise<T>) => writeOnce({ kysely, session, keyStore }, work);
  const close = async () => {
    await keyStore.close();
    await kysely.destroy();
  };
  let closing: Promise<void> | undefined;
  return {
    backend,
    read,
    now: () => readTime(read),
    write: (work, { turnOf } = {}) => (turnOf === undefined ? once(work) : takeTurns(turnOf, () => once(work))),
    withKey: async (place, use) => lendKey(await keyStore.find(read, place), use),
    fitsSchema: async () => (await fitsSchema(read)) && (await isInUse(read, keyStore.kind)),
    keysWork: () => keyStore.works(),
    alone: (job, work) => alone(kysely, job, work),
    scrub: () => keyStore.scrub(),
    ...(keyStore.reap && { reapKeys: keyStore.reap }),
    close: () => (closing ??= close()),
  };
}

/** One more connection, for writes that must not wait for those of the pool. */
function openAside(connecting: Connecting, session: WriteParts['session']): ReturnType<OpenKeysParts['openAside']> {
  const aside = openPool({ ...connecting, max: 1 });
  return { write: (work) => writeWithRetry(aside, (trx) => work(session(trx))), close: () => aside.destroy() };
}

interface WriteParts {
  readonly kysely: Kysely<Schema>;
  readonly session: (on: Kysely<Schema>) => Session;
  readonly keyStore: KeyStore;
}

async function writeOnce<T>(
  { kysely, session, keyStore }: WriteParts,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  let changed: KeyTransaction | undefined;
  const value = await writeWithRetry(kysely, async (trx) => {
    const tx = session(trx);
    const keys = keyStore.begin(tx);
    changed = keys;
    try {
      return await work({ ...tx, keys: keys.keys });
    } catch (error) {
      await keys.failed?.();
      throw error;
    }
  });
  await changed?.committed?.();
  return value;
}

/** Whether the keys are where this process looks, and the database has not moved away. */
async function isInUse(read: Session, kind: KeyStore['kind']): Promise<boolean> {
  const isFolder = (await findKeyFolder(read))?.in_force === 1;
  return isFolder === (kind === 'folder') && !(await hasMovedAway(read));
}

async function readTime(session: Session): Promise<number> {
  const [time] = await queryOnce(session, ({ kysely, now: time }) => kysely.selectNoFrom(time.as('seconds')));
  if (time === undefined) throw new Error('PostgreSQL did not return the time.');
  return time.seconds;
}

async function writeWithRetry<T>(kysely: Kysely<Schema>, work: (trx: Kysely<Schema>) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    // `unavailable` means that nothing was done, so clients retry. The outcome of a lost commit is unknown.
    let mapThrown = mapError;
    const workThenCommit = async (trx: Kysely<Schema>) => {
      const value = await work(trx);
      mapThrown = (error) => error;
      return value;
    };
    try {
      return await kysely.transaction().execute(workThenCommit);
    } catch (error) {
      if (!serializationFailures.has(codeOf(error)) || tries === MAX_TRIES) throw mapThrown(error);
    }
    await delay(tries);
  }
}

function mapError(error: unknown): unknown {
  if (isOtherPlace(error)) return keysUnavailable();
  return isUnreachable(error) || isBlocked(error) ? new AppError('unavailable') : error;
}

import type { Kysely } from 'kysely';

export type Dialect = 'sqlite' | 'postgres';

/** Runs inside a transaction. A migration that has been released is never changed again. */
export type Migration = (db: Kysely<object>, dialect: Dialect) => Promise<void>;

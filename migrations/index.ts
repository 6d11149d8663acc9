import type { Kysely } from 'kysely';

export type Dialect = 'sqlite' | 'postgres';

/** Runs in a transaction. A landed migration is never edited, because databases exist that it has already changed. */
export type Migration = (db: Kysely<object>, dialect: Dialect) => Promise<void>;

import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';

/** How long a reader has to acknowledge or renew an opening (docs/life-cycle.md §5). */
export const LEASE_SECONDS = 600;

export const DAY_SECONDS = 86_400;

/** The number of the UTC day since 1970. @param now Unix seconds */
export const dayOf = (now: RawBuilder<number>): RawBuilder<number> => sql`(${now} / ${sql.lit(DAY_SECONDS)})`;

/** The time of PostgreSQL, in Unix seconds. */
export const databaseTime: RawBuilder<number> = sql`cast(floor(extract(epoch from clock_timestamp())) as bigint)`;

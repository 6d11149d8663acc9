import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';

export const DAY_SECONDS = 86_400;

/** Of UTC, as a number. @param now Unix seconds */
export const dayOf = (now: RawBuilder<number>): RawBuilder<number> => sql`(${now} / ${sql.lit(DAY_SECONDS)})`;

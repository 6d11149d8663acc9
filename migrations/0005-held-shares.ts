import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What has not ended, by itself: quota, statistics and metrics count it, and tombstones may be a thousand times as many. */
export async function heldShares(db: Kysely<object>): Promise<void> {
  await sql`create index share_held on share (kind, state, size_bytes, body_bytes) where ended_at is null`.execute(db);
}

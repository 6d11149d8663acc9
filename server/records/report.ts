import { sql } from 'kysely';
import type { Session, Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';
import type { ShareKind, StoredState } from '#server/db/schema.ts';
import type { Reason } from '#server/reports/wire.ts';
import { holdsContent, readTotals } from './totals.ts';

/** The number of reported shares and requests that have not ended. */
export async function countOpenReports(session: Session): Promise<number> {
  const held = (await readTotals(session)).filter(holdsContent);
  return held.reduce((sum, { reported }) => sum + reported, 0);
}

interface Reported {
  readonly id: Uint8Array;
  readonly reason: Reason;
}

/** No effect on an unknown id or a pending upload. */
const upsertReport = query<Reported, unknown>(({ kysely, now, param }) =>
  kysely
    .insertInto('report')
    .columns(['share_id', 'reason', 'count', 'first_at', 'last_at'])
    .expression((eb) =>
      eb
        .selectFrom('share')
        .select([
          'id',
          sql<Reason>`cast(${param('reason')} as text)`.as('reason'),
          sql.lit(1).as('count'),
          now.as('first_at'),
          now.as('last_at'),
        ])
        .where('id', '=', param('id'))
        .where('state', '<>', 'pending'),
    )
    .onConflict((conflict) =>
      conflict.columns(['share_id', 'reason']).doUpdateSet({
        count: sql<number>`report.count + 1`,
        last_at: sql<number>`excluded.last_at`,
      }),
    ),
);

export async function keepReport(tx: Transaction, reported: Reported): Promise<void> {
  await upsertReport(tx, reported);
}

export interface ReportRow {
  readonly id: Uint8Array;
  readonly kind: ShareKind;
  readonly state: StoredState;
  readonly reason: Reason;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

const selectReports = query<object, ReportRow>(({ kysely }) =>
  kysely
    .selectFrom('report')
    .innerJoin('share', 'share.id', 'report.share_id')
    .select([
      'share.id',
      'share.kind',
      'share.state',
      'report.reason',
      'report.count',
      'report.first_at as firstAt',
      'report.last_at as lastAt',
    ])
    .orderBy('report.last_at', 'desc')
    .orderBy('share.id')
    .orderBy('report.reason'),
);

/** Newest first. */
export function findReports(session: Session): Promise<ReportRow[]> {
  return selectReports(session, {});
}

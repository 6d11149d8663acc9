import { sql } from 'kysely';
import type { Database, Session, Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';
import type { ShareKind, StoredState } from '#server/db/schema.ts';

type Sum = number | string | null;

export interface TotalRow {
  readonly kind: ShareKind;
  readonly state: StoredState;
  readonly shares: number;
  readonly sizeBytes: number;
  readonly bodyBytes: number;
  /** Rows that name a key slot; 0 on PostgreSQL. */
  readonly slots: number;
  readonly answers: number;
  readonly reported: number;
}

const columns = ['shares', 'size_bytes', 'body_bytes', 'slots', 'answers', 'reported'] as const;
const names = ['shares', 'sizeBytes', 'bodyBytes', 'slots', 'answers', 'reported'] as const;
type Sums = Readonly<Record<(typeof names)[number], Sum>>;

type SumsRow = Pick<TotalRow, 'kind' | 'state'> & Sums;

const selectTotals = query<object, SumsRow>(({ kysely }) =>
  kysely
    .selectFrom('share_total')
    .select((eb) => ['kind', 'state', ...columns.map((column, at) => eb.fn.sum<Sum>(column).as(names[at] ?? column))])
    .groupBy(['kind', 'state'])
    .$castTo<SumsRow>(),
);

/** PostgreSQL sums integers into decimals, which the driver returns as text. */
function toTotal({ kind, state, ...sums }: SumsRow): TotalRow {
  const number = (name: keyof Sums) => Number(sums[name] ?? 0);
  return {
    kind,
    state,
    shares: number('shares'),
    sizeBytes: number('sizeBytes'),
    bodyBytes: number('bodyBytes'),
    slots: number('slots'),
    answers: number('answers'),
    reported: number('reported'),
  };
}

/**
 * The number and size of shares by kind and state. Reads one row for each kind and state, and on PostgreSQL also the
 * changes since the last fold. Exact within the transaction that reads it.
 */
export async function readTotals(session: Session): Promise<TotalRow[]> {
  return (await selectTotals(session, {})).map(toTotal);
}

const endedStates: ReadonlySet<StoredState> = new Set(['spent', 'expired', 'destroyed', 'deleted']);

/** Whether shares in this state still have their content. */
export const holdsContent = ({ state }: Pick<TotalRow, 'state'>): boolean => !endedStates.has(state);

const fold = query<object, unknown>(({ kysely }) =>
  kysely
    .with('gone', (cte) => cte.deleteFrom('share_total').returning(['kind', 'state', ...columns]))
    .insertInto('share_total')
    .columns(['kind', 'state', ...columns])
    .expression((eb) =>
      eb
        .selectFrom('gone')
        .select((of) => ['kind', 'state', ...columns.map((column) => sql<number>`sum(${of.ref(column)})`.as(column))])
        .groupBy(['kind', 'state']),
    ),
);

/**
 * Merges all changes since the last fold into one row for each kind and state. Writers do not wait for it, and readers
 * see the same sums before and after. No effect on SQLite, which never has more than one such row.
 */
export async function foldTotals(tx: Transaction): Promise<void> {
  if (tx.backend.dialect === 'postgres') await fold(tx, {});
}

const MANY_ROWS = 500;

const selectMany = query<object, { rows: number }>(({ kysely }) =>
  kysely
    .selectFrom((from) => from.selectFrom('share_total').select('kind').limit(MANY_ROWS).as('some'))
    .select(sql<number>`cast(count(*) as bigint)`.as('rows')),
);

/** For frequent readers of the totals: PostgreSQL adds a row with every change. */
export async function foldManyTotals({ read, write }: Pick<Database, 'read' | 'write'>): Promise<void> {
  if (read.backend.dialect !== 'postgres') return;
  const [many] = await selectMany(read, {});
  if ((many?.rows ?? 0) === MANY_ROWS) await write(foldTotals);
}

/**
 * All rows of `share`, counted, minus the totals: only zeros if they match. One statement sees both at the same moment.
 */
const selectDifference = query<object, SumsRow>(({ kysely }) => {
  const counted = sql<Pick<TotalRow, 'kind' | 'state'> & Record<(typeof columns)[number], number>>`(
    select kind, state, 1 as shares, size_bytes, body_bytes, case when slot is null then 0 else 1 end as slots,
      is_answer as answers, is_reported as reported from share
    union all
    select kind, state, -shares, -size_bytes, -body_bytes, -slots, -answers, -reported from share_total)`;
  return kysely
    .selectFrom(counted.as('counted'))
    .select((eb) => ['kind', 'state', ...columns.map((column, at) => eb.fn.sum<Sum>(column).as(names[at] ?? column))])
    .groupBy(['kind', 'state'])
    .$castTo<SumsRow>();
});

/** Reads every share. @returns the totals that are wrong, and by how much */
export async function findWrongTotals(session: Session): Promise<TotalRow[]> {
  const rows = await selectDifference(session, {});
  return rows.map(toTotal).filter((total) => names.some((name) => total[name] !== 0));
}

const addToOneRow = query<TotalRow, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('share_total')
    .set(
      Object.fromEntries(
        columns.map((column, at) => [column, sql`${sql.ref(column)} + ${param(names[at] ?? 'shares')}`]),
      ),
    )
    .where('kind', '=', param('kind'))
    .where('state', '=', param('state')),
);

const addRow = query<TotalRow, unknown>(({ kysely, param }) =>
  kysely.insertInto('share_total').values({
    kind: param('kind'),
    state: param('state'),
    shares: param('shares'),
    size_bytes: param('sizeBytes'),
    body_bytes: param('bodyBytes'),
    slots: param('slots'),
    answers: param('answers'),
    reported: param('reported'),
  }),
);

/**
 * Recounts all shares, for a database that something other than Sotto has written to. Writers wait until it is done.
 * @returns whether anything was wrong
 */
export async function recountTotals(tx: Transaction): Promise<boolean> {
  const isPostgres = tx.backend.dialect === 'postgres';
  if (isPostgres) await sql`lock table share in share mode`.execute(tx.kysely);
  const wrong = await findWrongTotals(tx);
  for (const difference of wrong) await (isPostgres ? addRow(tx, difference) : addToOneRow(tx, difference));
  return wrong.length > 0;
}

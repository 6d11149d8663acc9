import { sql } from 'kysely';
import type { CreateTableBuilder, Kysely } from 'kysely';
import type { Dialect } from './index.ts';

/**
 * Sums over `share`, kept by triggers: no statistic, quota or scrape reads the table again (docs/decisions/0036). On SQLite
 * there is one row for each kind and state. On PostgreSQL each change adds rows, so that writers never wait for each other;
 * the sum of all rows is the truth, and the sweep folds them.
 */
export async function shareTotals(db: Kysely<object>, dialect: Dialect): Promise<void> {
  const integer = dialect === 'postgres' ? sql`bigint` : sql`integer`;
  // Until the sums and the triggers are both there, nobody else may write.
  if (dialect === 'postgres') await sql`lock table share, answer, report in access exclusive mode`.execute(db);
  for (const flag of ['is_answer', 'is_reported']) {
    await db.schema
      .alterTable('share')
      .addColumn(flag, integer, (column) => column.notNull().defaultTo(0))
      .execute();
  }
  await sql`update share set is_answer = 1 where id in (select share_id from answer)`.execute(db);
  await sql`update share set is_reported = 1 where id in (select share_id from report)`.execute(db);

  let totals: CreateTableBuilder<string, string> = db.schema.createTable('share_total');
  // A table without a key cannot be replicated row by row.
  if (dialect === 'postgres') {
    totals = totals.addColumn('number', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity());
  }
  for (const column of ['kind', 'state']) totals = totals.addColumn(column, 'text', (text) => text.notNull());
  for (const column of sums) totals = totals.addColumn(column, integer, (sum) => sum.notNull());
  if (dialect === 'sqlite') {
    totals = totals.addPrimaryKeyConstraint('share_total_key', ['kind', 'state']).modifyEnd(sql`strict, without rowid`);
  }
  await totals.execute();
  await (dialect === 'postgres' ? countOnPostgres(db) : countOnSqlite(db));
  await replaceIndexes(db);
}

const sums = ['shares', 'size_bytes', 'body_bytes', 'slots', 'answers', 'reported'];
const kinds = ['share', 'request'];
const states = ['pending', 'live', 'locked', 'spent', 'expired', 'destroyed', 'deleted'];
const counted = ['kind', 'state', 'size_bytes', 'body_bytes', 'slot', 'is_answer', 'is_reported'];

/** What one row of `share` adds to each sum. */
const amountsOf = (row: 'old' | 'new') => [
  '1',
  `${row}.size_bytes`,
  `${row}.body_bytes`,
  `(case when ${row}.slot is null then 0 else 1 end)`,
  `${row}.is_answer`,
  `${row}.is_reported`,
];

const countAll = sql`
  insert into share_total (kind, state, shares, size_bytes, body_bytes, slots, answers, reported)
  select kind, state, count(*), sum(size_bytes), sum(body_bytes), count(slot), sum(is_answer), sum(is_reported)
  from share group by kind, state`;

async function countOnSqlite(db: Kysely<object>): Promise<void> {
  await countAll.execute(db);
  for (const kind of kinds) {
    for (const state of states) {
      await sql`insert into share_total values (${kind}, ${state}, 0, 0, 0, 0, 0, 0) on conflict do nothing`.execute(
        db,
      );
    }
  }
  const add = (row: 'old' | 'new', sign: '+' | '-') => {
    const amounts = amountsOf(row);
    const set = sums.map((sum, at) => `${sum} = ${sum} ${sign} ${amounts[at]}`).join(', ');
    return `update share_total set ${set} where kind = ${row}.kind and state = ${row}.state;`;
  };
  const changed = counted.map((column) => `old.${column} is not new.${column}`).join(' or ');
  const statements = [
    `create trigger share_added after insert on share begin ${add('new', '+')} end`,
    `create trigger share_removed after delete on share begin ${add('old', '-')} end`,
    `create trigger share_changed after update of ${counted.join(', ')} on share when ${changed}
     begin ${add('old', '-')} ${add('new', '+')} end`,
    `create trigger answer_added after insert on answer
     begin update share set is_answer = 1 where id = new.share_id; end`,
    `create trigger answer_removed after delete on answer
     begin update share set is_answer = 0 where id = old.share_id; end`,
    `create trigger report_added after insert on report
     begin update share set is_reported = 1 where id = new.share_id and is_reported = 0; end`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}

async function countOnPostgres(db: Kysely<object>): Promise<void> {
  const add = (row: 'old' | 'new', sign: '' | '-') =>
    `insert into share_total (kind, state, ${sums.join(', ')}) values (${row}.kind, ${row}.state, ${amountsOf(row)
      .map((amount) => `${sign}${amount}`)
      .join(', ')});`;
  const changed = ['old', 'new'].map((row) => `(${counted.map((column) => `${row}.${column}`).join(', ')})`);
  const statements = [
    `create function count_share() returns trigger language plpgsql as $$
     begin
       if tg_op <> 'INSERT' then ${add('old', '-')} end if;
       if tg_op <> 'DELETE' then ${add('new', '')} end if;
       return null;
     end $$`,
    `create function mark_answer() returns trigger language plpgsql as $$
     begin
       if tg_op = 'INSERT' then update share set is_answer = 1 where id = new.share_id;
       else update share set is_answer = 0 where id = old.share_id; end if;
       return null;
     end $$`,
    `create function mark_reported() returns trigger language plpgsql as $$
     begin
       update share set is_reported = 1 where id = new.share_id and is_reported = 0;
       return null;
     end $$`,
    `create trigger share_counted after insert or delete on share for each row execute function count_share()`,
    `create trigger share_changed after update of ${counted.join(', ')} on share for each row
     when (${changed.join(' is distinct from ')}) execute function count_share()`,
    `create trigger answer_marked after insert or delete on answer for each row execute function mark_answer()`,
    `create trigger report_marked after insert on report for each row execute function mark_reported()`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
  await countAll.execute(db);
}

/** Each task of the sweep finds its own rows by an index: shares to end, tombstones to forget, bodies to unlink, leases. */
async function replaceIndexes(db: Kysely<object>): Promise<void> {
  const statements = [
    `drop index share_due`,
    `drop index share_held`,
    `create index share_due on share (due_at) where ended_at is null`,
    `create index share_forgotten on share (due_at) where ended_at is not null`,
    `create index share_dead_body on share (ended_at) where ended_at is not null and body_name is not null`,
    `create index opening_lease on opening (share_id, lease_until) where acknowledged_at is null`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}

import { Gate } from '#crypto/gates.ts';
import type { Gates } from '#crypto/gates.ts';
import { encodeId } from '#crypto/ids.ts';
import type { Session, Transaction } from '#server/db/database.ts';
import { query, queryOnce } from '#server/db/query.ts';

/** Stored only until the share ends. */
export interface GateRow {
  readonly bits: Gates;
  /** Takes the place of `share.open_hash`. */
  readonly openHash: Uint8Array;
  readonly notBefore: number | null;
  /** Code mails beyond those that each person has of their own. */
  readonly extraAsks: number;
}

type NewGate = Omit<GateRow, 'extraAsks'>;

const insert = query<NewGate & { readonly id: Uint8Array }, unknown>(({ kysely, param }) =>
  kysely.insertInto('gate').values({
    share_id: param('id'),
    bits: param('bits'),
    open_hash: param('openHash'),
    not_before: param('notBefore'),
    extra_asks: 0,
  }),
);

export async function insertGate(tx: Transaction, id: Uint8Array, gate: NewGate): Promise<void> {
  await insert(tx, { id, ...gate });
}

const selectGate = query<{ id: Uint8Array }, GateRow>(({ kysely, param }) =>
  kysely
    .selectFrom('gate')
    .select([
      (eb) => eb.ref('bits').$castTo<Gates>().as('bits'),
      'open_hash as openHash',
      'not_before as notBefore',
      'extra_asks as extraAsks',
    ])
    .where('share_id', '=', param('id')),
);

/** @returns undefined for a share without gates, and once it has ended */
export async function findGate(session: Session, id: Uint8Array): Promise<GateRow | undefined> {
  const [gate] = await selectGate(session, { id });
  return gate;
}

const addExtra = query<{ id: Uint8Array; asks: 0 | 1 }, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('gate')
    .set((eb) => ({ extra_asks: eb('extra_asks', '+', param('asks')), requests: eb('requests', '+', 1) }))
    .where('share_id', '=', param('id')),
);

/** @param gate.asks 0 changes the row all the same: see `countAsk` */
export async function addExtraAsk(
  tx: Transaction,
  gate: { readonly id: Uint8Array; readonly asks: 0 | 1 },
): Promise<void> {
  await addExtra(tx, gate);
}

/** The times before which shares open for nobody, by their ids in base58. Only of shares that have not ended. */
export async function findNotBeforeTimes(
  session: Session,
  ids: readonly Uint8Array[],
): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await queryOnce<{ id: Uint8Array; notBefore: number }>(session, ({ kysely }) =>
    kysely
      .selectFrom('gate')
      .select(['share_id as id', (eb) => eb.ref('not_before').$notNull().as('notBefore')])
      .where('share_id', 'in', ids)
      .where('not_before', 'is not', null),
  );
  return new Map(rows.map(({ id, notBefore }) => [encodeId(id), notBefore]));
}

const countOfMembers = query<object, { count: number }>(({ kysely }) =>
  kysely
    .selectFrom('gate')
    .select((eb) => eb.cast<number>(eb.fn.countAll(), 'integer').as('count'))
    .where('bits', 'in', [Gate.members, Gate.members + Gate.notBefore]),
);

/** Shares and requests for members that have not ended. Nobody can open them without sign-in. */
export async function countForMembers(session: Session): Promise<number> {
  const [row] = await countOfMembers(session, {});
  return row?.count ?? 0;
}

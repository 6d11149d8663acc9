import { sql } from 'kysely';
import type { PartPlace } from '#server/blobs/blobs.ts';
import type { KeptPart, ObjectName, PartContent } from '#server/blobs/s3/object-ledger.ts';
import type { Session, Transaction } from '#server/db/database.ts';
import { query, queryOnce } from '#server/db/query.ts';

const selectPart = query<PartPlace, KeptPart>(({ kysely, param }) =>
  kysely
    .selectFrom('file_part')
    .select(['object', 'length', 'digest'])
    .where('body', '=', param('body'))
    .where('part', '=', param('part')),
);

export async function findPart(session: Session, place: PartPlace): Promise<KeptPart | undefined> {
  const [row] = await selectPart(session, place);
  return row;
}

const selectLengths = query<{ body: string }, { part: number; length: number }>(({ kysely, param }) =>
  kysely.selectFrom('file_part').select(['part', 'length']).where('body', '=', param('body')),
);

export async function findLengths(session: Session, body: string): Promise<Map<number, number>> {
  const rows = await selectLengths(session, { body });
  return new Map(rows.map(({ part, length }) => [part, length]));
}

type NewPartRow = PartPlace & PartContent & ObjectName;

const insertRow = query<NewPartRow, { object: string }>(({ kysely, param }) =>
  kysely
    .insertInto('file_part')
    .values({
      body: param('body'),
      part: param('part'),
      object: param('object'),
      length: param('length'),
      digest: param('digest'),
    })
    .onConflict((conflict) => conflict.columns(['body', 'part']).doNothing())
    .returning('object'),
);

/** @returns whether this object counts now: false if another one already does */
export async function insertPart(tx: Transaction, row: NewPartRow): Promise<boolean> {
  return (await insertRow(tx, row)).length > 0;
}

const deleteRows = query<{ body: string }, ObjectName>(({ kysely, param }) =>
  kysely.deleteFrom('file_part').where('body', '=', param('body')).returning(['body', 'object']),
);

/** @returns the objects that counted */
export function removeParts(tx: Transaction, body: string): Promise<ObjectName[]> {
  return deleteRows(tx, { body });
}

/** @returns those of the file bodies that have a part */
export async function findBodiesWithParts(session: Session, bodies: readonly string[]): Promise<string[]> {
  if (bodies.length === 0) return [];
  const rows = await queryOnce(session, ({ kysely }) =>
    kysely.selectFrom('file_part').select('body').distinct().where('body', 'in', bodies),
  );
  return rows.map(({ body }) => body);
}

const selectBodies = query<{ after: string; limit: number }, { body: string }>(({ kysely, param }) =>
  kysely
    .selectFrom('file_part')
    .select('body')
    .where('body', '>', param('after'))
    .groupBy('body')
    .orderBy('body')
    .limit(param('limit')),
);

export async function pageOfBodiesWithParts(session: Session, after: string, limit: number): Promise<string[]> {
  return (await selectBodies(session, { after, limit })).map(({ body }) => body);
}

const selectAny = query<object, { any: number }>(({ kysely }) =>
  kysely
    .selectFrom('file_part')
    .select(sql<number>`1`.as('any'))
    .limit(1),
);

/** Whether any object of a bucket counts. */
export async function hasParts(session: Session): Promise<boolean> {
  return (await selectAny(session, {})).length > 0;
}

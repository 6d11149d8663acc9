import { sql } from 'kysely';
import type { ObjectName } from '#server/blobs/s3/object-ledger.ts';
import type { Session, Transaction } from '#server/db/database.ts';
import { query, queryOnce } from '#server/db/query.ts';

/** Far below the number of parameters that a statement may have. */
const ROWS_AT_ONCE = 500;

const insertRow = query<ObjectName, unknown>(({ kysely, now, param }) =>
  kysely
    .insertInto('loose_object')
    .values({ body: param('body'), object: param('object'), begun_at: now, delete_at: null }),
);

/** For an object that is about to be written. */
export async function insertLoose(tx: Transaction, name: ObjectName): Promise<void> {
  await insertRow(tx, name);
}

const deleteWritten = query<ObjectName, { object: string }>(({ kysely, param }) =>
  kysely
    .deleteFrom('loose_object')
    .where('body', '=', param('body'))
    .where('object', '=', param('object'))
    .where('delete_at', 'is', null)
    .returning('object'),
);

/** @returns false if the object is to be deleted, or has no row any more */
export async function takeWritten(tx: Transaction, name: ObjectName): Promise<boolean> {
  return (await deleteWritten(tx, name)).length > 0;
}

/** Inserts objects that are to be deleted immediately. */
export async function insertUnwanted(tx: Transaction, names: readonly ObjectName[]): Promise<void> {
  for (let at = 0; at < names.length; at += ROWS_AT_ONCE) {
    await queryOnce(tx, ({ kysely, now }) =>
      kysely
        .insertInto('loose_object')
        .values(
          names
            .slice(at, at + ROWS_AT_ONCE)
            .map(({ body, object }) => ({ body, object, begun_at: now, delete_at: now })),
        ),
    );
  }
}

const updateDue = query<ObjectName & { inSeconds: number }, unknown>(({ kysely, now, param }) =>
  kysely
    .updateTable('loose_object')
    .set({ delete_at: sql<number>`${now} + ${param('inSeconds')}` })
    .where('body', '=', param('body'))
    .where('object', '=', param('object')),
);

/** The object is to be deleted from `inSeconds` on. */
export async function deleteLater(tx: Transaction, name: ObjectName, inSeconds: number): Promise<void> {
  await updateDue(tx, { ...name, inSeconds });
}

const updateBody = query<{ body: string }, unknown>(({ kysely, now, param }) =>
  kysely
    .updateTable('loose_object')
    .set({ delete_at: now })
    .where('body', '=', param('body'))
    .where('delete_at', 'is', null),
);

/** The objects of the file body that are being written are to be deleted. */
export async function discardWriting(tx: Transaction, body: string): Promise<void> {
  await updateBody(tx, { body });
}

const updateOld = query<{ seconds: number }, unknown>(({ kysely, now, param }) =>
  kysely
    .updateTable('loose_object')
    .set({ delete_at: now })
    .where('begun_at', '<', sql<number>`${now} - ${param('seconds')}`)
    .where('delete_at', 'is', null),
);

export async function discardOld(tx: Transaction, seconds: number): Promise<void> {
  await updateOld(tx, { seconds });
}

const selectDue = query<{ limit: number }, ObjectName>(({ kysely, now, param }) =>
  kysely
    .selectFrom('loose_object')
    .select(['body', 'object'])
    .where('delete_at', '<=', now)
    .orderBy('delete_at')
    .limit(param('limit')),
);

const selectDueOf = query<{ body: string; limit: number }, ObjectName>(({ kysely, now, param }) =>
  kysely
    .selectFrom('loose_object')
    .select(['body', 'object'])
    .where('body', '=', param('body'))
    .where('delete_at', '<=', now)
    .limit(param('limit')),
);

/** Objects to delete. @param body only those of this file body */
export function findDueObjects(session: Session, limit: number, body?: string): Promise<ObjectName[]> {
  return body === undefined ? selectDue(session, { limit }) : selectDueOf(session, { body, limit });
}

const deleteRow = query<ObjectName, unknown>(({ kysely, param }) =>
  kysely.deleteFrom('loose_object').where('body', '=', param('body')).where('object', '=', param('object')),
);

export async function forgetObjects(tx: Transaction, names: readonly ObjectName[]): Promise<void> {
  for (const name of names) await deleteRow(tx, name);
}

/**
 * Reads both kinds of rows at one moment, because an object may be changing its kind.
 * @returns those of the objects that have a row
 */
export async function findKnownObjects(session: Session, names: readonly ObjectName[]): Promise<ObjectName[]> {
  const bodies = [...new Set(names.map(({ body }) => body))];
  if (bodies.length === 0) return [];
  return queryOnce(session, ({ kysely }) =>
    kysely
      .selectFrom('file_part')
      .select(['body', 'object'])
      .where('body', 'in', bodies)
      .unionAll(kysely.selectFrom('loose_object').select(['body', 'object']).where('body', 'in', bodies)),
  );
}

const selectBodies = query<{ after: string; limit: number }, { body: string }>(({ kysely, param }) =>
  kysely
    .selectFrom('loose_object')
    .select('body')
    .where('body', '>', param('after'))
    .where('delete_at', 'is', null)
    .groupBy('body')
    .orderBy('body')
    .limit(param('limit')),
);

export async function pageOfBodiesBeingWritten(session: Session, after: string, limit: number): Promise<string[]> {
  return (await selectBodies(session, { after, limit })).map(({ body }) => body);
}

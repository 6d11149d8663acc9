import { randomBytes } from 'node:crypto';
import type { ObjectLedger } from '#server/blobs/s3/object-ledger.ts';
import type { Transaction } from '#server/db/database.ts';
import type { Store } from '#server/store.ts';
import { findDatabaseName, nameDatabase } from './database-id.ts';
import {
  findBodiesWithParts,
  findLengths,
  findPart,
  hasParts,
  insertPart,
  pageOfBodiesWithParts,
  removeParts,
} from './file-part.ts';
import {
  deleteLater,
  discardOld,
  discardWriting,
  findDueObjects,
  findKnownObjects,
  forgetObjects,
  insertLoose,
  insertUnwanted,
  pageOfBodiesBeingWritten,
  takeWritten,
} from './loose-object.ts';

const NAME_BYTES = 16;

/** The ledger in the database (docs/decisions/0081). */
export function ledgerOf({ read, write }: Pick<Store, 'read' | 'write'>): ObjectLedger {
  return {
    find: (place) => findPart(read, place),
    list: (body) => findLengths(read, body),
    begin: (name) => write((tx) => insertLoose(tx, name)),
    keep: (name, content) =>
      write(async (tx) => {
        if (!(await takeWritten(tx, name))) return { kind: 'gone' };
        if (await insertPart(tx, { ...name, ...content })) return { kind: 'kept' };
        await insertUnwanted(tx, [name]);
        const to = await findPart(tx, name);
        return to === undefined ? { kind: 'gone' } : { kind: 'lost', to };
      }),
    discard: (name, inSeconds) => write((tx) => deleteLater(tx, name, inSeconds)),
    discardBody: (body) =>
      write(async (tx) => {
        // In this order: what `keep` has just made a part is seen as one.
        await discardWriting(tx, body);
        await insertUnwanted(tx, await removeParts(tx, body));
      }),
    discardOlderThan: (seconds) => write((tx) => discardOld(tx, seconds)),
    findDue: (limit, body) => findDueObjects(read, limit, body),
    forget: (deleted) => write((tx) => forgetObjects(tx, deleted)),
    postpone: (names, seconds) => write((tx) => postponeAll(tx, names, seconds)),
    findKnown: (names) => findKnownObjects(read, names),
    findBodies: (bodies) => findBodiesWithParts(read, bodies),
    pageOfBodies: async (after, limit) => {
      const pages = [
        await pageOfBodiesWithParts(read, after, limit),
        await pageOfBodiesBeingWritten(read, after, limit),
      ];
      return [...new Set(pages.flat())].sort().slice(0, limit);
    },
    keepsAny: () => hasParts(read),
    databaseName: async () =>
      (await findDatabaseName(read)) ?? write((tx) => nameDatabase(tx, randomBytes(NAME_BYTES).toString('hex'))),
  };
}

async function postponeAll(tx: Transaction, names: Parameters<ObjectLedger['postpone']>[0], seconds: number) {
  for (const name of names) await deleteLater(tx, name, seconds);
}

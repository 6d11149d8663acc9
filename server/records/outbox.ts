import type { Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';
import type { OutboxTable } from '#server/db/gate-tables.ts';

/** A mail or notice that waits to be sent. */
export interface OutboxRow {
  /** 16 random bytes. */
  readonly id: Uint8Array;
  readonly kind: OutboxTable['kind'];
  /** The share of a code mail, which goes with its content. */
  readonly shareId: Uint8Array | null;
  readonly dueAt: number;
  /** `sealRow`. */
  readonly sealed: Uint8Array;
}

const insert = query<OutboxRow, unknown>(({ kysely, param }) =>
  kysely.insertInto('outbox').values({
    id: param('id'),
    kind: param('kind'),
    share_id: param('shareId'),
    due_at: param('dueAt'),
    tries: 0,
    sealed: param('sealed'),
  }),
);

/** In the transaction that causes it. */
export async function putInOutbox(tx: Transaction, row: OutboxRow): Promise<void> {
  await insert(tx, row);
}

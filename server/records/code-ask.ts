import type { Session, Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';

export const CODE_SECONDS = 1800;
export const CODE_TRIES = 5;
/** Mails with the same code. */
export const CODE_SENDS = 3;

/** A claim that waits for a code. Stored only until the share ends. */
export interface CodeAskRow {
  /** 0: nobody who is named, or nobody who may open now. */
  readonly n: number;
  /** A part of the code. */
  readonly askedAt: number;
  /** 30 minutes after the first mail was sent. */
  readonly until: number;
  readonly tries: number;
  readonly sends: number;
}

export interface Ask {
  readonly id: Uint8Array;
  readonly claimHash: Uint8Array;
}

const selectAsk = query<Ask, CodeAskRow>(({ kysely, param }) =>
  kysely
    .selectFrom('code_ask')
    .select(['n', 'asked_at as askedAt', 'until', 'tries', 'sends'])
    .where('share_id', '=', param('id'))
    .where('claim_hash', '=', param('claimHash')),
);

export async function findAsk(session: Session, ask: Ask): Promise<CodeAskRow | undefined> {
  const [row] = await selectAsk(session, ask);
  return row;
}

const upsertAsk = query<Ask & CodeAskRow, unknown>(({ kysely, param }) =>
  kysely
    .insertInto('code_ask')
    .values({
      share_id: param('id'),
      claim_hash: param('claimHash'),
      n: param('n'),
      asked_at: param('askedAt'),
      until: param('until'),
      tries: param('tries'),
      sends: param('sends'),
    })
    .onConflict((conflict) =>
      conflict.columns(['share_id', 'claim_hash']).doUpdateSet((eb) => ({
        n: eb.ref('excluded.n'),
        asked_at: eb.ref('excluded.asked_at'),
        until: eb.ref('excluded.until'),
        tries: eb.ref('excluded.tries'),
        sends: eb.ref('excluded.sends'),
      })),
    ),
);

/** Keeps an ask, or replaces the claim's earlier one. The caller holds the share's row lock. */
export async function putAsk(tx: Transaction, ask: Ask & CodeAskRow): Promise<void> {
  await upsertAsk(tx, ask);
}

const addOne = query<Ask, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('code_ask')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('share_id', '=', param('id'))
    .where('claim_hash', '=', param('claimHash')),
);

export async function addCodeTry(tx: Transaction, ask: Ask): Promise<void> {
  await addOne(tx, ask);
}

const updateUntil = query<Ask & { until: number }, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('code_ask')
    .set({ until: param('until') })
    .where('share_id', '=', param('id'))
    .where('claim_hash', '=', param('claimHash')),
);

/** The caller holds the share's row lock. */
export async function moveUntil(tx: Transaction, ask: Ask & { readonly until: number }): Promise<void> {
  await updateUntil(tx, ask);
}

const remove = query<Ask, unknown>(({ kysely, param }) =>
  kysely.deleteFrom('code_ask').where('share_id', '=', param('id')).where('claim_hash', '=', param('claimHash')),
);

/** Its code has opened the share. */
export async function deleteAsk(tx: Transaction, ask: Ask): Promise<void> {
  await remove(tx, ask);
}

const removeAll = query<{ id: Uint8Array; n: number }, unknown>(({ kysely, param }) =>
  kysely.deleteFrom('code_ask').where('share_id', '=', param('id')).where('n', '=', param('n')),
);

/** Every code of this person stops working. */
export async function deleteAsksOf(tx: Transaction, person: { id: Uint8Array; n: number }): Promise<void> {
  await removeAll(tx, person);
}

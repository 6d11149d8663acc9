import { sql } from 'kysely';
import type { Session, Transaction } from '#server/db/database.ts';
import { query, queryOnce } from '#server/db/query.ts';
import { DAY_SECONDS } from '#server/db/times.ts';

export const CODE_SECONDS = 1800;
export const CODE_TRIES = 5;
/** Mails with the same code. */
export const CODE_SENDS = 3;

/** A claim that waits for a code. Stored until the share ends, or for a day after the claim's last request. */
export interface CodeAskRow {
  /** 0: nobody who is named, or nobody who may open now. */
  readonly n: number;
  /** A part of the code. */
  readonly askedAt: number;
  /** How long the code is good: 30 minutes from when the first mail was sent. Differs for strangers, so no refusal shows it. */
  readonly until: number;
  /** Wrong codes of the claim, whatever address it asked for. Only a reset by the owner lowers the number. */
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

const upsertAsk = query<Ask & CodeAskRow, unknown>(({ kysely, now, param }) =>
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
      last_asked_at: now,
    })
    .onConflict((conflict) =>
      conflict.columns(['share_id', 'claim_hash']).doUpdateSet((eb) => ({
        n: eb.ref('excluded.n'),
        asked_at: eb.ref('excluded.asked_at'),
        until: eb.ref('excluded.until'),
        tries: eb.ref('excluded.tries'),
        sends: eb.ref('excluded.sends'),
        last_asked_at: eb.ref('excluded.last_asked_at'),
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

interface AsksOf {
  readonly id: Uint8Array;
  readonly n: number;
}

const disown = query<AsksOf, unknown>(({ kysely, param }) =>
  kysely.updateTable('code_ask').set({ n: 0 }).where('share_id', '=', param('id')).where('n', '=', param('n')),
);

/** Every code of this person stops working. The rows stay: without them, tries would show that the address is named. */
export async function disownAsks(tx: Transaction, person: AsksOf): Promise<void> {
  await disown(tx, person);
}

const clearTries = query<{ id: Uint8Array }, unknown>(({ kysely, param }) =>
  kysely.updateTable('code_ask').set({ tries: 0 }).where('share_id', '=', param('id')),
);

/** Clears the tries of all asks of the share: clearing those of one person would show that the address is named. */
export async function renewTries(tx: Transaction, id: Uint8Array): Promise<void> {
  await clearTries(tx, { id });
}

/** Rows per transaction. */
const MAX_FORGOTTEN = 500;

/**
 * Deletes the claims that have requested no code for a day: theirs have long stopped working, and anybody with the link
 * can add rows. When depends on the claim's own requests only, so it does not show whether an address is named.
 * @returns whether there may be more
 */
export async function forgetOldAsks(tx: Transaction): Promise<boolean> {
  const forgotten = await queryOnce<{ tries: number }>(tx, ({ kysely, dialect, now }) =>
    kysely
      .deleteFrom('code_ask')
      .where((eb) =>
        eb(
          eb.refTuple('share_id', 'claim_hash'),
          'in',
          eb
            .selectFrom('code_ask as old')
            .select(['old.share_id', 'old.claim_hash'])
            .where('old.last_asked_at', '<', sql<number>`${now} - ${sql.lit(DAY_SECONDS)}`)
            .orderBy('old.last_asked_at')
            .limit(MAX_FORGOTTEN)
            // The end of a share deletes several of these rows, too: waiting for each other would be a deadlock.
            .$if(dialect === 'postgres', (locking) => locking.forUpdate().skipLocked())
            .$asTuple('share_id', 'claim_hash'),
        ),
      )
      .returning('tries'),
  );
  return forgotten.length === MAX_FORGOTTEN;
}

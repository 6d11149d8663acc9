import type { Session, Transaction } from '#server/db/database.ts';
import { query, queryOnce } from '#server/db/query.ts';
import type { MailState } from '#server/owner/wire.ts';

/** Code mails that each person has of their own. */
export const OWN_ASKS = 3;

/** A named person. Stored only until the share ends. */
export interface RecipientRow {
  /** From 1, in the order of the owner's list. */
  readonly n: number;
  /** SPEC.md §15.1. */
  readonly tag: Uint8Array;
  /** Openings. */
  readonly spent: number;
  readonly asks: number;
  /** Their own code mails that are left. */
  readonly asksLeft: number;
  readonly mail: MailState | null;
  readonly revokedAt: number | null;
}

/** @param tags in the order of the owner's list */
export async function insertRecipients(tx: Transaction, id: Uint8Array, tags: readonly Uint8Array[]): Promise<void> {
  if (tags.length === 0) return;
  const people = tags.map((tag, index) => ({
    ...{ share_id: id, n: index + 1, tag, spent: 0, mail: null },
    ...{ asks: 0, asks_left: OWN_ASKS, asks_at_reset: 0, reset_at: null, revoked_at: null },
  }));
  await queryOnce(tx, ({ kysely }) => kysely.insertInto('recipient').values(people));
}

const columns = ['n', 'tag', 'spent', 'asks', 'asks_left as asksLeft', 'mail', 'revoked_at as revokedAt'] as const;

const selectRecipients = query<{ id: Uint8Array }, RecipientRow>(({ kysely, param }) =>
  kysely.selectFrom('recipient').select(columns).where('share_id', '=', param('id')).orderBy('n'),
);

/** In order of their numbers; none once the share has ended. */
export function findRecipients(session: Session, id: Uint8Array): Promise<RecipientRow[]> {
  return selectRecipients(session, { id });
}

interface Person {
  readonly id: Uint8Array;
  readonly n: number;
}

const addSpent = query<Person, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('recipient')
    .set((eb) => ({ spent: eb('spent', '+', 1) }))
    .where('share_id', '=', param('id'))
    .where('n', '=', param('n')),
);

/** The caller holds the share's row lock, as for all functions below. */
export async function spendRecipientView(tx: Transaction, person: Person): Promise<void> {
  await addSpent(tx, person);
}

interface AskCount extends Person {
  /** 0: no mail was queued. The row is written all the same, so that a request for a stranger costs as much. */
  readonly asks: 0 | 1;
  /** The person's own mails that are left. */
  readonly asksLeft: number;
  readonly mail: MailState | null;
}

const updateAsks = query<AskCount, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('recipient')
    .set((eb) => ({
      asks: eb('asks', '+', param('asks')),
      asks_left: param('asksLeft'),
      mail: param('mail'),
      requests: eb('requests', '+', 1),
    }))
    .where('share_id', '=', param('id'))
    .where('n', '=', param('n')),
);

export async function countAsk(tx: Transaction, count: AskCount): Promise<void> {
  await updateAsks(tx, count);
}

const updateOwnAsks = query<Person, unknown>(({ kysely, now, param }) =>
  kysely
    .updateTable('recipient')
    .set((eb) => ({ asks_left: OWN_ASKS, asks_at_reset: eb.ref('asks'), reset_at: now, mail: null }))
    .where('share_id', '=', param('id'))
    .where('n', '=', param('n')),
);

/** The owner counts requests and sees their mails from here on. */
export async function renewAsks(tx: Transaction, person: Person): Promise<void> {
  await updateOwnAsks(tx, person);
}

const updateRevoked = query<Person, unknown>(({ kysely, now, param }) =>
  kysely
    .updateTable('recipient')
    .set({ revoked_at: now })
    .where('share_id', '=', param('id'))
    .where('n', '=', param('n')),
);

const insertRevocation = query<Person, unknown>(({ kysely, now, param }) =>
  kysely.insertInto('revocation').values({ share_id: param('id'), n: param('n'), revoked_at: now }),
);

const clearQueued = query<Person, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('recipient')
    .set({ mail: null })
    .where('share_id', '=', param('id'))
    .where('n', '=', param('n'))
    .where('mail', '=', 'queued'),
);

/** Nobody has revoked them before. */
export async function revokeRecipient(tx: Transaction, person: Person): Promise<void> {
  await updateRevoked(tx, person);
  await insertRevocation(tx, person);
  await clearQueued(tx, person);
}

const updateMail = query<Person & { readonly mail: MailState }, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('recipient')
    .set({ mail: param('mail') })
    .where('share_id', '=', param('id'))
    .where('n', '=', param('n')),
);

/** The operator's mail relay has replied to the last mail. */
export async function noteMail(tx: Transaction, person: Person & { readonly mail: MailState }): Promise<void> {
  await updateMail(tx, person);
}

/** The mail that was queued last is not sent. */
export async function forgetQueuedMail(tx: Transaction, person: Person): Promise<void> {
  await clearQueued(tx, person);
}

const countNamed = query<object, { shares: number }>(({ kysely }) =>
  kysely
    .selectFrom('recipient')
    .select((eb) => eb.cast<number>(eb.fn.countAll(), 'integer').as('shares'))
    .where('n', '=', 1),
);

/** Shares for named people that have not ended. Nobody can open them without mail. */
export async function countNamedShares(session: Session): Promise<number> {
  const [count] = await countNamed(session, {});
  return count?.shares ?? 0;
}

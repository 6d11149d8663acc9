import { sql } from 'kysely';
import type { Session, Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';
import { dayOf } from '#server/db/times.ts';

interface UsableTokenRow {
  readonly number: number;
  readonly lastUsedDay: number | null;
  readonly today: number;
}

const selectUsable = query<{ hash: Uint8Array }, UsableTokenRow>(({ kysely, now, param }) =>
  kysely
    .selectFrom('token')
    .select(['number', 'last_used_day as lastUsedDay', dayOf(now).as('today')])
    .where('hash', '=', param('hash'))
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)])),
);

/** @returns undefined if it is unknown, expired or revoked */
export async function findUsable(session: Session, hash: Uint8Array): Promise<UsableTokenRow | undefined> {
  const [token] = await selectUsable(session, { hash });
  return token;
}

const updateUsed = query<{ number: number; day: number }, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('token')
    .set({ last_used_day: param('day') })
    .where('number', '=', param('number')),
);

export async function markUsed(tx: Transaction, used: { number: number; day: number }): Promise<void> {
  await updateUsed(tx, used);
}

interface NewTokenRow {
  readonly hash: Uint8Array;
  readonly label: string;
  /** null if it never expires. */
  readonly lifeSeconds: number | null;
}

export interface TokenRow {
  readonly number: number;
  readonly label: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  readonly lastUsedDay: number | null;
  readonly now: number;
}

const insert = query<NewTokenRow, { number: number; expiresAt: number | null }>(({ kysely, now, param }) =>
  kysely
    .insertInto('token')
    .values({
      hash: param('hash'),
      label: param('label'),
      created_at: now,
      expires_at: sql<number | null>`${now} + cast(${param('lifeSeconds')} as bigint)`,
      revoked_at: null,
      last_used_day: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(['number', 'expires_at as expiresAt']),
);

/** @returns undefined if another token that is not revoked has the label */
export async function insertToken(
  tx: Transaction,
  token: NewTokenRow,
): Promise<{ number: number; expiresAt: number | null } | undefined> {
  const [made] = await insert(tx, token);
  return made;
}

const selectAll = query<object, TokenRow>(({ kysely, now }) =>
  kysely
    .selectFrom('token')
    .select([
      'number',
      'label',
      'created_at as createdAt',
      'expires_at as expiresAt',
      'revoked_at as revokedAt',
      'last_used_day as lastUsedDay',
      now.as('now'),
    ])
    .orderBy('number'),
);

/** Revoked ones included. */
export function findTokens(session: Session): Promise<TokenRow[]> {
  return selectAll(session, {});
}

/** A token's label or its number; the other is null. */
interface NamedToken {
  readonly label: string | null;
  readonly number: number | null;
}

const updateRevoked = query<NamedToken, { number: number; label: string }>(({ kysely, now, param }) =>
  kysely
    .updateTable('token')
    .set({ revoked_at: now })
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('label', '=', param('label')), eb('number', '=', param('number'))]))
    .returning(['number', 'label']),
);

/** @returns the token that was revoked by this call, if any */
export async function revoke(
  tx: Transaction,
  named: NamedToken,
): Promise<{ number: number; label: string } | undefined> {
  const [revoked] = await updateRevoked(tx, named);
  return revoked;
}

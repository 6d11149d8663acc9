import { encodeId } from '#crypto/ids.ts';
import type { Session } from '#server/db/database.ts';
import { queryOnce } from '#server/db/query.ts';
import { MAX_OPENED_AT } from '#server/forms/wire.ts';
import type { RecipientStatus } from '#server/owner/wire.ts';

interface ListedRecipientRow {
  readonly shareId: Uint8Array;
  readonly n: number;
  readonly asks: number;
  readonly asksAtReset: number;
  readonly resetAt: number | null;
  readonly mail: RecipientStatus['mail'] | null;
}

interface PersonOpeningRow {
  readonly shareId: Uint8Array;
  readonly n: number;
  readonly openedAt: number;
}

interface RevocationRow {
  readonly shareId: Uint8Array;
  readonly n: number;
  readonly revokedAt: number;
}

/**
 * The named people of each share, by its id in base58. Once a share has ended, only those are known who opened it or
 * whose access was revoked, from the history.
 */
export async function findPeople(
  session: Session,
  ids: readonly Uint8Array[],
): Promise<ReadonlyMap<string, RecipientStatus[]>> {
  if (ids.length === 0) return new Map();
  const people = Map.groupBy(await findListed(session, ids), ({ shareId }) => encodeId(shareId));
  const openings = Map.groupBy(await findOpenings(session, ids), ({ shareId }) => encodeId(shareId));
  const revocations = Map.groupBy(await findRevocations(session, ids), ({ shareId }) => encodeId(shareId));
  return new Map(
    ids.map(encodeId).map((id) => {
      const opened = Map.groupBy(openings.get(id) ?? [], ({ n }) => n);
      const listed = new Map((people.get(id) ?? []).map((person) => [person.n, person]));
      const revoked = new Map((revocations.get(id) ?? []).map(({ n, revokedAt }) => [n, revokedAt]));
      const numbers = [...new Set([...listed.keys(), ...opened.keys(), ...revoked.keys()])];
      const known = (n: number) => ({
        ...statusOf(n, listed.get(n), opened.get(n) ?? []),
        ...(revoked.has(n) && { revokedAt: revoked.get(n) }),
      });
      return [id, numbers.sort((one, other) => one - other).map(known)];
    }),
  );
}

function statusOf(
  n: number,
  person: ListedRecipientRow | undefined,
  openings: readonly PersonOpeningRow[],
): RecipientStatus {
  return {
    n,
    openedAt: openings.map(({ openedAt }) => openedAt).slice(-MAX_OPENED_AT),
    ...(person && { codeRequests: person.asks - person.asksAtReset }),
    ...(person && person.resetAt !== null && { resetAt: person.resetAt }),
    ...(person?.mail && { mail: person.mail }),
  };
}

function findListed(session: Session, ids: readonly Uint8Array[]): Promise<ListedRecipientRow[]> {
  return queryOnce<ListedRecipientRow>(session, ({ kysely }) =>
    kysely
      .selectFrom('recipient')
      .select(['share_id as shareId', 'n', 'asks', 'asks_at_reset as asksAtReset', 'reset_at as resetAt', 'mail'])
      .where('share_id', 'in', ids),
  );
}

function findRevocations(session: Session, ids: readonly Uint8Array[]): Promise<RevocationRow[]> {
  return queryOnce<RevocationRow>(session, ({ kysely }) =>
    kysely
      .selectFrom('revocation')
      .select(['share_id as shareId', 'n', 'revoked_at as revokedAt'])
      .where('share_id', 'in', ids),
  );
}

function findOpenings(session: Session, ids: readonly Uint8Array[]): Promise<PersonOpeningRow[]> {
  return queryOnce<PersonOpeningRow>(session, ({ kysely }) =>
    kysely
      .selectFrom('opening')
      .select(['share_id as shareId', (eb) => eb.ref('recipient_n').$notNull().as('n'), 'opened_at as openedAt'])
      .where('share_id', 'in', ids)
      .where('recipient_n', 'is not', null)
      .orderBy('share_id')
      .orderBy('seq'),
  );
}

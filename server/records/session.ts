import { sql } from 'kysely';
import type { Session, Transaction } from '#server/db/database.ts';
import { query, queryOnce } from '#server/db/query.ts';
import { forgetOld } from './forget-old.ts';

/** How long somebody stays signed in. */
export const SESSION_SECONDS = 43_200;

interface MemberRow {
  /** Keyed hash of issuer and subject. */
  readonly subTag: Uint8Array;
  readonly now: number;
}

const selectMember = query<{ hash: Uint8Array }, MemberRow>(({ kysely, now, param }) =>
  kysely
    .selectFrom('session')
    .select(['sub_tag as subTag', now.as('now')])
    .where('hash', '=', param('hash'))
    .where('expires_at', '>', now),
);

/** @returns undefined once the session has ended */
export async function findMember(session: Session | Transaction, hash: Uint8Array): Promise<MemberRow | undefined> {
  const [row] = await selectMember(session, { hash });
  return row;
}

export interface SessionRow {
  readonly sealed: Uint8Array;
  readonly sidTag: Uint8Array | null;
  readonly subTag: Uint8Array;
  readonly expiresAt: number;
  readonly now: number;
}

const selectSession = query<{ hash: Uint8Array }, SessionRow>(({ kysely, now, param }) =>
  kysely
    .selectFrom('session')
    .select(['sealed', 'sid_tag as sidTag', 'sub_tag as subTag', 'expires_at as expiresAt', now.as('now')])
    .where('hash', '=', param('hash'))
    .where('expires_at', '>', now),
);

export async function findSession(session: Session, hash: Uint8Array): Promise<SessionRow | undefined> {
  const [row] = await selectSession(session, { hash });
  return row;
}

export interface NewSessionRow {
  readonly hash: Uint8Array;
  readonly sealed: Uint8Array;
  readonly sidTag: Uint8Array | null;
  readonly subTag: Uint8Array;
}

const insert = query<NewSessionRow, { expiresAt: number }>(({ kysely, now, param }) =>
  kysely
    .insertInto('session')
    .values({
      hash: param('hash'),
      sealed: param('sealed'),
      sid_tag: param('sidTag'),
      sub_tag: param('subTag'),
      created_at: now,
      expires_at: sql<number>`${now} + ${sql.lit(SESSION_SECONDS)}`,
    })
    .returning('expires_at as expiresAt'),
);

/** @returns when it ends */
export async function insertSession(tx: Transaction, row: NewSessionRow): Promise<number> {
  const [made] = await insert(tx, row);
  return made?.expiresAt ?? 0;
}

interface NewTwin {
  readonly of: Uint8Array;
  readonly hash: Uint8Array;
  readonly sealed: Uint8Array;
}

const insertTwin = query<NewTwin, { expiresAt: number }>(({ kysely, dialect, now, param }) =>
  kysely
    .insertInto('session')
    .columns(['hash', 'sealed', 'sid_tag', 'sub_tag', 'created_at', 'expires_at'])
    .expression((eb) =>
      eb
        .selectFrom('session as own')
        .select([
          sql<Uint8Array>`${param('hash')}`.as('hash'),
          sql<Uint8Array>`${param('sealed')}`.as('sealed'),
          ...(['own.sid_tag', 'own.sub_tag'] as const),
          now.as('created_at'),
          'own.expires_at',
        ])
        .where('own.hash', '=', param('of'))
        .where('own.expires_at', '>', now)
        // Waits for a logout that is ending the first, and holds up one that comes now.
        .$if(dialect === 'postgres', (locking) => locking.forUpdate()),
    )
    .returning('expires_at as expiresAt'),
);

/** Another session of the same member, which ends at the same time. @returns undefined if the first has ended */
export async function copySession(tx: Transaction, twin: NewTwin): Promise<number | undefined> {
  const [made] = await insertTwin(tx, twin);
  return made?.expiresAt;
}

const remove = query<{ hash: Uint8Array }, { subTag: Uint8Array }>(({ kysely, param }) =>
  kysely.deleteFrom('session').where('hash', '=', param('hash')).returning('sub_tag as subTag'),
);

/** @returns whose session it was; undefined if there was none */
export async function endSession(tx: Transaction, hash: Uint8Array): Promise<Uint8Array | undefined> {
  const [ended] = await remove(tx, { hash });
  return ended?.subTag;
}

/** As the provider names what has ended: its session, a subject, or a session of a subject. */
export interface EndedAtProvider {
  readonly sidTag: Uint8Array | undefined;
  readonly subTag: Uint8Array | undefined;
}

/**
 * Ends the sessions that the provider's session has led to, and all of the subject if no session is named. If both are
 * named, also the subject's sessions for which the provider had named none.
 * @returns whose sessions they were, once for each
 */
export async function endNamedSessions(tx: Transaction, named: EndedAtProvider): Promise<Uint8Array[]> {
  const ended: Uint8Array[] = [];
  let some: Uint8Array[];
  do {
    // On PostgreSQL a statement does not see the copy of a session that it waited for. The next one does.
    some = await endSome(tx, named);
    ended.push(...some);
  } while (some.length > 0);
  return ended;
}

async function endSome(tx: Transaction, { sidTag, subTag }: EndedAtProvider): Promise<Uint8Array[]> {
  if (sidTag === undefined && subTag === undefined) return [];
  const ended = await queryOnce<{ subTag: Uint8Array }>(tx, ({ kysely }) => {
    let sessions = kysely.deleteFrom('session');
    if (subTag !== undefined) sessions = sessions.where('sub_tag', '=', subTag);
    if (sidTag !== undefined && subTag === undefined) sessions = sessions.where('sid_tag', '=', sidTag);
    if (sidTag !== undefined && subTag !== undefined)
      sessions = sessions.where((eb) => eb.or([eb('sid_tag', '=', sidTag), eb('sid_tag', 'is', null)]));
    return sessions.returning('sub_tag as subTag');
  });
  return ended.map((row) => row.subTag);
}

/** @returns whether there may be more */
export const forgetOldSessions = (tx: Transaction): Promise<boolean> =>
  forgetOld(tx, { table: 'session', key: 'hash', until: 'expires_at' });

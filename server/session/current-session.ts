import * as v from 'valibot';
import { MAX_WHO_LENGTH } from '#crypto/limits.ts';
import type { Deps } from '#server/deps.ts';
import { hashOfSecret, openClaims } from '#server/gates/session-keys.ts';
import { findSession } from '#server/records/session.ts';
import type { MemberClaims } from './read-member.ts';
import type { Session } from './wire.ts';

/** What a session's row holds, encrypted under its secret. */
const StoredClaims = v.object({
  iss: v.string(),
  sub: v.string(),
  sid: v.exactOptional(v.string()),
  who: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_WHO_LENGTH)),
  address: v.exactOptional(v.string()),
  groups: v.array(v.string()),
  isCreator: v.boolean(),
  /** Present for a terminal's: its secret is no cookie, so that it makes no further sessions. */
  isTerminal: v.exactOptional(v.literal(true)),
}) satisfies v.GenericSchema<unknown, MemberClaims>;

/** A session's secret, and whether it came in a browser's cookie or as a terminal's token. */
export interface Presented {
  readonly from: 'browser' | 'terminal';
  readonly session: Uint8Array | undefined;
}

export interface CurrentSession {
  readonly hash: Uint8Array;
  readonly member: MemberClaims;
  readonly expiresAt: number;
  readonly now: number;
}

/** @returns undefined if the session has ended, or never was one; for a cookie, that includes a terminal's */
export async function findCurrent(
  { store }: Pick<Deps, 'store'>,
  { from, session: secret }: Presented,
): Promise<CurrentSession | undefined> {
  if (secret === undefined) return undefined;
  const hash = hashOfSecret(secret);
  const row = await findSession(store.read, hash);
  if (row === undefined) return undefined;
  const claims = v.safeParse(StoredClaims, openClaims(secret, row.sealed));
  if (!claims.success) return undefined;
  const { isTerminal = false, ...member } = claims.output;
  if (isTerminal !== (from === 'terminal')) return undefined;
  return { hash, member, expiresAt: row.expiresAt, now: row.now };
}

/** As the one who has signed in sees it. */
export const shownSession = ({ who, address, groups, isCreator }: MemberClaims, expiresAt: number): Session => ({
  who,
  ...(address !== undefined && { address }),
  groups: [...groups],
  creator: isCreator,
  expiresAt,
});

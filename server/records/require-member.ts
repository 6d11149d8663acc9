import type { Session, Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { openMemberTerms } from '#server/gates/member-terms.ts';
import type { PassPurpose } from '#server/session/wire.ts';
import { checkPass, isOfGroups } from './check-pass.ts';
import { findMemberTerms } from './member-terms.ts';
import type { ShareRow } from './share.ts';

export type MemberDeps = Pick<Deps, 'config' | 'serverKey'>;

/** Lends the erasure key of the request. */
export type LendKey = <T>(use: (key: Uint8Array | undefined) => T | Promise<T>) => Promise<T>;

interface RequireInput {
  /** A live request for members. */
  readonly share: ShareRow;
  readonly lend: LendKey;
  readonly pass: string | undefined;
  readonly purpose: PassPurpose;
}

/**
 * For a request with a gate: it can have only that of members.
 * @throws AppError `pass-required`, `not-a-member`
 */
export async function requireMember(
  session: Session | Transaction,
  { config, serverKey }: MemberDeps,
  { share, lend, pass, purpose }: RequireInput,
): Promise<void> {
  const { id } = share;
  const member = config.signIn && (await checkPass(session, { serverKey, pass, purpose, id }));
  if (member === undefined || serverKey === undefined) throw new AppError('pass-required');
  const row = await findMemberTerms(session, id);
  const { preamble, sealed } = row ?? {};
  const terms =
    preamble && sealed && (await lend((key) => key && openMemberTerms({ serverKey, key, id, preamble }, sealed)));
  if (terms === undefined || !isOfGroups(member, terms.groups)) throw new AppError('not-a-member');
}

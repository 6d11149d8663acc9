import { isDeepStrictEqual } from 'node:util';
import { hasGate } from '#crypto/gates.ts';
import { Purpose } from '#crypto/preamble.ts';
import type { Session, Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { openMemberTerms, sealMemberTerms } from '#server/gates/member-terms.ts';
import type { ServerKey } from '#server/keys/server-key.ts';
import type { CreateHead } from '#server/shares/wire.ts';
import type { Member } from './check-pass.ts';
import { findMemberTerms, insertMemberTerms } from './member-terms.ts';
import { readSecret } from './proof.ts';
import type { WantedGates } from './read-gates.ts';

/** What a create asks for that has to do with members. */
export interface WantedMemberTerms {
  readonly groups: readonly string[] | undefined;
  readonly receiptKey: string | undefined;
  readonly showSender: boolean;
  /** The language of mail to the creator; undefined: no mail. */
  readonly mailLocale: string | undefined;
}

type MemberHead = Pick<CreateHead, 'receiptKey' | 'showSender' | 'notifyMail'>;

/** @returns undefined for a share that has nothing to do with members. @throws AppError `malformed` */
export function readWantedTerms(
  { bits, members }: WantedGates,
  { receiptKey, showSender, notifyMail }: MemberHead,
  purpose: Purpose,
): WantedMemberTerms | undefined {
  const hasReceipts = purpose === Purpose.share && hasGate(bits, 'members');
  if (hasReceipts !== (receiptKey !== undefined)) throw new AppError('malformed');
  if (receiptKey !== undefined) readSecret(receiptKey);
  if ([members, showSender, notifyMail].every((part) => part === undefined)) return undefined;
  return { groups: members?.groups, receiptKey, showSender: showSender === true, mailLocale: notifyMail?.locale };
}

interface KeepInput {
  readonly id: Uint8Array;
  /** The erasure key. */
  readonly key: Uint8Array;
  /** preamble ‖ tag. */
  readonly preamble: Uint8Array;
  readonly memberTerms: WantedMemberTerms | undefined;
}

interface Keys {
  readonly serverKey?: ServerKey | undefined;
}

/**
 * In the transaction that creates the share or request, after `refusedMemberTerms`.
 * @param member who creates it, if the terms need that
 */
export async function keepMemberTerms(
  tx: Transaction,
  { serverKey, member }: Keys & { readonly member?: Member | undefined },
  { memberTerms, ...share }: KeepInput,
): Promise<void> {
  if (memberTerms === undefined) return;
  const { groups, receiptKey, showSender, mailLocale } = memberTerms;
  const address = member?.address;
  if (serverKey === undefined) throw new AppError('terms-refused', { limit: 'members' });
  if ((showSender || mailLocale !== undefined) && address === undefined) throw new AppError('pass-required');
  const terms = {
    ...(groups && { groups }),
    ...(receiptKey !== undefined && { receiptKey }),
    ...(showSender && address !== undefined && { from: address }),
    ...(mailLocale !== undefined && address !== undefined && { mail: { address, locale: mailLocale } }),
  };
  await insertMemberTerms(tx, { id: share.id, sealed: sealMemberTerms({ serverKey, ...share }, terms) });
}

/**
 * Whether a repeated create asks for the same. It may come without a pass, so the creator's address is not compared.
 * Where nobody can sign in, a create that has nothing to do with members reads nothing.
 */
export async function isSameMemberTerms(
  session: Session,
  { serverKey, config }: Keys & Pick<Deps, 'config'>,
  { id, key, preamble, memberTerms }: KeepInput,
): Promise<boolean> {
  if (memberTerms === undefined && config.signIn === undefined) return true;
  const row = await findMemberTerms(session, id);
  if (row === undefined || memberTerms === undefined) return row === undefined && memberTerms === undefined;
  const stored = serverKey && openMemberTerms({ serverKey, key, id, preamble }, row.sealed);
  if (stored === undefined) return false;
  const { groups, receiptKey, from, mail } = stored;
  return isDeepStrictEqual(
    { groups, receiptKey, showSender: from !== undefined, mailLocale: mail?.locale },
    { ...memberTerms },
  );
}

import { toBase64url } from '#crypto/bytes.ts';
import type { Transaction } from '#server/db/database.ts';
import { DAY_SECONDS } from '#server/db/times.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { addToTally } from '#server/records/tally.ts';
import { hashToday } from './hash-today.ts';

/** Who is charged: `client 192.0.2.1`. Only its hash under the key of the day is stored, and only until that day is over. */
export type Account = string;

/**
 * For people who answer a request, or create without a token. Only their address identifies them.
 * @param client as limits count it
 */
export const clientAccount = ({ client }: { readonly client: string }): Account => `client ${client}`;

const MEMBER_BYTES = 16;

/** For a member, from however many addresses and browsers. */
export const memberAccount = ({ subTag }: { readonly subTag: Uint8Array }): Account =>
  `member ${toBase64url(subTag.subarray(0, MEMBER_BYTES))}`;

interface ChargeInput {
  /** Every one of them is charged, and must have enough left. */
  readonly accounts: readonly Account[];
  readonly amount: number;
  /** The daily limit of one account. */
  readonly atMost: number;
}

/**
 * Charges in the transaction that does the charged work, so that both happen or neither does. A day is a UTC day.
 * @throws AppError `quota-exceeded` with `retryAfterSeconds`: the rest of the day
 */
export async function charge(
  tx: Transaction,
  deps: Pick<Deps, 'random'>,
  { accounts, amount, atMost }: ChargeInput,
): Promise<void> {
  if (accounts.length === 0) return;
  const { now, day, hashes } = await hashToday(tx, deps, accounts);
  for (const accountHash of hashes) {
    if (await addToTally(tx, { day, accountHash, amount, atMost })) continue;
    throw new AppError('quota-exceeded', { retryAfterSeconds: (day + 1) * DAY_SECONDS - now });
  }
}

import { createHmac } from 'node:crypto';
import type { Transaction } from '#server/db/database.ts';
import { DAY_SECONDS } from '#server/db/times.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { addToTally, findToday, keepKey } from './storage.ts';

const KEY_BYTES = 32;

/** To whom something is counted: `client 192.0.2.1`. Only its HMAC under a key of the day is kept, and that until the day is over. */
export type Account = string;

/** Whoever answers, or creates where everybody may: known by the address alone. @param client as limits count */
export const clientAccount = ({ client }: { readonly client: string }): Account => `client ${client}`;

export interface Charge {
  /** Each of them has to have it left. */
  readonly accounts: readonly Account[];
  readonly amount: number;
  /** Of one account in a day. */
  readonly atMost: number;
}

/**
 * Counts, in the transaction that does what is counted: both or neither. Days are those of UTC.
 * @throws AppError `quota-exceeded` with `retryAfterSeconds`, to the end of the day
 */
export async function charge(
  tx: Transaction,
  { random }: Pick<Deps, 'random'>,
  { accounts, amount, atMost }: Charge,
): Promise<void> {
  if (accounts.length === 0) return;
  const { now, day, key: known } = await findToday(tx);
  const key = known ?? (await keepKey(tx, { day, key: random(KEY_BYTES) }));
  for (const account of accounts) {
    const accountHash = createHmac('sha256', key).update(account).digest();
    if (await addToTally(tx, { day, accountHash, amount, atMost })) continue;
    throw new AppError('quota-exceeded', { retryAfterSeconds: (day + 1) * DAY_SECONDS - now });
  }
}

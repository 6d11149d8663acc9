import { encodeId } from '#crypto/ids.ts';
import { MAX_NOTE_BYTES } from '#crypto/limits.ts';
import type { Config } from '#server/config/config.ts';
import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { charge } from './charge.ts';
import type { Account } from './charge.ts';

/** Charged when an upload starts: its files, and the largest text that may be sealed with them at its end. */
export function uploadBytes({ limits }: Pick<Config, 'limits'>, bodyBytes: number): number {
  return bodyBytes + limits.maxSealedBytes + MAX_NOTE_BYTES;
}

export interface ChargeStoredInput {
  /** The account to charge; undefined if no quota counts it. */
  readonly account: Account | undefined;
  /** The request that is answered. */
  readonly requestId?: Uint8Array | undefined;
  readonly bytes: number;
}

/**
 * Charges what one client may store in a day. An answer is charged to the request and to a separate account of its
 * author. Without that second account, somebody could fill the disk from one address by answering many requests of
 * their own. The author's ordinary quota is untouched.
 * @throws AppError `quota-exceeded`
 */
export async function chargeStored(
  tx: Transaction,
  deps: Pick<Deps, 'config' | 'random'>,
  { account, requestId, bytes }: ChargeStoredInput,
): Promise<void> {
  const { clientQuotaBytes } = deps.config.storage;
  if (clientQuotaBytes === 0 || account === undefined) return;
  const accounts = requestId === undefined ? [account] : [`answers to ${encodeId(requestId)}`, `answers by ${account}`];
  await charge(tx, deps, { accounts, amount: bytes, atMost: clientQuotaBytes });
}

import { encodeId } from '#crypto/ids.ts';
import { MAX_NOTE_BYTES } from '#crypto/limits.ts';
import type { Config } from '#server/config/config.ts';
import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { charge } from './charge.ts';
import type { Account } from './charge.ts';

/** What an upload takes up, from its beginning: its files and whatever may be sealed with them at its end. */
export function uploadBytes({ limits }: Pick<Config, 'limits'>, bodyBytes: number): number {
  return bodyBytes + limits.maxSealedBytes + MAX_NOTE_BYTES;
}

export interface Stored {
  /** Of whoever stores; undefined: not counted. */
  readonly account: Account | undefined;
  /** The request that it answers. */
  readonly requestId?: Uint8Array | undefined;
  readonly bytes: number;
}

/**
 * What one client may store in a day. An answer leaves its author's own alone: it counts to the request, and beside that to what
 * its author may answer in a day, or whoever asks himself could fill the disk from one address.
 * @throws AppError `quota-exceeded`
 */
export async function chargeStored(
  tx: Transaction,
  deps: Pick<Deps, 'config' | 'random'>,
  { account, requestId, bytes }: Stored,
): Promise<void> {
  const { clientQuotaBytes } = deps.config.storage;
  if (clientQuotaBytes === 0 || account === undefined) return;
  const accounts = requestId === undefined ? [account] : [`answers to ${encodeId(requestId)}`, `answers by ${account}`];
  await charge(tx, deps, { accounts, amount: bytes, atMost: clientQuotaBytes });
}

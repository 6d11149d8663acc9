import { fromBase64url } from '#crypto/bytes.ts';
import { openReceipt } from '#crypto/receipt.ts';
import type { StatusReply } from '#server/owner/wire.ts';
import { idBytes } from './ids.ts';
import type { Owner } from './owner.ts';

/** An opening of a share for members. */
export interface Opener {
  readonly openedAt: number;
  /** A verified address, or the name that the provider gives the account. Absent if the receipt cannot be read. */
  readonly who?: string;
  /** What `who` is. The name of an account may look like an address. */
  readonly type?: 'address' | 'account';
}

/** A lazy module: only shares for members have receipts. */
export function readReceipts(
  { id, ownerKey }: Owner,
  receipts: NonNullable<StatusReply['receipts']>,
): Promise<readonly Opener[]> {
  return Promise.all(
    receipts.map(async ({ openedAt, sealed }): Promise<Opener> => {
      const receipt = await openReceipt(ownerKey, idBytes(id), fromBase64url(sealed)).catch(() => undefined);
      // A server could move a receipt to another opening.
      if (receipt?.at !== openedAt) return { openedAt };
      return { openedAt, who: receipt.who, type: receipt.type };
    }),
  );
}

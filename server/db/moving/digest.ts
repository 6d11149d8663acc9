import { createHash } from 'node:crypto';
import type { Database, Session } from '#server/db/database.ts';
import type { CopiedTable } from './moved-tables.ts';
import { shareKey } from './share-key.ts';
import { pagesOf } from './table-rows.ts';
import type { Row, Value } from './table-rows.ts';

/** Equal sets of rows or keys have equal digests, in whatever order they are read. */
export interface Digest {
  readonly count: number;
  /** The sum of the SHA-256 of each. */
  readonly sum: bigint;
}

const MODULUS = 1n << 256n;

export const isEqual = (one: Digest, other: Digest): boolean => one.count === other.count && one.sum === other.sum;

class Sum implements Digest {
  count = 0;
  sum = 0n;

  add(hash: Buffer): void {
    this.count++;
    this.sum = (this.sum + BigInt(`0x${hash.toString('hex')}`)) % MODULUS;
  }
}

/** Reads the whole table. The slot of a share is left out, because each place has its own. */
export async function digestTable(read: Session, table: CopiedTable): Promise<Digest> {
  const sum = new Sum();
  for await (const rows of pagesOf(read, table)) for (const row of rows) sum.add(hashRow(row));
  return sum;
}

/** Reads the key of each live share. */
export async function digestKeys(database: Pick<Database, 'read' | 'withKey'>): Promise<Digest> {
  const sum = new Sum();
  for await (const rows of pagesOf(database.read, { name: 'share', key: ['id'] })) {
    for (const row of rows) {
      const key = await shareKey(database, row);
      if (key === undefined) continue;
      const hash = createHash('sha256');
      sum.add(
        hash
          .update(encode(row['id'] ?? null))
          .update(key)
          .digest(),
      );
      key.fill(0);
    }
  }
  return sum;
}

function hashRow(row: Row): Buffer {
  const hash = createHash('sha256');
  for (const column of Object.keys(row).sort()) {
    if (column === 'slot') continue;
    hash.update(encode(column)).update(encode(row[column] ?? null));
  }
  return hash.digest();
}

/** Unambiguous: type, length, bytes. */
function encode(value: Value): Buffer {
  if (value === null) return Buffer.from('-');
  const bytes = Buffer.from(typeof value === 'number' ? String(value) : value);
  const type = typeof value === 'string' ? 's' : typeof value === 'number' ? 'n' : 'b';
  return Buffer.concat([Buffer.from(`${type}${bytes.length}:`), bytes]);
}

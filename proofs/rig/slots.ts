import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';

const RECORD_BYTES = 64;
const ID_BYTES = 16;

interface Row {
  readonly id: Buffer;
  readonly slot: number | null;
  readonly ended_at: number | null;
}

export interface SlotCensus {
  /** Live rows without their key in their slot. */
  readonly withoutKey: number;
  /** Ended rows that still have something in a slot. */
  readonly notErased: number;
  readonly live: number;
}

/** Reads the raw files directly. */
export function countSlots(dataDir: string): SlotCensus {
  const path = join(dataDir, 'keys.slots');
  const slots = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const database = new SqliteDatabase(join(dataDir, 'sotto.db'), { readonly: true });
  const rows = database.prepare<[], Row>('select id, slot, ended_at from share').all();
  database.close();
  const record = (slot: number) => slots.subarray(slot * RECORD_BYTES, (slot + 1) * RECORD_BYTES);
  const holdsKey = ({ id, slot }: Row) => {
    if (slot === null) return false;
    const bytes = record(slot);
    return bytes.subarray(0, ID_BYTES).equals(id) && bytes.subarray(ID_BYTES).some((byte) => byte !== 0);
  };
  const live = rows.filter((row) => row.ended_at === null);
  const anywhere = (id: Buffer) => {
    for (let at = slots.indexOf(id); at >= 0; at = slots.indexOf(id, at + 1)) if (at % RECORD_BYTES === 0) return true;
    return false;
  };
  return {
    live: live.length,
    withoutKey: live.filter((row) => !holdsKey(row)).length,
    notErased: rows.filter((row) => row.ended_at !== null && anywhere(row.id)).length,
  };
}

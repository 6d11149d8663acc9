import { existsSync } from 'node:fs';
import type { Database as Sqlite } from 'better-sqlite3';
import { LEASE_SECONDS } from './times.ts';
import { StartError } from '#server/platform/start-error.ts';
import { openSlotFile } from '#server/erasure/slot-file.ts';
import type { SlotFile } from '#server/erasure/slot-file.ts';

const PAGE_ROWS = 10_000;

export interface SlotsToOpen {
  readonly path: string;
  readonly raw: Sqlite;
  readonly acceptLostKeys: boolean;
}

/**
 * @throws StartError if the file is missing and shares need it: continuing would end them all, and the operator may
 * only have mounted the wrong folder.
 */
export function openSlots({ path, raw, acceptLostKeys }: SlotsToOpen): SlotFile {
  const existed = existsSync(path);
  const slots = openSlotFile(path);
  if (existed && !slots.isEmpty()) return slots;
  const needed =
    raw.prepare('select 1 from share where ended_at is null and slot is not null limit 1').get() !== undefined;
  if (!needed || acceptLostKeys) return slots;
  slots.close();
  throw new StartError(
    `The key slots (${path}) are missing. Without them, no share in this database can be opened. ` +
      'Restore the file, or set SOTTO_ACCEPT_LOST_KEYS=true to continue without these shares.',
  );
}

interface NamedSlot {
  readonly id: Uint8Array;
  readonly slot: number;
  readonly ended_at: number | null;
}

/**
 * Finishes erasures after a crash or a restored backup (docs/life-cycle.md §11), inside the caller's transaction:
 * zeroes the slots of ended rows, and turns rows without their key into tombstones. Safe with other processes running:
 * a committed row's key was durable before its commit, and a slot that no row names is not touched.
 */
export async function checkSlots(check: { raw: Sqlite; slots: SlotFile; now: number }): Promise<void> {
  const { raw, slots, now } = check;
  const page = raw.prepare<[number, number], NamedSlot>(
    'select id, slot, ended_at from share where slot > ? order by slot limit ?',
  );
  const entomb = raw.prepare<[number, number, Uint8Array]>(
    `update share set state = 'destroyed', ended_at = ?, due_at = ?, open_hash = null where id = ?`,
  );
  const removeContent = raw.prepare<[Uint8Array]>('delete from content where share_id = ?');
  const dropSealedKey = raw.prepare<[Uint8Array]>('update answer set sealed_key = null where share_id = ?');
  let rows: NamedSlot[];
  let last = -1;
  do {
    rows = page.all(last, PAGE_ROWS);
    for (const { id, slot, ended_at } of rows) {
      last = slot;
      if (ended_at !== null) {
        slots.clear(slot);
      } else if (!slots.holds(slot, id)) {
        entomb.run(now, now + LEASE_SECONDS, id);
        removeContent.run(id);
        dropSealedKey.run(id);
      }
    }
  } while (rows.length === PAGE_ROWS);
  await slots.sync();
}

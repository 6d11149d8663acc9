import { lendKey } from '#server/erasure/lend-key.ts';
import type { SlotFolder } from '#server/erasure/slot-folder/slot-folder.ts';
import { keysUnavailable } from '#server/erasure/slot-folder/time-limit.ts';
import type { KeyPlace, KeyWriter, Scrubbed, Session } from '#server/db/database.ts';
import { findKeyFolder, takeSlots } from './key-folder-row.ts';
import type { KeyStore, KeyTransaction } from './key-store.ts';
import { reapKeys } from './reap-keys.ts';
import { query, queryOnce } from '#server/db/query.ts';
import { SlotBlocks } from './slot-blocks.ts';

const MAX_RELEASED = 1000;

export interface KeyFolderParts {
  readonly slots: SlotFolder;
  readonly read: Session;
  /** Runs a transaction. */
  readonly write: <T>(work: (tx: Session) => Promise<T>) => Promise<T>;
  /**
   * Runs a transaction on a connection of its own, because all others may be held by transactions that wait for slots.
   */
  readonly writeAside: <T>(work: (tx: Session) => Promise<T>) => Promise<T>;
  readonly closeAside: () => Promise<void>;
  /** Called with a sentence for the operator. */
  readonly report: (sentence: string) => void;
}

const selectPlace = query<{ id: Uint8Array }, { slot: number | null; endedAt: number | null }>(({ kysely, param }) =>
  kysely.selectFrom('share').select(['slot', 'ended_at as endedAt']).where('id', '=', param('id')),
);

const selectEnded = query<object, { id: Uint8Array; slot: number }>(({ kysely }) =>
  kysely
    .selectFrom('share')
    .select((eb) => ['id', eb.ref('slot').$notNull().as('slot')])
    .where('ended_at', 'is not', null)
    .where('slot', 'is not', null)
    .orderBy('ended_at')
    .limit(MAX_RELEASED),
);

/** The erasure keys in a folder outside the database (docs/decisions/0090). */
export function keyFolder(parts: KeyFolderParts): KeyStore {
  const { slots, read, write, writeAside, closeAside, report } = parts;
  const blocks = new SlotBlocks({
    take: (count) =>
      writeAside(async (tx) => {
        const first = (await findKeyFolder(tx))?.in_force === 1 ? await takeSlots(tx, count) : undefined;
        if (first === undefined) throw keysUnavailable();
        return first;
      }),
    prepare: (slot) => slots.prepare(slot),
  });

  return {
    kind: 'folder',
    async find(session, { id, slot, endedAt = null }) {
      if (endedAt !== null || slot === null) return undefined;
      const key = await slots.read(slot, id);
      if (key !== undefined) return key;
      const [row] = await selectPlace(session, { id });
      // The share has not ended, so its key may come back with the folder.
      if (row?.endedAt === null) throw keysUnavailable();
      return undefined;
    },
    begin: () => beginIn(slots, blocks),
    async scrub(): Promise<Scrubbed> {
      const ended = await selectEnded(read, {});
      if (ended.length === 0) return 'done';
      await slots.zero(ended.map(({ slot }) => slot));
      await write(async (tx) => {
        await queryOnce(tx, ({ kysely }) =>
          kysely
            .updateTable('share')
            .set({ slot: null })
            .where('ended_at', 'is not', null)
            .where(
              'id',
              'in',
              ended.map(({ id }) => id),
            ),
        );
      });
      return ended.length === MAX_RELEASED ? 'more' : 'done';
    },
    reap: (signal) => reapKeys({ slots, read, write, report }, signal),
    works: () => slots.isRight().catch(() => false),
    async close() {
      await slots.close();
      await closeAside();
    },
  };
}

function beginIn(slots: SlotFolder, blocks: SlotBlocks): KeyTransaction {
  const written: number[] = [];
  const ended: number[] = [];
  const slotOf = ({ slot }: KeyPlace) => slot ?? [];
  const keys: KeyWriter = {
    takeSlot: () => blocks.next(),
    async put({ id, slot }, key) {
      if (slot === null) throw new Error('A share has no slot.');
      written.push(slot);
      await slots.write(slot, id, key);
    },
    async erase(...places) {
      ended.push(...places.flatMap(slotOf));
    },
    lend: async ({ id, slot }, use) => lendKey(slot === null ? undefined : await slots.read(slot, id), use),
  };
  return {
    keys,
    committed: async () => {
      if (ended.length > 0) await slots.zero(ended);
    },
    // No other process uses these slots. If they cannot be zeroed now, `reapKeys` finds them.
    failed: async () => {
      if (written.length > 0) await slots.zero(written).catch(() => undefined);
    },
  };
}

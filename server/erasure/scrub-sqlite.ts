import type { Session } from '#server/db/database.ts';
import type { GroupWriter } from '#server/db/group-commit.ts';
import { query } from '#server/db/query.ts';

const MAX_FREED_AT_ONCE = 500;

const findEnded = query<object, { id: Uint8Array; slot: number | null }>(({ kysely }) =>
  kysely
    .selectFrom('share')
    .select(['id', 'slot'])
    .where('ended_at', 'is not', null)
    .where('slot', 'is not', null)
    .orderBy('ended_at')
    .limit(MAX_FREED_AT_ONCE),
);

const releaseSlot = query<{ id: Uint8Array; slot: number | null }, { id: Uint8Array }>(({ kysely, param }) =>
  kysely
    .updateTable('share')
    .set({ slot: null })
    .where('id', '=', param('id'))
    .where('slot', '=', param('slot'))
    .where('ended_at', 'is not', null)
    .returning('id'),
);

const addFreeSlot = query<{ slot: number }, unknown>(({ kysely, param }) =>
  kysely.insertInto('free_slot').values({ slot: param('slot') }),
);

export interface Scrubbing {
  readonly read: Session;
  readonly writer: GroupWriter;
  readonly checkpoint: () => Promise<boolean>;
  /** Makes the files as short as they can be now. @returns whether the write-ahead log holds something of that */
  readonly giveBack: () => Promise<boolean>;
}

/**
 * A row that ended keeps naming its slot until neither the slot file nor the write-ahead log holds anything of it. So
 * a process that dies half-way leaves the rest to whichever process sweeps next.
 */
export async function scrubSqlite({ read, writer, checkpoint, giveBack }: Scrubbing): Promise<boolean> {
  for (;;) {
    const ended = await findEnded(read, {});
    if (ended.length === 0) return !(await giveBack()) || checkpoint();
    await writer.zero(ended);
    if (!(await checkpoint())) return false;
    await writer.write(async (tx) => {
      for (const place of ended) {
        const released = await releaseSlot(tx, place);
        if (released.length === 1 && place.slot !== null) await addFreeSlot(tx, { slot: place.slot });
      }
    });
  }
}

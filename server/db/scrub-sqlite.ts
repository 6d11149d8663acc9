import type { KeyPlace, Scrubbed, Session } from './database.ts';
import type { GivenBack } from './give-back.ts';
import type { GroupWriter } from './group-commit.ts';
import { query } from './query.ts';

/** Per emptied write-ahead log. */
const MAX_FREED = 2000;
/** Per transaction. Nothing interrupts it for some milliseconds. */
const MAX_FREED_AT_ONCE = 250;

const findEnded = query<object, { id: Uint8Array; slot: number | null }>(({ kysely }) =>
  kysely
    .selectFrom('share')
    .select(['id', 'slot'])
    .where('ended_at', 'is not', null)
    .where('slot', 'is not', null)
    .orderBy('ended_at')
    .limit(MAX_FREED),
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
  /** Shortens the files. */
  readonly giveBack: () => Promise<GivenBack>;
}

/**
 * An ended row keeps naming its slot until neither the slot file nor the write-ahead log contains any of its data. If a
 * process dies in between, the next process that sweeps finishes the work.
 */
export async function scrubSqlite({ read, writer, checkpoint, giveBack }: Scrubbing): Promise<Scrubbed> {
  const ended = await findEnded(read, {});
  if (ended.length === 0) {
    const given = await giveBack();
    if (given.movedPages && !(await checkpoint())) return 'blocked';
    return given.hasMore ? 'more' : 'done';
  }
  await writer.zero(ended);
  if (!(await checkpoint())) return 'blocked';
  for (const some of slicesOf(ended)) {
    await writer.write(async (tx) => {
      for (const place of some) {
        const released = await releaseSlot(tx, place);
        if (released.length === 1 && place.slot !== null) await addFreeSlot(tx, { slot: place.slot });
      }
    });
  }
  return 'more';
}

function* slicesOf(places: readonly KeyPlace[]): Generator<readonly KeyPlace[]> {
  for (let at = 0; at < places.length; at += MAX_FREED_AT_ONCE) yield places.slice(at, at + MAX_FREED_AT_ONCE);
}

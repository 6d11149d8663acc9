import { sql } from 'kysely';
import type { Session, Transaction } from '#server/db/database.ts';
import { query, queryOnce } from '#server/db/query.ts';
import type { NoticeState } from '#server/owner/wire.ts';

/** Openings of one share are told at most this often. */
const OPENED_PAUSE_SECONDS = 60;

interface NewChannelRow {
  readonly id: Uint8Array;
  /** `sealTarget`. */
  readonly sealed: Uint8Array;
}

const insert = query<NewChannelRow, unknown>(({ kysely, param }) =>
  kysely
    .insertInto('notice_channel')
    .values({ share_id: param('id'), sealed: param('sealed'), is_over: 0, opened_at: null }),
);

/** In the transaction that creates the share or request. */
export async function insertChannel(tx: Transaction, channel: NewChannelRow): Promise<void> {
  await insert(tx, channel);
}

export async function findNoticeState(session: Session, id: Uint8Array): Promise<{ readonly notices?: NoticeState }> {
  const channel = await findChannel(session, id);
  return channel === undefined ? {} : { notices: channel.isOver === 0 ? 'on' : 'over' };
}

export interface ChannelRow extends NewChannelRow {
  /** 1: the endpoint wants no more notices. */
  readonly isOver: number;
}

const selectChannel = query<{ id: Uint8Array }, Omit<ChannelRow, 'id'>>(({ kysely, param }) =>
  kysely.selectFrom('notice_channel').select(['sealed', 'is_over as isOver']).where('share_id', '=', param('id')),
);

/** @returns undefined without notices, and once the share has ended */
export async function findChannel(session: Session, id: Uint8Array): Promise<ChannelRow | undefined> {
  const [row] = await selectChannel(session, { id });
  return row && { ...row, id };
}

/** Only those that still want notices. */
export function findOpenChannels(session: Session, ids: readonly Uint8Array[]): Promise<NewChannelRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return queryOnce<NewChannelRow>(session, ({ kysely }) =>
    kysely
      .selectFrom('notice_channel')
      .select(['share_id as id', 'sealed'])
      .where('share_id', 'in', ids)
      .where('is_over', '=', 0),
  );
}

const updateOpened = query<{ id: Uint8Array }, { dueAt: number }>(({ kysely, now, param }) => {
  const earliest = sql<number>`opened_at + ${sql.lit(OPENED_PAUSE_SECONDS)}`;
  return kysely
    .updateTable('notice_channel')
    .set({ opened_at: sql<number>`case when ${earliest} > ${now} then ${earliest} else ${now} end` })
    .where('share_id', '=', param('id'))
    .where((eb) => eb.or([eb('opened_at', 'is', null), eb('opened_at', '<=', now)]))
    .returning(sql<number>`opened_at`.as('dueAt'));
});

/** @returns when the notice of an opening is due; undefined if one is already waiting, which will count this one too */
export async function dueAfterOpening(tx: Transaction, id: Uint8Array): Promise<number | undefined> {
  const [row] = await updateOpened(tx, { id });
  return row?.dueAt;
}

const updateOver = query<{ id: Uint8Array }, unknown>(({ kysely, param }) =>
  kysely.updateTable('notice_channel').set({ is_over: 1 }).where('share_id', '=', param('id')),
);

/** No more notices of this share. */
export async function endChannel(tx: Transaction, id: Uint8Array): Promise<void> {
  await updateOver(tx, { id });
}

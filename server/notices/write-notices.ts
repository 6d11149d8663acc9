import { encodeId } from '#crypto/ids.ts';
import type { ShareEvent, Transaction } from '#server/db/database.ts';
import type { ServerKey } from '#server/keys/server-key.ts';
import { NOTICE_TYPES } from '#server/outbox/notice-mail.ts';
import type { NoticeType } from '#server/outbox/notice-mail.ts';
import { sealRow } from '#server/outbox/seal-row.ts';
import type { Random } from '#server/random.ts';
import { dueAfterOpening, findOpenChannels } from '#server/records/notice-channel.ts';
import { putInOutbox } from '#server/records/outbox.ts';
import { findToday } from '#server/records/tally.ts';
import { openTarget } from './target.ts';
import type { NoticeTarget } from './target.ts';
import { writeNoticeMails } from './write-notice-mails.ts';

/** In the outbox, sealed. */
export interface WaitingNotice {
  readonly type: NoticeType;
  /** Unix seconds of the event. */
  readonly at: number;
  /** The share's or request's. */
  readonly id: string;
  /** Absent: for the operator. */
  readonly target?: NoticeTarget;
}

const ROW_ID_BYTES = 16;
/** Rows do not show whether an address or a reference is long. */
const PADDED_BYTES = 4096;

export interface NoticeWriting {
  readonly serverKey: ServerKey;
  readonly random: Random;
  /** Whether the operator has a webhook for all events. */
  readonly tellsOperator: boolean;
  /** Whether members may have mail about what they shared. */
  readonly mailsMembers?: boolean;
}

/** An event that somebody may hear of. */
export interface Notable {
  readonly event: ShareEvent;
  readonly type: NoticeType;
}

/**
 * Writes the notices of events into the outbox, in the transaction that causes them: committed together or not at all.
 * While a share lives, its target is read with its erasure key, so this must come before the key goes.
 */
export async function writeNotices(
  tx: Transaction,
  writing: NoticeWriting,
  events: readonly ShareEvent[],
): Promise<void> {
  const notable = events.flatMap((event): Notable[] => {
    const type = noticeType(event);
    return type === undefined ? [] : [{ event, type }];
  });
  if (notable.length === 0) return;
  if (writing.mailsMembers === true) await writeNoticeMails(tx, writing, notable);
  const ids = notable.map(({ event }) => event.id);
  const channels = new Map((await findOpenChannels(tx, ids)).map(({ id, sealed }) => [encodeId(id), sealed]));
  if (channels.size === 0 && !writing.tellsOperator) return;
  const { now } = await findToday(tx);
  for (const { event, type } of notable) {
    const id = encodeId(event.id);
    const notice = { type, at: now, id };
    if (writing.tellsOperator) await put(tx, writing, { notice, dueAt: now });
    const sealed = channels.get(id);
    const dueAt = sealed && (event.what === 'opened' ? await dueAfterOpening(tx, event.id) : now);
    if (sealed === undefined || dueAt === undefined) continue;
    const { serverKey } = writing;
    const target = await tx.keys.lend(event, (key) => key && openTarget({ serverKey, key, id: event.id }, sealed));
    if (target !== undefined) await put(tx, writing, { notice: { ...notice, target }, dueAt });
  }
}

function noticeType({ kind, what }: ShareEvent): NoticeType | undefined {
  return NOTICE_TYPES.find((type) => type === `${kind}.${what}`);
}

interface Put {
  readonly notice: WaitingNotice;
  readonly dueAt: number;
}

async function put(tx: Transaction, { serverKey, random }: NoticeWriting, { notice, dueAt }: Put): Promise<void> {
  const rowId = random(ROW_ID_BYTES);
  const sealed = sealRow({ serverKey, rowId, paddedBytes: PADDED_BYTES }, notice);
  await putInOutbox(tx, { id: rowId, kind: 'notice', shareId: null, dueAt, sealed });
}

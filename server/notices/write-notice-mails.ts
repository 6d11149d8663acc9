import { encodeId } from '#crypto/ids.ts';
import type { Transaction } from '#server/db/database.ts';
import { openMemberTerms } from '#server/gates/member-terms.ts';
import { sealNoticeMail } from '#server/outbox/notice-mail.ts';
import { dueAfterOpening, findManyMemberTerms } from '#server/records/mail-channel.ts';
import { putInOutbox } from '#server/records/outbox.ts';
import { findToday } from '#server/records/tally.ts';
import type { Notable, NoticeWriting } from './write-notices.ts';

const ROW_ID_BYTES = 16;

/** Mail to members who wanted it about what they shared, written like the notices to endpoints. */
export async function writeNoticeMails(
  tx: Transaction,
  { serverKey, random }: NoticeWriting,
  notable: readonly Notable[],
): Promise<void> {
  const ids = notable.map(({ event }) => event.id);
  const found = new Map((await findManyMemberTerms(tx, ids)).map((row) => [encodeId(row.id), row]));
  if (found.size === 0) return;
  const { now } = await findToday(tx);
  for (const { event, type } of notable) {
    const row = found.get(encodeId(event.id));
    if (row === undefined) continue;
    const { id, preamble, sealed, createdAt } = row;
    const terms = await tx.keys.lend(event, (key) => key && openMemberTerms({ serverKey, key, id, preamble }, sealed));
    if (terms?.mail === undefined) continue;
    const dueAt = event.what === 'opened' ? await dueAfterOpening(tx, id) : now;
    if (dueAt === undefined) continue;
    const rowId = random(ROW_ID_BYTES);
    const mail = sealNoticeMail(serverKey, rowId, { type, at: now, createdAt, ...terms.mail });
    await putInOutbox(tx, { id: rowId, kind: 'mail', shareId: null, dueAt, sealed: mail });
  }
}

import * as v from 'valibot';
import type { ServerKey } from '#server/keys/server-key.ts';
import { openRow, sealRow } from './seal-row.ts';

/** The names of Standard Webhooks' `type`. */
export const NOTICE_TYPES = [
  'share.opened',
  'share.spent',
  'share.expired',
  'share.locked',
  'share.destroyed',
  'share.deleted',
  'share.code-requests-used-up',
  'request.answered',
  'request.full',
] as const;
export type NoticeType = (typeof NOTICE_TYPES)[number];

/** The JSON with the longest address fits. */
const PADDED_BYTES = 1024;

/** A mail to a sender that waits in the outbox. It names nothing that anybody typed, and not the share. */
const NoticeMail = v.strictObject({
  type: v.picklist(NOTICE_TYPES),
  /** Unix seconds of the event. */
  at: v.number(),
  /** Unix seconds of the share or request. */
  createdAt: v.number(),
  address: v.string(),
  /** The language that the sender chose. */
  locale: v.string(),
});
export type NoticeMail = v.InferOutput<typeof NoticeMail>;

export function sealNoticeMail(serverKey: ServerKey, rowId: Uint8Array, mail: NoticeMail): Uint8Array {
  return sealRow({ serverKey, rowId, paddedBytes: PADDED_BYTES }, mail);
}

/** @throws Error if the server key is another one, or the row was changed */
export function openNoticeMail(
  serverKey: ServerKey,
  row: { readonly id: Uint8Array; readonly sealed: Uint8Array },
): NoticeMail {
  return v.parse(NoticeMail, openRow(serverKey, row.id, row.sealed));
}

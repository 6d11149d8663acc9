import * as v from 'valibot';
import { MAX_NOTE_BYTES, MAX_PEOPLE, MAX_RECEIPT_BYTES, MIN_BOX_BYTES } from '#crypto/limits.ts';
import {
  base64Length,
  base64url,
  count,
  MAX_OPENED_AT,
  openedAt,
  secret,
  seconds,
  tally,
  time,
  peopleList,
} from '#server/forms/wire.ts';
import { groups } from '#server/people/wire.ts';
import { OnLimit, ShareState, shownAddress, viewsLeft } from '#server/shares/wire.ts';

/**
 * The messages for the owner of a share. A file of its own, because pages for recipients and senders load without it.
 */

export const MAX_STATUS_BATCH = 100;

/**
 * The last mail with a code: `taken` by the operator's mail relay, or `refused`: the relay did not take it, also after
 * all tries. Neither says whether a mail arrived.
 */
export const MailState = v.picklist(['queued', 'taken', 'refused']);
export type MailState = v.InferOutput<typeof MailState>;

/** A named person, told apart by their place in the owner's list. */
export const RecipientStatus = v.object({
  /** From 1. */
  n: v.pipe(count, v.minValue(1), v.maxValue(MAX_PEOPLE)),
  openedAt,
  /** Since the last reset, if there was one. Present while the content is stored. */
  codeRequests: v.optional(tally),
  /** The last reset, while the content is stored. */
  resetAt: v.optional(time),
  /** What became of the last mail since then. */
  mail: v.optional(MailState),
  revokedAt: v.optional(time),
});
export type RecipientStatus = v.InferOutput<typeof RecipientStatus>;

/** SPEC.md §13.4: who opened, for the owner alone. */
export const Receipt = v.object({
  openedAt: time,
  sealed: v.pipe(
    v.string(),
    v.minLength(base64Length(MIN_BOX_BYTES)),
    v.maxLength(base64Length(MAX_RECEIPT_BYTES)),
    base64url,
  ),
});

export const PeopleStatus = v.object({
  /** For each person; 0 is unlimited. `maxViews` beside it is the sum. */
  viewsEach: tally,
  recipients: v.pipe(v.array(RecipientStatus), v.maxLength(MAX_PEOPLE)),
  /** SPEC.md §13.2. Absent in a batch. */
  list: v.optional(peopleList),
});

/** `over`: the endpoint replied 410, and gets no more notices. */
export const NoticeState = v.picklist(['on', 'over']);
export type NoticeState = v.InferOutput<typeof NoticeState>;

/** `POST /api/shares/:id/recipients`. `revoke` is final; `reset` gives the person new code mails. */
export const RecipientBody = v.strictObject({
  ownerProof: secret,
  n: v.pipe(count, v.minValue(1), v.maxValue(MAX_PEOPLE)),
  action: v.picklist(['revoke', 'reset']),
});

/** `POST /api/shares/:id/shorten`: brings the expiry forward. A later time than the current expiry changes nothing. */
export const ShortenBody = v.strictObject({ ownerProof: secret, expiresAt: seconds });

/** `POST /api/shares/:id/status`, `/unlock` and `/delete`; the reply to each is `StatusReply`. */
export const OwnerBody = v.strictObject({ ownerProof: secret });
export const StatusReply = v.object({
  state: ShareState,
  createdAt: time,
  expiresAt: time,
  maxViews: tally,
  viewsLeft,
  hasPassword: v.boolean(),
  attempts: tally,
  attemptLimit: tally,
  onLimit: OnLimit,
  openedAt,
  /** Openings whose reader has not acknowledged yet. */
  reading: tally,
  endedAt: v.optional(time),
  /** Present if it answers a request. */
  answer: v.optional(v.literal(true)),
  /** When the owner of the request read this answer. */
  readAt: v.optional(time),
  notBefore: v.optional(time),
  /** The expiry that was sealed, if the owner has brought it forward since. */
  firstExpiresAt: v.optional(time),
  /** Present if the share is for named people, also after its end. */
  people: v.optional(PeopleStatus),
  /** Present while the share lives, if only members may open it. Absent in a batch, like `from`. */
  members: v.optional(v.object({ groups: v.optional(groups) })),
  /** Who opened a share for members: the newest openings, oldest first, also after the end. Absent in a batch. */
  receipts: v.optional(v.pipe(v.array(Receipt), v.maxLength(MAX_OPENED_AT))),
  /** Present while the share lives, if people with the link are told this address as the sender's. */
  from: v.optional(shownAddress),
  /** Present while the share lives, if the sender wanted notices. Absent in a batch. */
  notices: v.optional(NoticeState),
  /** The owner's note, while it is stored. Absent in a batch. */
  note: v.optional(v.pipe(v.string(), v.maxLength(base64Length(MAX_NOTE_BYTES)), base64url)),
});
export type StatusReply = v.InferOutput<typeof StatusReply>;

/** `POST /api/shares/status`: many at once, for a list. Unknown ids and wrong proofs both give null. */
export const StatusBatchBody = v.strictObject({
  shares: v.pipe(
    v.array(v.strictObject({ id: v.pipe(v.string(), v.maxLength(22)), ownerProof: secret })),
    v.maxLength(MAX_STATUS_BATCH),
  ),
});
export const BatchStatus = v.nullable(StatusReply);
export type BatchStatus = v.InferOutput<typeof BatchStatus>;
export const StatusBatchReply = v.object({ statuses: v.array(BatchStatus) });
export type StatusBatchReply = v.InferOutput<typeof StatusBatchReply>;

import * as v from 'valibot';
import { MAX_ANSWERS, MAX_NOTE_BYTES } from '#crypto/limits.ts';
import { anyPreamble, base64urlOf, count, seconds, shareId, tally, time } from '#server/forms/wire.ts';
import { CreateMembers, groups, Notify, NotifyMail, pass, ShowSender } from '#server/people/wire.ts';
import { createdPreamble, shownAddress } from '#server/shares/wire.ts';
import { NoticeState } from '#server/owner/wire.ts';

/** The messages of the request API. An answer is a share and uses the messages of shares. */

const secret = base64urlOf(32);
const note = v.pipe(v.string(), v.maxLength(Math.ceil((MAX_NOTE_BYTES * 4) / 3)), v.regex(/^[A-Za-z0-9_-]*$/));
export const MAX_REQUEST_BATCH = 100;

/** Whether an answer stays until it expires, or ends once it is read. */
export const Keep = v.picklist(['expiry', 'read']);
export type Keep = v.InferOutput<typeof Keep>;

/** Only `open` accepts answers. Existing answers stay readable until they expire, unless the request is deleted. */
export const RequestState = v.picklist(['open', 'full', 'closed', 'expired', 'deleted', 'destroyed']);
export type RequestState = v.InferOutput<typeof RequestState>;

/** `PUT /api/requests/:id`, the head of the frame; the tail is note (`noteBytes`) ‖ sealed. */
export const CreateRequestHead = v.strictObject({
  createProof: secret,
  ownerProof: secret,
  linkProof: secret,
  openProof: secret,
  /** preamble ‖ tag: 84 bytes with gates, otherwise 83. */
  preamble: createdPreamble,
  /** The request accepts answers until then. */
  expiresAt: seconds,
  maxAnswers: v.pipe(count, v.minValue(1), v.maxValue(MAX_ANSWERS)),
  /** Seconds between an answer's going live and its expiry. */
  answerTtl: v.pipe(count, v.minValue(1)),
  keep: Keep,
  noteBytes: v.pipe(count, v.maxValue(MAX_NOTE_BYTES)),
  notify: v.optional(Notify),
  /** Present if and only if the preamble has that gate: only members may read and answer it. */
  gates: v.optional(v.strictObject({ members: CreateMembers })),
  /** A member who creates sends it: where the service requires one, and for `showSender` and `notifyMail`. */
  pass: v.optional(pass),
  showSender: v.optional(ShowSender),
  notifyMail: v.optional(NotifyMail),
});
export type CreateRequestHead = v.InferOutput<typeof CreateRequestHead>;

/** 201 if created now, 200 if it already existed. */
export const CreateRequestReply = v.object({ state: RequestState, createdAt: time, expiresAt: time });
export type CreateRequestReply = v.InferOutput<typeof CreateRequestReply>;

/** `POST /api/requests/:id/describe`. */
export const DescribeRequestBody = v.strictObject({ linkProof: secret });
export const DescribeRequestReply = v.object({
  state: RequestState,
  createdAt: time,
  expiresAt: time,
  answersLeft: tally,
  /** Present while the question is stored: preamble ‖ tag. */
  preamble: v.optional(anyPreamble),
  /** Present if only members may read and answer it. */
  members: v.optional(v.object({ groups: v.optional(groups) })),
  /** The service says that this member asks. */
  from: v.optional(shownAddress),
  endedAt: v.optional(time),
});
export type DescribeRequestReply = v.InferOutput<typeof DescribeRequestReply>;

/** `POST /api/requests/:id/read`. The reply is a frame whose tail is `sealed`. Spends nothing. */
export const ReadRequestBody = v.strictObject({
  linkProof: secret,
  openProof: secret,
  /** For `read`, if the request is for members. */
  pass: v.optional(pass),
});
export const ReadRequestReplyHead = DescribeRequestReply;

/** An answer, for the owner of the request. */
export const AnswerStatus = v.object({
  id: v.pipe(shareId, v.regex(/^[1-9A-HJ-NP-Za-km-z]*$/)),
  state: v.picklist(['live', 'spent', 'expired', 'destroyed', 'deleted']),
  createdAt: time,
  expiresAt: time,
  /** Length of `sealed` and the file body together. */
  sizeBytes: count,
  readAt: v.optional(time),
  endedAt: v.optional(time),
  /** Present while the answer can be read: HPKE's enc ‖ ct of its link key. */
  sealedKey: v.optional(base64urlOf(1168)),
});
export type AnswerStatus = v.InferOutput<typeof AnswerStatus>;

/** `POST /api/requests/:id/status`, `/close` and `/delete`; the reply to each is `RequestStatusReply`. */
export const RequestOwnerBody = v.strictObject({ ownerProof: secret });
export const RequestStatusReply = v.object({
  state: RequestState,
  createdAt: time,
  expiresAt: time,
  maxAnswers: tally,
  /** Places taken, also by answers that are still being uploaded. */
  answersTaken: tally,
  answerTtl: count,
  keep: Keep,
  closedAt: v.optional(time),
  endedAt: v.optional(time),
  /** Present while the request lives, if its owner wanted notices. */
  notices: v.optional(NoticeState),
  /** Present while the request lives, as in `describe`. */
  members: v.optional(v.object({ groups: v.optional(groups) })),
  from: v.optional(shownAddress),
  /** The owner's note, while it is stored. */
  note: v.optional(note),
  /** In the order in which they arrived. */
  answers: v.array(AnswerStatus),
});
export type RequestStatusReply = v.InferOutput<typeof RequestStatusReply>;

/** `POST /api/requests/:id/delete-answer`; the reply is `RequestStatusReply`. */
export const DeleteAnswerBody = v.strictObject({ ownerProof: secret, answer: shareId });

/** `POST /api/requests/status`: many at once, for a list. Unknown ids and wrong proofs both give null. */
export const RequestBatchBody = v.strictObject({
  requests: v.pipe(
    v.array(v.strictObject({ id: v.pipe(v.string(), v.maxLength(22)), ownerProof: secret })),
    v.maxLength(MAX_REQUEST_BATCH),
  ),
});
export const BatchCount = v.nullable(
  v.object({
    state: RequestState,
    createdAt: time,
    expiresAt: time,
    answers: tally,
    /** Answers that can be read and were not acknowledged yet. */
    unread: tally,
    endedAt: v.optional(time),
  }),
);
export type BatchCount = v.InferOutput<typeof BatchCount>;
export const RequestBatchReply = v.object({ requests: v.array(BatchCount) });
export type RequestBatchReply = v.InferOutput<typeof RequestBatchReply>;

import * as v from 'valibot';
import { MAX_ANSWERS, MAX_NOTE_BYTES, TAGGED_PREAMBLE_BYTES } from '#crypto/limits.ts';
import { base64urlOf, count, seconds, shareId, tally, time } from '#server/shares/wire.ts';

/** The messages about requests. An answer is a share, and travels by the messages of shares. */

const secret = base64urlOf(32);
const note = v.pipe(v.string(), v.maxLength(Math.ceil((MAX_NOTE_BYTES * 4) / 3)), v.regex(/^[A-Za-z0-9_-]*$/));
export const MAX_REQUEST_BATCH = 100;

/** Whether an answer stays until it expires, or goes when it has been read. */
export const Keep = v.picklist(['expiry', 'read']);
export type Keep = v.InferOutput<typeof Keep>;

/** Everything but `open` takes no further answer; answers that are there stay readable until they expire, unless it is deleted. */
export const RequestState = v.picklist(['open', 'full', 'closed', 'expired', 'deleted', 'destroyed']);
export type RequestState = v.InferOutput<typeof RequestState>;

/** `PUT /api/requests/:id`, head of the frame; the tail is note (`noteBytes`) ‖ sealed. */
export const CreateRequestHead = v.strictObject({
  createProof: secret,
  ownerProof: secret,
  linkProof: secret,
  openProof: secret,
  preamble: base64urlOf(TAGGED_PREAMBLE_BYTES),
  /** Until then it takes answers. */
  expiresAt: seconds,
  maxAnswers: v.pipe(count, v.minValue(1), v.maxValue(MAX_ANSWERS)),
  /** Seconds from an answer's going live to its expiry. */
  answerTtl: v.pipe(count, v.minValue(1)),
  keep: Keep,
  noteBytes: v.pipe(count, v.maxValue(MAX_NOTE_BYTES)),
});
export type CreateRequestHead = v.InferOutput<typeof CreateRequestHead>;

/** 201 when made now, 200 when it was there already. */
export const CreateRequestReply = v.object({ state: RequestState, createdAt: time, expiresAt: time });
export type CreateRequestReply = v.InferOutput<typeof CreateRequestReply>;

/** `POST /api/requests/:id/describe`. */
export const DescribeRequestBody = v.strictObject({ linkProof: secret });
export const DescribeRequestReply = v.object({
  state: RequestState,
  createdAt: time,
  expiresAt: time,
  answersLeft: tally,
  /** Present while the question is held: preamble ‖ tag. */
  preamble: v.optional(base64urlOf(TAGGED_PREAMBLE_BYTES)),
  endedAt: v.optional(time),
});
export type DescribeRequestReply = v.InferOutput<typeof DescribeRequestReply>;

/** `POST /api/requests/:id/read`; answered by a frame whose tail is `sealed`. Spends nothing. */
export const ReadRequestBody = v.strictObject({ linkProof: secret, openProof: secret });
export const ReadRequestReplyHead = DescribeRequestReply;

/** One answer, as the one who asked may know it. */
export const AnswerStatus = v.object({
  id: v.pipe(shareId, v.regex(/^[1-9A-HJ-NP-Za-km-z]*$/)),
  state: v.picklist(['live', 'spent', 'expired', 'destroyed', 'deleted']),
  createdAt: time,
  expiresAt: time,
  /** Of what is sealed, with the body. */
  sizeBytes: count,
  readAt: v.optional(time),
  endedAt: v.optional(time),
  /** While it can be read: HPKE's enc ‖ ct of its link key. */
  sealedKey: v.optional(base64urlOf(1168)),
});
export type AnswerStatus = v.InferOutput<typeof AnswerStatus>;

/** `POST /api/requests/:id/status`, `/close` and `/delete`, each answered by `RequestStatusReply`. */
export const RequestOwnerBody = v.strictObject({ ownerProof: secret });
export const RequestStatusReply = v.object({
  state: RequestState,
  createdAt: time,
  expiresAt: time,
  maxAnswers: tally,
  /** Places taken, by answers and by those on their way. */
  answersTaken: tally,
  answerTtl: count,
  keep: Keep,
  closedAt: v.optional(time),
  endedAt: v.optional(time),
  /** The owner's note, while it is held. */
  note: v.optional(note),
  /** In the order in which they came. */
  answers: v.array(AnswerStatus),
});
export type RequestStatusReply = v.InferOutput<typeof RequestStatusReply>;

/** `POST /api/requests/:id/delete-answer`; answered by `RequestStatusReply`. */
export const DeleteAnswerBody = v.strictObject({ ownerProof: secret, answer: shareId });

/** `POST /api/requests/status`: many at once, for a list. Unknown ids and wrong proofs are null, alike. */
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
    /** Answers that can be read and are not acknowledged as read. */
    unread: tally,
    endedAt: v.optional(time),
  }),
);
export type BatchCount = v.InferOutput<typeof BatchCount>;
export const RequestBatchReply = v.object({ requests: v.array(BatchCount) });
export type RequestBatchReply = v.InferOutput<typeof RequestBatchReply>;

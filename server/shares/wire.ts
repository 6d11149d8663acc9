import * as v from 'valibot';
import { MAX_NOTE_BYTES, MAX_VIEWS, TAGGED_PREAMBLE_BYTES } from '#crypto/limits.ts';

/**
 * The messages of the share API, one schema each: validation on the server, types on both sides, the
 * OpenAPI document, and the client's check of what a hostile server answers. Times are integer Unix
 * seconds of the server; byte strings are base64url without padding.
 *
 * Requests are strict objects: the server refuses unknown members. Replies are plain objects: a reader ignores
 * unknown members, so a newer server may add some.
 */

/** base64url of `bytes` bytes, unpadded: n bytes are always ceil(4n/3) characters. */
export const base64urlOf = (bytes: number) =>
  v.pipe(v.string(), v.length(Math.ceil((bytes * 4) / 3)), v.regex(/^[A-Za-z0-9_-]*$/));
const secret = base64urlOf(32);
export const seconds = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const bytesCount = count;

/** The end of the year 9999: no honest server names a later time, and every calendar can show it. */
export const LAST_SECOND = 253_402_300_799;
/** A time in a reply. Bounded, because the server may be hostile and the time is shown. */
export const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(LAST_SECOND));
/** A number in a reply: views, attempts, readers or answers. */
export const tally = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1_000_000));

export const MAX_OPENED_AT = 100;
export const MAX_STATUS_BATCH = 100;
const MAX_ATTEMPT_LIMIT = 1000;

/**
 * What a share is, to whoever may know of it. `spent` and `expired` are said as soon as they are true;
 * the content may still be held for a reader whose lease runs.
 */
export const ShareState = v.picklist(['live', 'locked', 'spent', 'expired', 'destroyed', 'deleted']);
export type ShareState = v.InferOutput<typeof ShareState>;

export const OnLimit = v.picklist(['lock', 'destroy']);
export type OnLimit = v.InferOutput<typeof OnLimit>;

const openedAt = v.pipe(v.array(time), v.maxLength(MAX_OPENED_AT));
/** null: unlimited. */
const viewsLeft = v.nullable(tally);

/** base58 of 16 bytes. */
export const shareId = v.pipe(v.string(), v.minLength(16), v.maxLength(22));

/** The request that an answer goes to, and the answer's link key, sealed to whoever asks: HPKE's enc ‖ ct. */
export const AnswerHead = v.strictObject({ request: shareId, linkProof: secret, sealedKey: base64urlOf(1168) });
export type AnswerHead = v.InferOutput<typeof AnswerHead>;

/** `PUT /api/shares/:id`, head of the frame; the tail is note (`noteBytes`) ‖ sealed. */
export const CreateHead = v.strictObject({
  createProof: secret,
  ownerProof: secret,
  linkProof: secret,
  openProof: secret,
  preamble: base64urlOf(TAGGED_PREAMBLE_BYTES),
  expiresAt: seconds,
  /** 0: unlimited. */
  maxViews: v.pipe(count, v.maxValue(MAX_VIEWS)),
  /** Wrong passwords in all before `onLimit` happens. */
  attemptLimit: v.pipe(count, v.minValue(1), v.maxValue(MAX_ATTEMPT_LIMIT)),
  onLimit: OnLimit,
  noteBytes: v.pipe(count, v.maxValue(MAX_NOTE_BYTES)),
  /** Of the body that was uploaded before, all chunks with their tags; absent: there is none. */
  bodyBytes: v.optional(v.pipe(bytesCount, v.minValue(1))),
  /** There when this share answers a request. */
  answer: v.optional(AnswerHead),
});
export type CreateHead = v.InferOutput<typeof CreateHead>;

/** 201 when made now, 200 when it was there already. */
export const CreateReply = v.object({ state: ShareState, createdAt: time, expiresAt: time });
export type CreateReply = v.InferOutput<typeof CreateReply>;

/** `POST /api/shares/:id/describe`. With `claim`, the answer says whether that claim's content can be had again. */
export const DescribeBody = v.strictObject({ linkProof: secret, claim: v.optional(secret) });
export const DescribeReply = v.object({
  state: ShareState,
  createdAt: time,
  expiresAt: time,
  maxViews: tally,
  viewsLeft,
  /** Present while the content is held: preamble ‖ tag. */
  preamble: v.optional(base64urlOf(TAGGED_PREAMBLE_BYTES)),
  /** Present where there is a password. */
  attemptsLeft: v.optional(tally),
  onLimit: v.optional(OnLimit),
  openedAt,
  endedAt: v.optional(time),
  /** The claim sent along still has its lease: `open` repeats the same bytes and spends nothing. */
  resumable: v.boolean(),
});
export type DescribeReply = v.InferOutput<typeof DescribeReply>;

/** `POST /api/shares/:id/open`; answered by a frame whose tail is `sealed`. */
export const OpenBody = v.strictObject({ linkProof: secret, openProof: secret, claim: secret });
export const OpenReplyHead = v.object({
  openedAt: time,
  leaseUntil: time,
  viewsLeft,
  /** True when the claim had spent its view before, and these are the same bytes again. */
  repeated: v.boolean(),
});
export type OpenReplyHead = v.InferOutput<typeof OpenReplyHead>;

/** `POST /api/shares/:id/renew`. */
export const ClaimBody = v.strictObject({ linkProof: secret, claim: secret });
/** `POST /api/shares/:id/acknowledge`. Whoever asked for an answer says so: its author then sees that it was read. */
export const AcknowledgeBody = v.strictObject({
  linkProof: secret,
  claim: secret,
  requestOwnerProof: v.optional(secret),
});
export const RenewReply = v.object({ leaseUntil: time });
/** `endedAt` is there when the content has been erased. */
export const AcknowledgeReply = v.object({ state: ShareState, viewsLeft, endedAt: v.optional(time) });
export type AcknowledgeReply = v.InferOutput<typeof AcknowledgeReply>;

/** `POST /api/shares/:id/status`, `/unlock` and `/delete`, each answered by `StatusReply`. */
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
  /** Openings whose reader has not yet acknowledged. */
  reading: tally,
  endedAt: v.optional(time),
  /** There when it answers a request. */
  answer: v.optional(v.literal(true)),
  /** Of an answer: when the one who asked had read it. */
  readAt: v.optional(time),
  /** The owner's note, while it is held; absent in batch answers. */
  note: v.optional(v.pipe(v.string(), v.maxLength(Math.ceil((MAX_NOTE_BYTES * 4) / 3)), v.regex(/^[A-Za-z0-9_-]*$/))),
});
export type StatusReply = v.InferOutput<typeof StatusReply>;

/** `POST /api/shares/status`: many at once, for a list. Unknown ids and wrong proofs are null, alike. */
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

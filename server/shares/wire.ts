import * as v from 'valibot';
import { MAX_ADDRESS_LENGTH, MAX_NOTE_BYTES, MAX_VIEWS, TAGGED_PREAMBLE_BYTES } from '#crypto/limits.ts';
import {
  anyPreamble,
  base64Length,
  base64url,
  base64urlOf,
  bytesCount,
  count,
  openedAt,
  secret,
  seconds,
  shareId,
  tally,
  time,
} from '#server/forms/wire.ts';
import { CreateGates, groups, Notify, NotifyMail, pass, ShowSender } from '#server/people/wire.ts';

/**
 * The messages of the share API, one schema each. It gives validation on the server, types on both sides, the OpenAPI
 * document, and the client's check of replies from a hostile server. Times are the server's, in whole Unix seconds;
 * byte strings are base64url without padding.
 *
 * Requests are strict objects: the server refuses unknown members. Replies are plain objects: a reader ignores unknown
 * members, so a newer server may add some.
 */

const MAX_ATTEMPT_LIMIT = 1000;

/**
 * The state of a share, for somebody who may know it. `spent` and `expired` are reported as soon as they are true, even
 * while the content is still kept for a reader with a running lease.
 */
export const ShareState = v.picklist(['live', 'locked', 'spent', 'expired', 'destroyed', 'deleted']);
export type ShareState = v.InferOutput<typeof ShareState>;

export const OnLimit = v.picklist(['lock', 'destroy']);
export type OnLimit = v.InferOutput<typeof OnLimit>;

/** null if unlimited. */
export const viewsLeft = v.nullable(tally);

/** The request that is answered, and the answer's link key, sealed to the owner of the request: HPKE's enc ‖ ct. */
export const AnswerHead = v.strictObject({
  request: shareId,
  linkProof: secret,
  sealedKey: base64urlOf(1168),
  /** For `answer` and the id of the request, if that is for members. */
  pass: v.optional(pass),
});
export type AnswerHead = v.InferOutput<typeof AnswerHead>;

/** An email address in a reply. Checked again before it is shown. */
export const shownAddress = v.pipe(v.string(), v.minLength(3), v.maxLength(MAX_ADDRESS_LENGTH));

export const createdPreamble = v.pipe(
  v.string(),
  v.minLength(base64Length(TAGGED_PREAMBLE_BYTES)),
  v.maxLength(base64Length(TAGGED_PREAMBLE_BYTES + 1)),
  base64url,
);

/** `PUT /api/shares/:id`, the head of the frame; the tail is note (`noteBytes`) ‖ sealed. */
export const CreateHead = v.strictObject({
  createProof: secret,
  ownerProof: secret,
  linkProof: secret,
  openProof: secret,
  /** preamble ‖ tag: 84 bytes with gates, otherwise 83. */
  preamble: createdPreamble,
  expiresAt: seconds,
  /** 0 means unlimited. */
  maxViews: v.pipe(count, v.maxValue(MAX_VIEWS)),
  /** The total of wrong passwords after which `onLimit` happens. */
  attemptLimit: v.pipe(count, v.minValue(1), v.maxValue(MAX_ATTEMPT_LIMIT)),
  onLimit: OnLimit,
  noteBytes: v.pipe(count, v.maxValue(MAX_NOTE_BYTES)),
  /** Length of the file body that was uploaded before, all chunks with their tags. Absent without one. */
  bodyBytes: v.optional(v.pipe(bytesCount, v.minValue(1))),
  /** Present if this share answers a request. */
  answer: v.optional(AnswerHead),
  /** Present if and only if the preamble has gates. Never with `answer`. */
  gates: v.optional(CreateGates),
  /** Never with `answer`. */
  notify: v.optional(Notify),
  /** None of them with `answer`. */
  /** A member who creates sends it: where the service requires one, and for `showSender` and `notifyMail`. */
  pass: v.optional(pass),
  showSender: v.optional(ShowSender),
  notifyMail: v.optional(NotifyMail),
  /** SPEC.md §13.4. Present if and only if the share is for members. */
  receiptKey: v.optional(secret),
});
export type CreateHead = v.InferOutput<typeof CreateHead>;

/** 201 if created now, 200 if it already existed. */
export const CreateReply = v.object({ state: ShareState, createdAt: time, expiresAt: time });
export type CreateReply = v.InferOutput<typeof CreateReply>;

/** `POST /api/shares/:id/describe`. With `claim`, the reply says whether that claim can get the content again. */
export const DescribeBody = v.strictObject({ linkProof: secret, claim: v.optional(secret) });
export const DescribeReply = v.object({
  state: ShareState,
  createdAt: time,
  expiresAt: time,
  maxViews: tally,
  viewsLeft,
  /** Present while the content is stored: preamble ‖ tag. */
  preamble: v.optional(anyPreamble),
  /** The padded length of `sealed`. Present while the content is stored; older servers do not send it. */
  sealedBytes: v.optional(bytesCount),
  /** The padded length of the file body. Present as `sealedBytes` is, if there is a file body. */
  bodyBytes: v.optional(bytesCount),
  /** Present if the share has a password. */
  attemptsLeft: v.optional(tally),
  onLimit: v.optional(OnLimit),
  openedAt,
  endedAt: v.optional(time),
  /** Before this time it opens for nobody. Present if the share has that gate. */
  notBefore: v.optional(time),
  /** Present if only members may open it: these groups, or all of them. The sender sees who opened it. */
  members: v.optional(v.object({ groups: v.optional(groups) })),
  /** The service says that this member is the sender: an address of SPEC.md §13.3. */
  from: v.optional(shownAddress),
  /** The expiry that the sender sealed, if the owner has brought it forward since. */
  firstExpiresAt: v.optional(time),
  /** The claim that was sent has a running lease: `open` repeats the same bytes and spends nothing. */
  resumable: v.boolean(),
});
export type DescribeReply = v.InferOutput<typeof DescribeReply>;

/** `POST /api/shares/:id/open`. The reply is a frame whose tail is `sealed`. */
export const OpenBody = v.strictObject({
  linkProof: secret,
  openProof: secret,
  claim: secret,
  /** From the mail, if the share is for named people. */
  code: v.optional(v.pipe(v.string(), v.regex(/^\d{8}$/))),
  /** For `open`, if the share is for members. */
  pass: v.optional(pass),
});
export const OpenReplyHead = v.object({
  openedAt: time,
  leaseUntil: time,
  viewsLeft,
  /** True if the claim had already spent its view, so these are the same bytes again. */
  repeated: v.boolean(),
});
export type OpenReplyHead = v.InferOutput<typeof OpenReplyHead>;

/** `POST /api/shares/:id/renew`. */
export const ClaimBody = v.strictObject({ linkProof: secret, claim: secret });
/**
 * `POST /api/shares/:id/acknowledge`. The owner of a request sends `requestOwnerProof` for an answer: then its author
 * sees that it was read.
 */
export const AcknowledgeBody = v.strictObject({
  linkProof: secret,
  claim: secret,
  requestOwnerProof: v.optional(secret),
});
export const RenewReply = v.object({ leaseUntil: time });
/** `endedAt` is present once the content is erased. */
export const AcknowledgeReply = v.object({ state: ShareState, viewsLeft, endedAt: v.optional(time) });
export type AcknowledgeReply = v.InferOutput<typeof AcknowledgeReply>;

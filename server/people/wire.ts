import * as v from 'valibot';
import { MAX_ADDRESS_LENGTH, MAX_GROUP_BYTES, MAX_GROUPS, MAX_PEOPLE } from '#crypto/limits.ts';
import { base64Length, base64url, count, peopleList, secret, seconds } from '#server/forms/wire.ts';

/** 32 groups of 128 bytes in JSON, and the rest of a pass, in base64url. */
export const MAX_PASS_LENGTH = 8192;

/** The messages about gates, named people and notices of a share. */

/** An email address; SPEC.md §13.3 says which form. */
const address = v.pipe(v.string(), v.minLength(3), v.maxLength(MAX_ADDRESS_LENGTH));
/** A group's name as the identity provider writes it. */
export const group = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_GROUP_BYTES));
export const groups = v.pipe(v.array(group), v.minLength(1), v.maxLength(MAX_GROUPS));
const membersObject = v.strictObject({ groups: v.optional(groups) });
/** Bit 01. Without groups, every member of the organisation. */
export const CreateMembers: typeof membersObject = {
  ...membersObject,
  // valibot takes an empty list for an object whose members are all optional, and this one would be for everybody.
  '~run': (dataset, config) => membersObject['~run'](Array.isArray(dataset.value) ? { value: null } : dataset, config),
};

/** A pass of `POST /api/session/pass`: base64url. */
export const pass = v.pipe(v.string(), v.minLength(base64Length(32)), v.maxLength(MAX_PASS_LENGTH), base64url);

/** Exactly the members that the bits of the preamble's gates need, or the create is malformed. */
export const CreateGates = v.strictObject({
  /** Bit 04. */
  notBefore: v.optional(seconds),
  members: v.optional(CreateMembers),
  /** Bit 02. `addresses` and `list` name the same people in the same order; the server cannot read `list`. */
  people: v.optional(
    v.strictObject({
      addresses: v.pipe(v.array(address), v.minLength(1), v.maxLength(MAX_PEOPLE)),
      list: peopleList,
    }),
  ),
});
export type CreateGates = v.InferOutput<typeof CreateGates>;

/** The language of mail to the sender. */
export const locale = v.pipe(v.string(), v.minLength(2), v.maxLength(35), v.regex(/^[A-Za-z0-9-]*$/));

/** Mail about openings or answers to the verified address of the member who creates: needs `pass`. */
export const NotifyMail = v.strictObject({ locale });
export type NotifyMail = v.InferOutput<typeof NotifyMail>;

/** Whether people with the link are told the creator's verified address: needs `pass`. */
export const ShowSender = v.literal(true);

/** Where the sender wants to hear of openings. Kept only while the share lives, encrypted under its erasure key. */
export const Notify = v.strictObject({
  /** https, port 443. */
  url: v.pipe(v.string(), v.maxLength(2048)),
  /** The endpoint's own, or the one that the client derives from the owner key. */
  secret: v.pipe(v.string(), v.minLength(32), v.maxLength(128), v.regex(/^[\x21-\x7E]*$/)),
  /** The sender's own name for the share, which is in every notice instead of the id. */
  reference: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(64))),
});
export type Notify = v.InferOutput<typeof Notify>;

/**
 * `POST /api/shares/:id/code`: mails a code to a named person, for the claim with this hash. Replies 202 whether the
 * address is named or not.
 */
export const CodeBody = v.strictObject({
  linkProof: secret,
  address,
  claimHash: secret,
  /** The language of the page, for the mail. */
  locale,
});
/** `again`: seconds after which another mail can be requested. */
export const CodeReply = v.object({ again: count });

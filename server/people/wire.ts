import * as v from 'valibot';
import { MAX_ADDRESS_LENGTH, MAX_PEOPLE } from '#crypto/limits.ts';
import { count, peopleList, secret, seconds } from '#server/forms/wire.ts';

/** The messages about gates, named people and notices of a share. */

/** An email address; SPEC.md §13.3 says which form. */
const address = v.pipe(v.string(), v.minLength(3), v.maxLength(MAX_ADDRESS_LENGTH));
/** Exactly the members that the bits of the preamble's gates need, or the create is malformed. */
export const CreateGates = v.strictObject({
  /** Bit 04. */
  notBefore: v.optional(seconds),
  /** Bit 02. `addresses` and `list` name the same people in the same order; the server cannot read `list`. */
  people: v.optional(
    v.strictObject({
      addresses: v.pipe(v.array(address), v.minLength(1), v.maxLength(MAX_PEOPLE)),
      list: peopleList,
    }),
  ),
});
export type CreateGates = v.InferOutput<typeof CreateGates>;

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
  locale: v.pipe(v.string(), v.minLength(2), v.maxLength(35), v.regex(/^[A-Za-z0-9-]*$/)),
});
/** `again`: seconds after which another mail can be requested. */
export const CodeReply = v.object({ again: count });

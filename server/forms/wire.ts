import * as v from 'valibot';
import {
  MAX_PEOPLE_BYTES,
  MAX_PREAMBLE_BYTES,
  MIN_BOX_BYTES,
  MIN_PREAMBLE_BYTES,
  SECRET_BYTES,
} from '#crypto/limits.ts';

/** The forms of values that the messages have in common. Times are the server's, in whole Unix seconds. */

/** The number of base64url characters for `bytes` bytes, without padding. */
/* @__NO_SIDE_EFFECTS__ */
export const base64Length = (bytes: number) => Math.ceil((bytes * 4) / 3);
export const base64url = v.regex(/^[A-Za-z0-9_-]*$/);
/* @__NO_SIDE_EFFECTS__ */
export const base64urlOf = (bytes: number) => v.pipe(v.string(), v.length(base64Length(bytes)), base64url);
export const secret = base64urlOf(SECRET_BYTES);
/** preamble ‖ tag of any version, in a reply: a client can say that it is too old only after it has checked the tag. */
export const anyPreamble = v.pipe(
  v.string(),
  v.minLength(base64Length(MIN_PREAMBLE_BYTES + SECRET_BYTES)),
  v.maxLength(base64Length(MAX_PREAMBLE_BYTES + SECRET_BYTES)),
  base64url,
);
export const seconds = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const bytesCount = count;

/** The end of the year 9999. No honest server names a later time, and every calendar can show it. */
export const LAST_SECOND = 253_402_300_799;
/** A time in a reply. Bounded, because the server may be hostile and the time is shown. */
export const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(LAST_SECOND));
/** A number in a reply: views, attempts, readers or answers. */
export const tally = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1_000_000));

export const MAX_OPENED_AT = 100;

/** The newest openings, oldest first. */
export const openedAt = v.pipe(v.array(time), v.maxLength(MAX_OPENED_AT));

/** base58 of 16 bytes. */
export const shareId = v.pipe(v.string(), v.minLength(16), v.maxLength(22));

/** SPEC.md §13.2. */
export const peopleList = v.pipe(
  v.string(),
  v.minLength(base64Length(MIN_BOX_BYTES)),
  v.maxLength(base64Length(MAX_PEOPLE_BYTES)),
  base64url,
);

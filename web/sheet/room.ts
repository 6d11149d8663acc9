import { maxPayloadBytes } from '#client/policy.ts';
import { MAX_SEALED_BYTES } from '#crypto/limits.ts';
import { namesBytes } from '#web/files/chosen-file.ts';
import type { ChosenFile } from '#web/files/chosen-file.ts';

/** As far as it takes room where it is sealed. */
export interface Written {
  readonly text: string;
  readonly title: string;
  readonly files?: readonly ChosenFile[];
  /** A request goes along. */
  readonly letAnswer?: boolean;
}

/** The rest of the payload: names, numbers, braces, with room to spare. */
const PAYLOAD_REST_BYTES = 256;
/** The link of the request that goes along. */
const REPLY_BYTES = 512;
const JSON_BYTES_PER_UNIT = 6;

/** Of text, titles and names together, as the format has it or a service that takes less. */
export function roomBytes(maxSealedBytes = MAX_SEALED_BYTES): number {
  return Math.max(0, maxPayloadBytes({ maxSealedBytes }) - PAYLOAD_REST_BYTES);
}

/**
 * @returns bytes that the sealed text may still grow by, beside the names of the files; negative when it is too long.
 *   Infinity: far from the limit.
 */
export function bytesLeft(written: Written, maxSealedBytes = MAX_SEALED_BYTES): number {
  const { text, title, files = [], letAnswer = false } = written;
  const room = roomBytes(maxSealedBytes) - namesBytes(files) - (letAnswer ? REPLY_BYTES : 0);
  if ((text.length + title.length) * JSON_BYTES_PER_UNIT < room) return Infinity;
  return room - new TextEncoder().encode(JSON.stringify(text) + JSON.stringify(title)).length;
}

/** Without any text there is no room for them. */
export function areNamesTooLong(written: Omit<Written, 'text'>, maxSealedBytes?: number): boolean {
  return bytesLeft({ ...written, text: '' }, maxSealedBytes) < 0;
}

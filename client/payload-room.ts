/** Computes how much fits into one payload: JSON (SPEC.md §10) in UTF-8. Shared by page and terminal. */
import { MAX_SEALED_BYTES } from '#crypto/limits.ts';
import type { Field, FileEntry } from '#crypto/payload.ts';
import { maxPayloadBytes } from './policy.ts';

/** The parts of a payload whose size is not fixed. */
export interface Written {
  readonly text?: string;
  readonly title?: string;
  readonly fields?: readonly Field[];
  /** The sum of `entryBytes` over the files. */
  readonly entriesBytes?: number;
  /** Whether the link of a request is included. */
  readonly allowReply?: boolean;
}

/** The part that does not fit, in bytes of the sealed JSON. */
export interface Overflow {
  /** `names`: the file names with types and sizes, which do not fit even without text. */
  readonly what: 'names' | 'text';
  readonly bytes: number;
  /** The number of bytes that fit beside the rest. */
  readonly maxBytes: number;
}

/** An upper bound for the rest of the payload: member names, numbers, braces. */
const PAYLOAD_REST_BYTES = 256;
const REPLY_BYTES = 512;
/** A letter or digit takes one byte; a quote, backslash or line break two; other control characters six. */
export const MAX_JSON_BYTES_PER_UNIT = 6;

const encoder = new TextEncoder();

/** The size of a sealed text: escaped, quoted, in UTF-8. RFC 8785 escapes like JSON.stringify. */
export const jsonBytes = (text: string): number => encoder.encode(JSON.stringify(text)).length;

/** The size of a file's entry in the list, without the file's content. */
export const entryBytes = ({ name, size, type }: FileEntry): number =>
  encoder.encode(JSON.stringify({ name, size, type })).length + 1;

const fieldBytes = ({ name, value }: Field): number =>
  jsonBytes(name) + jsonBytes(value) + '{"name":,"value":},'.length;

/** The room for text, title, fields and file names together: the limit of the format, or a lower one of the service. */
export function roomBytes(maxSealedBytes = MAX_SEALED_BYTES): number {
  return Math.max(0, maxPayloadBytes({ maxSealedBytes }) - PAYLOAD_REST_BYTES);
}

/** The room for text and fields beside title, file names and request link. Negative if these alone are too long. */
export function textRoomBytes(written: Written, maxSealedBytes?: number): number {
  const { title = '', entriesBytes = 0, allowReply = false } = written;
  return roomBytes(maxSealedBytes) - jsonBytes(title) - entriesBytes - (allowReply ? REPLY_BYTES : 0);
}

/** The size of text and fields in the sealed JSON. */
export function textBytes({ text = '', fields = [] }: Written): number {
  return jsonBytes(text) + fields.reduce((sum, field) => sum + fieldBytes(field), 0);
}

/** @returns undefined if everything fits */
export function overflowOf(written: Written, maxSealedBytes?: number): Overflow | undefined {
  const maxBytes = textRoomBytes(written, maxSealedBytes);
  const { entriesBytes = 0 } = written;
  const isNames = entriesBytes > 0 && maxBytes < textBytes({});
  if (isNames) return { what: 'names', bytes: entriesBytes, maxBytes: maxBytes + entriesBytes - textBytes({}) };
  const bytes = textBytes(written);
  return bytes > maxBytes ? { what: 'text', bytes, maxBytes } : undefined;
}

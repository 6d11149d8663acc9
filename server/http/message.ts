import * as v from 'valibot';
import { AppError } from '#server/errors.ts';
import { MAX_PASS_LENGTH } from '#server/people/wire.ts';
import { decodeFrame, FRAME_MEDIA_TYPE, MAX_START_BYTES } from './frame.ts';
import { JSON_MEDIA_TYPE } from './read-body.ts';
import type { BodyRule } from './read-body.ts';
import { readFrameHead } from './stream-frame.ts';
import type { StreamedFrame } from './stream-frame.ts';

/** Describes a message in the OpenAPI document. */
export interface MessageDocs {
  readonly json?: v.GenericSchema;
  readonly form?: v.GenericSchema;
  readonly frame?: { readonly head: v.GenericSchema; readonly tail: string };
  /** Describes bytes without a head. */
  readonly bytes?: string;
}

interface ReceivedBody {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly stream: AsyncIterable<Uint8Array>;
}

/** A message that an endpoint accepts: its bounds, its form, and how to read it. */
export interface MessageRule<Input> {
  readonly body: BodyRule;
  readonly docs: MessageDocs;
  /** @throws AppError `malformed` */
  readonly parse: (received: ReceivedBody) => Input | Promise<Input>;
}

export interface FrameMessage<Head> {
  readonly head: Head;
  readonly tail: Uint8Array<ArrayBuffer>;
}

interface TailRule {
  /** For the OpenAPI document. */
  readonly tail: string;
  readonly maxTailBytes: number;
}

/** Ten times three secrets of 43 characters and their names. */
const SMALL_JSON_BYTES = 2048;
/** The same with the pass of a member. */
export const JSON_BYTES_WITH_PASS = SMALL_JSON_BYTES + MAX_PASS_LENGTH;

export function jsonMessage<S extends v.GenericSchema>(
  schema: S,
  maxBytes = SMALL_JSON_BYTES,
): MessageRule<v.InferOutput<S>> {
  return {
    body: { mediaType: JSON_MEDIA_TYPE, maxBytes },
    docs: { json: schema },
    parse: ({ bytes }) => parseJson(schema, bytes),
  };
}

export const FORM_MEDIA_TYPE = 'application/x-www-form-urlencoded';

/** A form with each name once. */
export function formMessage<S extends v.GenericSchema>(schema: S, maxBytes: number): MessageRule<v.InferOutput<S>> {
  return {
    body: { mediaType: FORM_MEDIA_TYPE, maxBytes },
    docs: { form: schema },
    parse({ bytes }) {
      const pairs = [...new URLSearchParams(Buffer.from(bytes).toString())];
      const members = Object.fromEntries(pairs);
      if (Object.keys(members).length !== pairs.length) throw new AppError('malformed');
      return checkMessage(schema, members);
    },
  };
}

export function frameMessage<S extends v.GenericSchema>(
  head: S,
  { tail, maxTailBytes }: TailRule,
): MessageRule<FrameMessage<v.InferOutput<S>>> {
  return {
    body: { mediaType: FRAME_MEDIA_TYPE, maxBytes: MAX_START_BYTES + maxTailBytes },
    docs: { frame: { head, tail } },
    parse: ({ bytes }) => parseFrame(head, bytes),
  };
}

/** For a tail that is too long to hold in memory. */
export function streamedFrameMessage<S extends v.GenericSchema>(
  head: S,
  { tail, maxTailBytes }: TailRule,
): MessageRule<StreamedFrame<v.InferOutput<S>>> {
  return {
    body: { mediaType: FRAME_MEDIA_TYPE, maxBytes: MAX_START_BYTES + maxTailBytes, streamed: true },
    docs: { frame: { head, tail } },
    parse: async ({ stream }) => {
      const frame = await readFrameHead(stream);
      return { head: checkMessage(head, frame.head), tail: frame.tail };
    },
  };
}

/** Keeps a byte order mark, which JSON.parse then rejects. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws AppError `malformed` on bytes that are not UTF-8, not JSON, or not the message, without saying which */
function parseJson<S extends v.GenericSchema>(schema: S, bytes: Uint8Array): v.InferOutput<S> {
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch {
    throw new AppError('malformed');
  }
  return checkMessage(schema, value);
}

/** @throws AppError `malformed` */
function parseFrame<S extends v.GenericSchema>(
  schema: S,
  bytes: Uint8Array<ArrayBuffer>,
): FrameMessage<v.InferOutput<S>> {
  const frame = decodeFrame(bytes);
  if (frame === undefined) throw new AppError('malformed');
  return { head: checkMessage(schema, frame.head), tail: frame.tail };
}

function checkMessage<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  // valibot takes an empty list for an object that needs no member.
  if (!parsed.success || Array.isArray(value)) throw new AppError('malformed');
  return parsed.output;
}

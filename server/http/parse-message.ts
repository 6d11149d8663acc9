import * as v from 'valibot';
import { AppError } from '#server/errors.ts';
import { decodeFrame } from './frame.ts';

/** A byte order mark is kept, and then is no JSON. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws AppError `malformed` on bytes that are not UTF-8, not JSON, or not the message; says nothing about which */
export function parseJsonMessage<S extends v.GenericSchema>(schema: S, bytes: Uint8Array): v.InferOutput<S> {
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch {
    throw new AppError('malformed');
  }
  return checkMessage(schema, value);
}

export interface FrameMessage<Head> {
  readonly head: Head;
  readonly tail: Uint8Array<ArrayBuffer>;
}

/** @throws AppError `malformed` */
export function parseFrameMessage<S extends v.GenericSchema>(
  schema: S,
  bytes: Uint8Array<ArrayBuffer>,
): FrameMessage<v.InferOutput<S>> {
  const frame = decodeFrame(bytes);
  if (frame === undefined) throw new AppError('malformed');
  return { head: checkMessage(schema, frame.head), tail: frame.tail };
}

export function checkMessage<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (!parsed.success) throw new AppError('malformed');
  return parsed.output;
}

import { AppError } from '#server/errors.ts';
import { CollectedBytes } from './collect-bytes.ts';
import { decodeFrame, LENGTH_BYTES, MAX_HEAD_BYTES } from './frame.ts';

export interface StreamedFrame<Head> {
  readonly head: Head;
  /** The rest as it arrives. Its reader must bound it. Throws AppError `malformed` if it is truncated. */
  readonly tail: AsyncIterable<Uint8Array>;
}

/** `decodeFrame` for a tail that is too long to hold in memory. @throws AppError `malformed` */
export async function readFrameHead(stream: AsyncIterable<Uint8Array>): Promise<StreamedFrame<unknown>> {
  const pieces = stream[Symbol.asyncIterator]();
  const next = async () => {
    const piece = await pieces.next().catch(() => {
      throw new AppError('malformed');
    });
    return piece.done === true ? undefined : piece.value;
  };
  const taken = new CollectedBytes();
  while (taken.length < headEnd(taken.bytes())) {
    const piece = await next();
    if (piece === undefined) throw new AppError('malformed');
    taken.add(piece);
  }
  const start = taken.bytes();
  const end = headEnd(start);
  const frame = decodeFrame(start.subarray(0, end));
  if (frame === undefined) throw new AppError('malformed');
  return { head: frame.head, tail: rest(start.subarray(end), next) };
}

/**
 * Reads the stream to its end in any case, before the result is returned or thrown: if the connection closed while the
 * client is still sending, the client would often lose the reply and see only a broken connection.
 */
export async function withWhole<Result>(
  stream: AsyncIterable<Uint8Array>,
  work: (bytes: AsyncIterable<Uint8Array>) => Promise<Result>,
): Promise<Result> {
  const pieces = stream[Symbol.asyncIterator]();
  try {
    return await work({ [Symbol.asyncIterator]: () => ({ next: () => pieces.next() }) });
  } finally {
    await readToEnd(pieces).catch(() => undefined);
  }
}

async function readToEnd(pieces: AsyncIterator<Uint8Array>): Promise<void> {
  for (let piece = await pieces.next(); piece.done !== true;) piece = await pieces.next();
}

/**
 * @returns the number of bytes needed so far: at first the length field, then the whole head. @throws AppError
 * `malformed`
 */
function headEnd(start: Uint8Array): number {
  if (start.length < LENGTH_BYTES) return LENGTH_BYTES;
  const headBytes = new DataView(start.buffer, start.byteOffset).getUint32(0);
  if (headBytes > MAX_HEAD_BYTES) throw new AppError('malformed');
  return LENGTH_BYTES + headBytes;
}

async function* rest(first: Uint8Array, next: () => Promise<Uint8Array | undefined>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  for (let piece = await next(); piece !== undefined; piece = await next()) yield piece;
}

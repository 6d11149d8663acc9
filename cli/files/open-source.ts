import { closeSync, constants, createReadStream, fstat, open, openSync, readSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { Interrupted, onEnding } from '#cli/terminal/interruption.ts';

const READ_BYTES = 65_536;

/* File descriptors instead of FileHandle objects, because a socket closes its descriptor. */
const opened = promisify(open);
const statOf = promisify(fstat);

export interface OpenedSource {
  readonly stream: Readable;
  readonly about: Stats;
}

/**
 * Opens a file or a pipe for reading that a signal can interrupt. Reading a pipe as a file would block a thread until
 * the pipe has a writer. That read could not be interrupted, and even the process could not end.
 * @returns a stream that the caller reads to its end or destroys. A signal destroys it with `Interrupted`.
 * @throws the file system's errors
 */
export async function openSource(path: string): Promise<OpenedSource> {
  let stream: Readable | undefined;
  let interrupted: Interrupted | undefined;
  const ignore = onEnding((ending) => {
    interrupted ??= new Interrupted(ending);
    stream?.destroy(interrupted);
  });
  try {
    const file = await opened(path, constants.O_RDONLY | (constants.O_NONBLOCK || 0));
    const about = await statOf(file);
    stream = about.isFIFO()
      ? new Socket({ fd: file, readable: true, writable: false })
      : createReadStream(path, { fd: file, highWaterMark: READ_BYTES });
    // Without a listener, an error before the first read would crash the process. The reader still receives it.
    stream.on('error', () => undefined).once('close', ignore);
    if (interrupted !== undefined) stream.destroy(interrupted);
    return { stream, about };
  } catch (error) {
    ignore();
    throw error;
  }
}

/** The source is longer than the limit, perhaps endless. */
export class TooLong extends Error {
  override readonly name = 'TooLong';
}

/** Reads to the end, and closes. @throws TooLong; Interrupted; the file system's errors */
export async function readToEnd({ stream }: OpenedSource, maxBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > maxBytes) throw new TooLong();
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  } finally {
    stream.destroy();
  }
}

/** The same for settings, which are parsed before anything can be awaited. @throws TooLong; the file system's errors */
export function readToEndSync(path: string, maxBytes: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(maxBytes + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(file, bytes, length, bytes.length - length, null);
    }
    if (length > maxBytes) throw new TooLong();
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

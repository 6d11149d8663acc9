import { constants, createReadStream, fstat, open } from 'node:fs';
import type { Stats } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { Interrupted, onEnding } from '#cli/terminal/interruption.ts';

const READ_BYTES = 65_536;

/* Numbers instead of handles, because a socket closes its own. */
const opened = promisify(open);
const statOf = promisify(fstat);

export interface Source {
  readonly stream: Readable;
  readonly about: Stats;
}

/**
 * Opens a file or a pipe for reading, until a signal asks this process to end. Reading a pipe as a file would block a thread until
 * the pipe has a writer: the read could not be interrupted, and even the process could not end.
 * @returns a stream that the caller reads to its end or destroys; a signal destroys it with `Interrupted`
 * @throws the file system's errors
 */
export async function openSource(path: string): Promise<Source> {
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
    // Without a listener, an error before the first read would end the process. The reader still gets it.
    stream.on('error', () => undefined).once('close', ignore);
    if (interrupted !== undefined) stream.destroy(interrupted);
    return { stream, about };
  } catch (error) {
    ignore();
    throw error;
  }
}

/** The source is longer than it may be, perhaps endless. */
export class Endless extends Error {
  override readonly name = 'Endless';
}

/** Reads to the end, and closes. @throws Endless; Interrupted; the file system's errors */
export async function readToEnd({ stream }: Source, maxBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > maxBytes) throw new Endless();
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  } finally {
    stream.destroy();
  }
}

import { fsync, write } from 'node:fs';
import { Socket } from 'node:net';
import { promisify } from 'node:util';
import { Failure } from './exit-codes.ts';
import { output as words } from '#cli/words/output.ts';

type Output = NodeJS.WritableStream & { readonly fd?: unknown };

const STDOUT = 1;
const writeBytes = promisify(write);
/** The reader is gone. The first write fails with EPIPE or ECONNRESET, later ones with ERR_STREAM_DESTROYED. */
const CLOSED = ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED'];

/**
 * Resolves when a file, a pipe's buffer or its reader has accepted the content.
 * @throws Failure if the reader is gone; else the system's error
 */
export function writeTo(stream: Output, content: string | Uint8Array): Promise<void> {
  // Node treats pipes and terminals as sockets, whose streams write everything.
  if (typeof stream.fd === 'number' && !(stream instanceof Socket)) return writeWhole(stream.fd, Buffer.from(content));
  return new Promise((resolve, reject) => {
    stream.write(content, (error: NodeJS.ErrnoException | null | undefined) => {
      if (!error) resolve();
      else if (!CLOSED.includes(error.code ?? '')) reject(error);
      else reject(new Failure('failed', words.closedEarly, { cause: error }));
    });
  });
}

/** A nearly full disk accepts only the beginning, without an error. Node's file stream would then drop the rest. */
async function writeWhole(fd: number, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await writeBytes(fd, bytes, at)).bytesWritten;
}

/** Flushes standard output to disk if it is a file. Does nothing for a pipe or a terminal. */
export function flush(): Promise<void> {
  return new Promise((resolve, reject) => {
    fsync(STDOUT, (error) => {
      if (error && ['EIO', 'ENOSPC', 'EDQUOT'].includes(error.code ?? '')) reject(error);
      else resolve();
    });
  });
}

/** JSON without a line break. Escapes characters that JSON leaves raw and that a terminal may obey. */
export const jsonLine = (value: object): string =>
  JSON.stringify(value).replace(
    /[\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Writes JSON on one line. */
export const writeJson = (stream: NodeJS.WritableStream, value: object): Promise<void> =>
  writeTo(stream, `${jsonLine(value)}\n`);

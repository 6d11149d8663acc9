import { fsync, write } from 'node:fs';
import { Socket } from 'node:net';
import { promisify } from 'node:util';
import { Failure } from './exit-codes.ts';

type Output = NodeJS.WritableStream & { readonly fd?: unknown };

const STDOUT = 1;
const writeBytes = promisify(write);
/** Nobody reads any more; the second write after that finds no stream. */
const CLOSED = ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED'];

/**
 * Resolves when it has been taken: by a pipe's reader or its buffer, by a file. @throws Failure when nobody takes it; else the
 * system's error
 */
export function writeTo(stream: Output, content: string | Uint8Array): Promise<void> {
  // A pipe and a terminal are sockets to Node, and take all.
  if (typeof stream.fd === 'number' && !(stream instanceof Socket)) return writeWhole(stream.fd, Buffer.from(content));
  return new Promise((resolve, reject) => {
    stream.write(content, (error: NodeJS.ErrnoException | null | undefined) => {
      if (!error) resolve();
      else if (!CLOSED.includes(error.code ?? '')) reject(error);
      else reject(new Failure('failed', 'The output was closed before all was written.', { cause: error }));
    });
  });
}

/** A disk that is nearly full takes the beginning, without an error. Node's own stream for a file then leaves out the rest. */
async function writeWhole(fd: number, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await writeBytes(fd, bytes, at)).bytesWritten;
}

/** On to the disk, where the output is a file there; a pipe or a terminal has no such thing. */
export function flush(): Promise<void> {
  return new Promise((resolve, reject) => {
    fsync(STDOUT, (error) => {
      if (error && ['EIO', 'ENOSPC', 'EDQUOT'].includes(error.code ?? '')) reject(error);
      else resolve();
    });
  });
}

/** Without what JSON leaves raw and a terminal may obey. */
export async function writeJson(stream: NodeJS.WritableStream, value: object): Promise<void> {
  const json = JSON.stringify(value).replace(
    /[\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  await writeTo(stream, `${json}\n`);
}

import { createReadStream } from 'node:fs';
import { decodeFile } from './decode-file.ts';
import { Failure } from './exit-codes.ts';
import { readingFault } from './reading-fault.ts';

const MAX_BYTES = 16 * 1024 * 1024;

/** @param what begins the sentence: "The password" @throws Failure that names the file and shows none of its text */
export async function readTextFile(what: string, file: string): Promise<string> {
  const bytes = await readBounded(file).catch((cause: unknown) => {
    const why = cause instanceof Endless ? 'it is too long, and perhaps endless' : readingFault(cause);
    throw new Failure('misused', `${what} cannot be read from ${file}: ${why ?? 'it does not exist'}.`, { cause });
  });
  const decoded = decodeFile(bytes);
  if ('problem' in decoded) throw new Failure('misused', `${what} cannot be read: ${file} ${decoded.problem}`);
  return decoded.text;
}

class Endless extends Error {
  override readonly name = 'Endless';
}

/** A device such as /dev/zero never ends. */
async function readBounded(file: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > MAX_BYTES) throw new Endless();
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

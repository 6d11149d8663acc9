import { readSync } from 'node:fs';
import { orAborted, sleep } from '#client/retry.ts';
import { MAX_PLAINTEXT_BYTES } from '#crypto/limits.ts';
import { Failure } from './exit-codes.ts';
import { numberInWords } from './wording.ts';
import { inWords } from '#cli/language/words.ts';
import { errors } from '#cli/words/errors.ts';

const words = errors.sealing;

const LINE_MAX_BYTES = 16_384;
const NEWLINE = 0x0a;
const POLL_SECONDS = 0.02;

/** Reads all of standard input. @throws Failure if it is not UTF-8, or longer than the text of a share may be */
export async function readText(stdin: NodeJS.ReadStream, signal: AbortSignal): Promise<string> {
  return decodeText(await orAborted(collect(stdin), signal));
}

/** @throws Failure */
function decodeText(bytes: Uint8Array): string {
  if (bytes.length > MAX_PLAINTEXT_BYTES) {
    throw new Failure('misused', inWords(words.inputTooLong, { most: numberInWords(MAX_PLAINTEXT_BYTES) }));
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Failure('misused', words.inputNotUtf8);
  }
}

async function collect(stdin: NodeJS.ReadStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of stdin as AsyncIterable<Buffer>) {
    parts.push(part);
    bytes += part.length;
    // Already too long. The input may be endless.
    if (bytes > MAX_PLAINTEXT_BYTES) break;
  }
  return Buffer.concat(parts);
}

/**
 * Reads the next line, trimmed. Reads single bytes, so that the rest is left for the next reader: the text of an
 * answer, or another program.
 * @returns undefined at the end
 */
export async function readLine(signal: AbortSignal): Promise<string | undefined> {
  const line = Buffer.alloc(LINE_MAX_BYTES);
  let length = 0;
  let ended = false;
  while (length < LINE_MAX_BYTES) {
    const read = readByte(line, length);
    ended = read === 'end';
    if (read === 'later') await sleep(POLL_SECONDS, signal);
    else if (ended || line[length] === NEWLINE) break;
    else length += 1;
  }
  return ended && length === 0 ? undefined : line.toString('utf8', 0, length).trim();
}

function readByte(into: Buffer, at: number): 'read' | 'end' | 'later' {
  try {
    return readSync(0, into, at, 1, null) === 0 ? 'end' : 'read';
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EAGAIN') return 'later';
    if (code === 'EOF') return 'end';
    throw error;
  }
}

import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { isLoopback } from '#server/http/loopback.ts';
import { Failure } from './exit-codes.ts';

/** Headers for one service, as a sign-in in front of it wants them. */
export interface OwnHeaders {
  /** They go there alone. */
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
}

const MAX_BYTES = 65_536;
const OTHERS = 0o077;

/**
 * The file that SOTTO_HEADERS_FILE names: an origin, then a header a line. Empty lines and lines that begin with `#` are skipped.
 * @throws Failure that names the line and never repeats what stands in it
 */
export async function readHeadersFile(file: string): Promise<OwnHeaders> {
  return parseHeaders(await readPrivate(file));
}

async function readPrivate(file: string): Promise<string> {
  const handle = await open(file).catch((cause: unknown) => {
    throw refusal(`${file} is not to be read. It is named by SOTTO_HEADERS_FILE.`, cause);
  });
  try {
    const found = await handle.stat();
    if (found.isDirectory()) throw refusal(`${file} is a folder, and SOTTO_HEADERS_FILE names a file.`);
    if (process.platform !== 'win32' && (found.mode & OTHERS) !== 0) {
      throw refusal(
        `Others on this machine may read or change ${file}, and what it holds signs in as you: chmod 600 it.`,
      );
    }
    return decode(file, await readAll(file, handle));
  } finally {
    await handle.close();
  }
}

/** Also of a pipe, which gives what it has piece by piece. */
async function readAll(file: string, handle: FileHandle): Promise<Uint8Array> {
  // One byte more than may be there shows that there is more.
  const bytes = new Uint8Array(MAX_BYTES + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(bytes, length, bytes.length - length, null);
    length += bytesRead;
    if (length > MAX_BYTES) throw refusal(`${file} is too long for a file of headers.`);
    if (bytesRead === 0) return bytes.subarray(0, length);
  }
}

function decode(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw refusal(`${file} is not text in UTF-8.`, cause);
  }
}

interface Line {
  readonly number: number;
  readonly text: string;
}

/** @throws Failure */
export function parseHeaders(text: string): OwnHeaders {
  const lines = text.split(/\r?\n/).map((line, i): Line => ({ number: i + 1, text: line }));
  const [first, ...rest] = lines.filter((line) => line.text.trim() !== '' && !line.text.startsWith('#'));
  if (first === undefined) throw refusal('SOTTO_HEADERS_FILE names an empty file: it begins with https://your.service');
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  const origin = readOrigin(first);
  for (const line of rest) {
    const { name, value } = readHeader(line);
    if (name in headers) throw fault(line, `gives ${name} a second time`);
    headers[name] = value;
  }
  if (rest.length === 0) throw refusal('The file that SOTTO_HEADERS_FILE names has no header: one a line, Name: value');
  return { origin, headers: { ...headers } };
}

function readOrigin({ number, text }: Line): string {
  const given = text.trim();
  const url = URL.parse(given);
  if (url === null || !/^https?:$/.test(url.protocol) || (url.origin !== given && `${url.origin}/` !== given)) {
    throw refusal(`Line ${number} of the headers file must be one origin, and nothing else: https://your.service`);
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw fault(
      { number },
      'names an http address beyond this machine, where others could read the headers: use https',
    );
  }
  return url.origin;
}

/** RFC 9110 §5.6.2. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** The characters that a value may hold: no line break, NUL or letter that two programs might read in two ways. */
const PLAIN = /^[\t\x20-\x7E]*$/;
/** What frames a message, what names a client to the service, and what this program sends itself. */
const REFUSED =
  /^(?:host|content-.*|transfer-encoding|connection|keep-alive|proxy-.*|te|trailers?|upgrade|expect|via|forwarded|x-forwarded.*|x-original-.*|x-real-ip|x-client-ip|x-http-method.*|http2-settings|accept|accept-encoding|range|if-.*|origin|date|sec-.*|sotto-.*)$/;

function readHeader(line: Line): { readonly name: string; readonly value: string } {
  if (!PLAIN.test(line.text)) throw fault(line, 'holds a character that is not plain ASCII');
  const colon = line.text.indexOf(':');
  const name = line.text.slice(0, Math.max(0, colon));
  const value = line.text.slice(colon + 1).trim();
  if (!NAME.test(name)) throw fault(line, 'is not a header: Name: value');
  if (name.toLowerCase() === 'sotto-token') throw fault(line, 'is a token: it belongs into SOTTO_TOKEN_FILE');
  if (REFUSED.test(name.toLowerCase())) throw fault(line, `names ${name}, which this program may not be told`);
  if (value === '') throw fault(line, `has no value for ${name}`);
  return { name: name.toLowerCase(), value };
}

const fault = ({ number }: Pick<Line, 'number'>, what: string) =>
  refusal(`Line ${number} of the headers file ${what}.`);

const refusal = (sentence: string, cause?: unknown) => new Failure('misused', sentence, { cause });

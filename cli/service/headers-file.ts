import type { Stats } from 'node:fs';
import { isLoopback } from '#server/http/loopback.ts';
import { decodeFile } from '#cli/files/decode-file.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { openSource, readToEnd, TooLong } from '#cli/files/open-source.ts';
import { readingFault } from '#cli/files/reading-fault.ts';

/** Headers for one service, as a sign-in in front of it wants them. */
export interface OwnHeaders {
  /** They go there alone. */
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
}

const MAX_BYTES = 65_536;
/** The service reads a head of 16,384 bytes. Our own headers, and those that a proxy adds, need room too. */
const MAX_HEADER_BYTES = 12_000;
const LINE_END_BYTES = 2;
const OTHERS = 0o077;

/**
 * The file that SOTTO_HEADERS_FILE names: an origin, then a header a line. Empty lines and lines that begin with `#` are skipped.
 * @throws Failure that names the line and never repeats what stands in it
 */
export async function readHeadersFile(file: string): Promise<OwnHeaders> {
  return parseHeaders(await readPrivate(file));
}

async function readPrivate(file: string): Promise<string> {
  const source = await openSource(file).catch((cause: unknown) => {
    throw refusal(
      `The file that SOTTO_HEADERS_FILE names cannot be read (${file}): ${readingFault(cause) ?? 'it does not exist'}.`,
      cause,
    );
  });
  try {
    expectPrivate(file, source.about);
    const bytes = await readToEnd(source, MAX_BYTES);
    const decoded = decodeFile(bytes);
    if ('problem' in decoded) throw refusal(`The headers cannot be read: ${file} ${decoded.problem}`);
    return decoded.text;
  } catch (error) {
    throw error instanceof TooLong ? refusal(`${file} is too long for a file of headers.`) : error;
  } finally {
    source.stream.destroy();
  }
}

function expectPrivate(file: string, about: Stats): void {
  if (about.isDirectory()) throw refusal(`${file} is a folder, and SOTTO_HEADERS_FILE names a file.`);
  if (process.platform === 'win32' || (about.mode & OTHERS) === 0) return;
  throw refusal(`Others on this machine may read or change ${file}, and what it holds signs in as you: chmod 600 it.`);
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
  const length = rest.reduce((sum, { text: line }) => sum + line.length + LINE_END_BYTES, 0);
  if (length > MAX_HEADER_BYTES) {
    throw refusal(
      `The headers of the headers file have ${length.toLocaleString('en')} bytes. Servers refuse that many: at most ${MAX_HEADER_BYTES.toLocaleString('en')} are sent.`,
    );
  }
  if (rest.length === 0) throw refusal('The file that SOTTO_HEADERS_FILE names has no header: one a line, Name: value');
  return { origin, headers: { ...headers } };
}

/** The URL parser takes more for an origin. In this form nobody can be in doubt where the headers go. */
const ORIGIN = /^https?:\/\/[\w.:[\]-]+\/?$/i;

function readOrigin({ number, text }: Line): string {
  const given = text.trim();
  const url = URL.parse(given);
  if (url === null || !ORIGIN.test(given)) {
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
/** Headers that frame a message, name a client to the service, or are sent by this program itself. */
const REFUSED =
  /^(?:host|content-.*|transfer-encoding|connection|keep-alive|proxy-.*|te|trailers?|upgrade|expect|via|forwarded|x-forwarded.*|x-original-.*|x-real-ip|(?:.*-)?client-ip|cf-connecting-ip.*|x-http-method.*|http2-settings|accept|accept-encoding|range|if-.*|origin|date|sec-.*|sotto-.*)$/;

function readHeader(line: Line): { readonly name: string; readonly value: string } {
  if (!PLAIN.test(line.text)) throw fault(line, 'holds a character that is not plain ASCII');
  const colon = line.text.indexOf(':');
  const name = line.text.slice(0, Math.max(0, colon));
  const value = line.text.slice(colon + 1).trim();
  if (!NAME.test(name)) throw fault(line, 'is not a header: Name: value');
  // Some servers take `_` for `-`.
  const meant = name.toLowerCase().replaceAll('_', '-');
  if (meant === 'sotto-token') throw fault(line, 'is a token: it belongs into SOTTO_TOKEN_FILE');
  if (REFUSED.test(meant)) throw fault(line, `names ${name}, which this program may not be told`);
  if (value === '') throw fault(line, `has no value for ${name}`);
  return { name: name.toLowerCase(), value };
}

const fault = ({ number }: Pick<Line, 'number'>, what: string) =>
  refusal(`Line ${number} of the headers file ${what}.`);

const refusal = (sentence: string, cause?: unknown) => new Failure('misused', sentence, { cause });

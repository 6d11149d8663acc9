import type { Stats } from 'node:fs';
import { isLoopback } from '#server/http/loopback.ts';
import { decodeFile } from '#cli/files/decode-file.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { openSource, readToEnd, TooLong } from '#cli/files/open-source.ts';
import { readingFault } from '#cli/files/reading-fault.ts';
import { numberInWords } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { files } from '#cli/words/files.ts';
import { network } from '#cli/words/network.ts';

const words = network.headers;

/** Headers for one service that a sign-in in front of it requires. */
export interface OwnHeaders {
  /** The only origin that receives them. */
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
}

const MAX_BYTES = 65_536;
/** The service accepts 16,384 bytes of headers. This leaves room for our own and those that a proxy adds. */
const MAX_HEADER_BYTES = 12_000;
const LINE_END_BYTES = 2;
const OTHERS = 0o077;

/**
 * Reads the file that SOTTO_HEADERS_FILE names: an origin, then one header per line. Skips empty lines and lines that
 * begin with `#`.
 * @throws Failure that states the line number but never repeats its content
 */
export async function readHeadersFile(file: string): Promise<OwnHeaders> {
  return parseHeaders(await readPrivate(file));
}

async function readPrivate(file: string): Promise<string> {
  const source = await openSource(file).catch((cause: unknown) => {
    throw refusal(inWords(words.unreadable, { file, why: readingFault(cause) ?? files.why.missing }), cause);
  });
  try {
    expectPrivate(file, source.about);
    const bytes = await readToEnd(source, MAX_BYTES);
    const decoded = decodeFile(bytes);
    if ('problem' in decoded) throw refusal(inWords(words.notText, { why: decoded.problem(file) }));
    return decoded.text;
  } catch (error) {
    throw error instanceof TooLong ? refusal(inWords(words.tooLong, { file })) : error;
  } finally {
    source.stream.destroy();
  }
}

function expectPrivate(file: string, about: Stats): void {
  if (about.isDirectory()) throw refusal(inWords(words.folder, { file }));
  if (process.platform === 'win32' || (about.mode & OTHERS) === 0) return;
  throw refusal(inWords(words.notPrivate, { file }));
}

interface Line {
  readonly number: number;
  readonly text: string;
}

/** @throws Failure */
export function parseHeaders(text: string): OwnHeaders {
  const lines = text.split(/\r?\n/).map((line, i): Line => ({ number: i + 1, text: line }));
  const [first, ...rest] = lines.filter((line) => line.text.trim() !== '' && !line.text.startsWith('#'));
  if (first === undefined) throw refusal(words.empty);
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  const origin = readOrigin(first);
  for (const line of rest) {
    const { name, value } = readHeader(line);
    if (name in headers) throw refusal(inWords(words.repeated, { ...at(line), name }));
    headers[name] = value;
  }
  const length = rest.reduce((sum, { text: line }) => sum + line.length + LINE_END_BYTES, 0);
  if (length > MAX_HEADER_BYTES) {
    const values = { bytes: numberInWords(length), most: numberInWords(MAX_HEADER_BYTES) };
    throw refusal(inWords(words.tooManyBytes, values));
  }
  if (rest.length === 0) throw refusal(words.none);
  return { origin, headers: { ...headers } };
}

/** The URL parser accepts more. This form leaves no doubt where the headers go. */
const ORIGIN = /^https?:\/\/[\w.:[\]-]+\/?$/i;

function readOrigin(line: Line): string {
  const given = line.text.trim();
  const url = URL.parse(given);
  if (url === null || !ORIGIN.test(given)) {
    throw refusal(inWords(words.notOrigin, at(line)));
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw refusal(inWords(words.http, at(line)));
  }
  return url.origin;
}

/** RFC 9110 §5.6.2. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Characters allowed in a value. Excludes line breaks, NUL and letters that two programs might read differently. */
const PLAIN = /^[\t\x20-\x7E]*$/;
/** Headers that frame a message, identify a client to the service, or that this program sends itself. */
const REFUSED =
  /^(?:host|content-.*|transfer-encoding|connection|keep-alive|proxy-.*|te|trailers?|upgrade|expect|via|forwarded|x-forwarded.*|x-original-.*|x-real-ip|(?:.*-)?client-ip|cf-connecting-ip.*|x-http-method.*|http2-settings|accept|accept-encoding|range|if-.*|origin|date|sec-.*|sotto-.*)$/;

function readHeader(line: Line): { readonly name: string; readonly value: string } {
  if (!PLAIN.test(line.text)) throw refusal(inWords(words.notAscii, at(line)));
  const colon = line.text.indexOf(':');
  const name = line.text.slice(0, Math.max(0, colon));
  const value = line.text.slice(colon + 1).trim();
  if (!NAME.test(name)) throw refusal(inWords(words.notHeader, at(line)));
  // Some servers treat `_` as `-`.
  const meant = name.toLowerCase().replaceAll('_', '-');
  if (meant === 'sotto-token') throw refusal(inWords(words.token, at(line)));
  if (REFUSED.test(meant)) throw refusal(inWords(words.notAllowed, { ...at(line), name }));
  if (value === '') throw refusal(inWords(words.noValue, { ...at(line), name }));
  return { name: name.toLowerCase(), value };
}

const at = ({ number }: Line) => ({ line: String(number) });

const refusal = (sentence: string, cause?: unknown) => new Failure('misused', sentence, { cause });

import type { Stats } from 'node:fs';
import { isLoopback } from '#server/http/loopback.ts';
import { decodeFile } from '#cli/files/decode-file.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { openSource, readToEnd, TooLong } from '#cli/files/open-source.ts';
import { readingFault } from '#cli/files/reading-fault.ts';

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
    throw error instanceof TooLong ? refusal(`${file} is too long for a headers file.`) : error;
  } finally {
    source.stream.destroy();
  }
}

function expectPrivate(file: string, about: Stats): void {
  if (about.isDirectory()) throw refusal(`${file} is a folder, but SOTTO_HEADERS_FILE must name a file.`);
  if (process.platform === 'win32' || (about.mode & OTHERS) === 0) return;
  throw refusal(
    `Other users of this machine can read or change ${file}, which signs in as you. Run: chmod 600 ${file}`,
  );
}

interface Line {
  readonly number: number;
  readonly text: string;
}

/** @throws Failure */
export function parseHeaders(text: string): OwnHeaders {
  const lines = text.split(/\r?\n/).map((line, i): Line => ({ number: i + 1, text: line }));
  const [first, ...rest] = lines.filter((line) => line.text.trim() !== '' && !line.text.startsWith('#'));
  if (first === undefined)
    throw refusal(
      'SOTTO_HEADERS_FILE names an empty file. Its first line must be an origin, such as https://your.service',
    );
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  const origin = readOrigin(first);
  for (const line of rest) {
    const { name, value } = readHeader(line);
    if (name in headers) throw fault(line, `repeats ${name}`);
    headers[name] = value;
  }
  const length = rest.reduce((sum, { text: line }) => sum + line.length + LINE_END_BYTES, 0);
  if (length > MAX_HEADER_BYTES) {
    throw refusal(
      `The headers in the headers file have ${length.toLocaleString('en')} bytes, which servers refuse. Use at most ${MAX_HEADER_BYTES.toLocaleString('en')}.`,
    );
  }
  if (rest.length === 0)
    throw refusal('The file that SOTTO_HEADERS_FILE names has no headers. Add one per line, as Name: value');
  return { origin, headers: { ...headers } };
}

/** The URL parser accepts more. This form leaves no doubt where the headers go. */
const ORIGIN = /^https?:\/\/[\w.:[\]-]+\/?$/i;

function readOrigin({ number, text }: Line): string {
  const given = text.trim();
  const url = URL.parse(given);
  if (url === null || !ORIGIN.test(given)) {
    throw refusal(`Line ${number} of the headers file must contain only an origin, such as https://your.service`);
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw fault({ number }, 'names an http address on another machine, so others could read the headers. Use https');
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
  if (!PLAIN.test(line.text)) throw fault(line, 'contains a character that is not printable ASCII');
  const colon = line.text.indexOf(':');
  const name = line.text.slice(0, Math.max(0, colon));
  const value = line.text.slice(colon + 1).trim();
  if (!NAME.test(name)) throw fault(line, 'is not a header. Write Name: value');
  // Some servers treat `_` as `-`.
  const meant = name.toLowerCase().replaceAll('_', '-');
  if (meant === 'sotto-token') throw fault(line, 'is a token. Put it in SOTTO_TOKEN_FILE');
  if (REFUSED.test(meant)) throw fault(line, `names ${name}, which is not allowed here`);
  if (value === '') throw fault(line, `has no value for ${name}`);
  return { name: name.toLowerCase(), value };
}

const fault = ({ number }: Pick<Line, 'number'>, what: string) =>
  refusal(`Line ${number} of the headers file ${what}.`);

const refusal = (sentence: string, cause?: unknown) => new Failure('misused', sentence, { cause });

/**
 * Reads `NAME=value` texts: a secret for `sotto run`, values on the page, the settings file. docs/terminal.md ("The
 * grammar of NAME=value texts") has the grammar. A line that common readers of such files (Node, dotenv, Docker
 * Compose, systemd) read differently is a fault, never a guess. Imports nothing, because the server, the terminal and
 * the page use it.
 */

export interface Assignment {
  readonly name: string;
  readonly value: string;
  /** The line of the name, from 1. */
  readonly line: number;
  /** The line on which the value ends: a quoted one may have several. */
  readonly lastLine: number;
}

export interface LineFault {
  /** From 1. */
  readonly line: number;
  readonly problem: LineProblem;
}

export interface ReadAssignments {
  readonly assignments: readonly Assignment[];
  /** Empty if the whole text follows the grammar. */
  readonly faults: readonly LineFault[];
}

export type LineProblem =
  | 'not-assignment'
  | 'quote-inside'
  | 'odd-edge'
  | 'odd-inside'
  | 'second-assignment'
  | 'unclosed'
  | 'after-quote'
  | 'escaped-end'
  | 'unknown-escape'
  | 'control'
  | 'twice'
  | 'wrapped';

const START = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=/;
const NOTHING = /^[ \t]*(?:#|$)/;
const AFTER_QUOTE = /^(?:[ \t]*$|[ \t]+#)/;
const COMMENT = /[ \t]#/;
/** Some readers end a value or a line here. */
const ODD_INSIDE = /[^\S \t]#|[\v\f\x1c-\x1e\x85\u2028\u2029]/;
/** Typographic quotes and invisible characters at an edge, which were probably pasted by accident. */
const ODD_EDGE =
  /^[\u00AB\u00AD\u2018-\u201F\u2039\u200B-\u200F\u2060\uFEFF]|[\u00BB\u00AD\u2018-\u201F\u203A\u200B-\u200F\u2060\uFEFF]$/;
/** A shell would set two variables. */
const SECOND_ASSIGNMENT = /[ \t][A-Za-z_][A-Za-z0-9_]*=/;
const QUOTING = /['"`\\]/;
/** The end of a wrapped base64 text, or a `#` that some readers treat as a comment. */
const ODD_START = /^(?:=|#(?:[ \t]|$))/;
const CONTROL = /[\0\r]/;
/** A value wrapped over two lines ends in one `=`. A line that ends in two is refused anyway. */
const TAIL = /^[ \t]*([A-Za-z_][A-Za-z0-9_]*)=[ \t]*$/;
const BASE64 = /^(?:[A-Za-z0-9+/]*|[A-Za-z0-9_-]*)$/;
/** An address with an unfinished query, or a connection string. */
const OPEN_LIST = /^(?:[a-z][a-z0-9+.-]*:\/\/.*[?&]|[a-z_ ]+=.*;)$/i;
const LONG_LINE = 32;
const LONG_TAIL = 15;
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
  $: '$',
  '`': '`',
};

/** @param end the offset of the line break after the value, or of the end of the text */
type Value =
  | { readonly value: string; readonly end: number; readonly isBare?: true }
  | { readonly problem: LineProblem; readonly end: number };

/** Takes linear time. Skips a byte order mark at the start. CRLF ends a line like LF. */
export function readAssignments(given: string): ReadAssignments {
  const text = given.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const assignments: Assignment[] = [];
  const faults: LineFault[] = [];
  const names = new Set<string>();
  /** The unquoted value of the previous line. */
  let before: string | undefined;
  let line = 1;
  for (let at = 0; at < text.length;) {
    const lineEnd = endOfLine(text, at);
    const content = text.slice(at, lineEnd);
    const name = START.exec(content);
    let end = lineEnd;
    let lastLine = line;
    let bare: string | undefined;
    if (CONTROL.test(content)) faults.push({ line, problem: 'control' });
    else if (name?.[1] !== undefined) {
      const read = readValue(text, at + name[0].length);
      ({ end } = read);
      lastLine += linesIn(text, at, end);
      if ('value' in read && read.isBare) bare = read.value;
      if ('problem' in read) faults.push({ line, problem: read.problem });
      else if (before !== undefined && bare !== undefined && isTail(before, content))
        faults.push({ line, problem: 'wrapped' });
      else if (names.has(name[1])) faults.push({ line, problem: 'twice' });
      else assignments.push({ name: name[1], value: read.value, line, lastLine });
      names.add(name[1]);
    } else if (!NOTHING.test(content)) faults.push({ line, problem: 'not-assignment' });
    before = bare;
    line = lastLine + 1;
    at = end + 1;
  }
  return { assignments, faults };
}

/**
 * Whether a line may be the end of the previous value: of a list of parameters, or of base64, whose padding looks like
 * `NAME=`. Names in capitals are common, so for them the previous line must also be long.
 */
function isTail(before: string, content: string): boolean {
  if (OPEN_LIST.test(before)) return true;
  const [, tail] = TAIL.exec(content) ?? [];
  const whole = `${before}${tail ?? ''}`;
  if (tail === undefined || (whole.length + 1) % 4 !== 0 || !BASE64.test(whole)) return false;
  if (before === '') return isMixed(tail) && (/\d/.test(tail) || tail.length >= LONG_TAIL);
  return isMixed(tail) || (isMixed(before) && before.length >= LONG_LINE);
}

const isMixed = (text: string) => /[a-z]/.test(text) && /[A-Z]/.test(text);

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function linesIn(text: string, from: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** @param from the offset after the equals sign */
function readValue(text: string, from: number): Value {
  let at = from;
  while (isBlank(text[at])) at += 1;
  if (text[at] === "'") return readSingle(text, at + 1);
  if (text[at] === '"') return readDouble(text, at + 1);
  const end = endOfLine(text, from);
  const rest = text.slice(from, end);
  const comment = rest.search(COMMENT);
  const value = withoutBlanks(comment === -1 ? rest : rest.slice(0, comment));
  if (QUOTING.test(value)) return { problem: 'quote-inside', end };
  if (ODD_START.test(value) || ODD_EDGE.test(value) || value !== value.trim()) return { problem: 'odd-edge', end };
  if (ODD_INSIDE.test(value)) return { problem: 'odd-inside', end };
  if (SECOND_ASSIGNMENT.test(value)) return { problem: 'second-assignment', end };
  return { value, end, isBare: true };
}

const isBlank = (character: string | undefined) => character === ' ' || character === '\t';

function withoutBlanks(text: string): string {
  let [start, end] = [0, text.length];
  while (isBlank(text[start])) start += 1;
  while (end > start && isBlank(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

function readSingle(text: string, from: number): Value {
  const close = text.indexOf("'", from);
  if (close === -1) return unclosed(text);
  if (text[close - 1] === '\\') return { problem: 'escaped-end', end: endOfLine(text, close) };
  return afterQuote(text, { from, close, value: text.slice(from, close) });
}

function readDouble(text: string, from: number): Value {
  const pieces: string[] = [];
  let start = from;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '"') {
      return afterQuote(text, { from, close: at, value: pieces.join('') + text.slice(start, at) });
    }
    if (text[at] !== '\\') continue;
    const escaped = escapes[text[at + 1] ?? ''];
    if (escaped === undefined) return { problem: 'unknown-escape', end: closingLine(text, at) };
    pieces.push(text.slice(start, at), escaped);
    at += 1;
    start = at + 1;
  }
  return unclosed(text);
}

/** After a faulty value, reading continues on the line after its closing quote, so that each fault is reported once. */
function closingLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return endOfLine(text, Math.min(at, text.length));
}

interface Quoted {
  readonly from: number;
  readonly close: number;
  readonly value: string;
}

function afterQuote(text: string, { from, close, value }: Quoted): Value {
  const end = endOfLine(text, close);
  if (!AFTER_QUOTE.test(text.slice(close + 1, end))) return { problem: 'after-quote', end };
  return CONTROL.test(text.slice(from, close)) ? { problem: 'control', end } : { value, end };
}

/** Everything after an open quote may belong to it, so nothing more is read. */
const unclosed = (text: string): Value => ({ problem: 'unclosed', end: text.length });

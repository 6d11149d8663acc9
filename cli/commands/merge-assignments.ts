import { readAssignments } from '#server/config/read-assignments.ts';
import type { LineFault, LineProblem } from '#server/config/read-assignments.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { listed, sentences } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { variables as words } from '#cli/words/variables.ts';
import { quoteValue } from './quote-value.ts';
import { lineInWords } from './run-variables.ts';
import type { Quotes } from './quote-value.ts';

export interface Merged {
  readonly text: string;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  /** These have the same value already. */
  readonly kept: readonly string[];
}

type Variables = Readonly<Record<string, string>>;

/** After such a line it is uncertain where the next one begins. Any other faulty line is left as it is. */
const UNCERTAIN: readonly LineProblem[] = ['unclosed', 'escaped-end', 'control'];

/** @throws Failure for a text in which lines cannot be replaced safely */
export function expectMergeable(text: string, shown: string): void {
  const fault = readAssignments(text).faults.find(({ problem }) => UNCERTAIN.includes(problem));
  if (fault !== undefined) {
    const where = { where: 'other', line: String(fault.line), file: shown } as const;
    throw new Failure('misused', sentences(lineInWords(fault.problem, where), words.nothingOpened));
  }
}

/**
 * Puts variables into a `NAME=value` text. Comments, order, empty lines, `export`, quotes and line ends stay as they
 * are; new names go to the end.
 * @param shown the name of the file, for errors
 * @throws Failure for a value that programs would read differently, and for a name that the text sets twice or in a
 * line that does not follow the grammar
 */
export function mergeAssignments(text: string, variables: Variables, shown: string): Merged {
  const before = readAssignments(text);
  expectClear(before.faults, { text, variables, shown });
  const valueOf = new Map(before.assignments.map(({ name, value }) => [name, value]));
  const names = Object.keys(variables);
  const kept = names.filter((name) => valueOf.get(name) === variables[name]);
  const changed = names.filter((name) => valueOf.has(name) && !kept.includes(name));
  const added = names.filter((name) => !valueOf.has(name));
  // Without quotes, a new line can look like the rest of its neighbour's value.
  for (const mayBeBare of [true, false]) {
    const merged = writeAll(text, { variables, changed, added, mayBeBare });
    if (readsAs(merged, { ...Object.fromEntries(valueOf), ...variables }, before.faults.length))
      return { text: merged, added, changed, kept };
  }
  throw new Failure('failed', inWords(words.wouldNotBeRead, { file: shown }));
}

interface Existing {
  readonly text: string;
  readonly variables: Variables;
  readonly shown: string;
}

const NAME = /^\uFEFF?[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=/;

/** @throws Failure */
function expectClear(faults: readonly LineFault[], { text, variables, shown }: Existing): void {
  const lines = linesOf(text);
  for (const { line, problem } of faults) {
    const [, name = ''] = NAME.exec(lines[line - 1] ?? '') ?? [];
    if (Object.hasOwn(variables, name))
      throw new Failure('failed', lineInWords(problem, { where: 'named', line: String(line), file: shown, name }));
  }
  const hopeless = Object.keys(variables).filter((name) => quoteValue(variables[name] ?? '', ALL) === undefined);
  if (hopeless.length > 0) throw new Failure('failed', inWords(words.unquotable, { names: listed(hopeless) }));
}

const ALL: readonly Quotes[] = ['none', 'single', 'double'];

interface Writing {
  readonly variables: Variables;
  readonly changed: readonly string[];
  readonly added: readonly string[];
  readonly mayBeBare: boolean;
}

function writeAll(text: string, { variables, changed, added, mayBeBare }: Writing): string {
  const lines = linesOf(text);
  const lineEnd = lines[0]?.endsWith('\r\n') ? '\r\n' : '\n';
  const write = (name: string, own: readonly Quotes[]) => {
    const preferred = [...own, ...ALL].filter((quotes) => mayBeBare || quotes !== 'none');
    return (quoteValue(variables[name] ?? '', preferred) ?? '').replaceAll('\n', lineEnd);
  };
  const { assignments } = readAssignments(text);
  // From the end, so that earlier line numbers stay right.
  for (const { name, line } of assignments.toReversed()) {
    if (!changed.includes(name)) continue;
    const count = countLines(lines, line - 1);
    const { prefix, quotes, suffix } = split(lines.slice(line - 1, line - 1 + count).join(''));
    lines.splice(line - 1, count, `${prefix}${write(name, [quotes])}${suffix}`);
  }
  const last = lines.at(-1) ?? '\n';
  const gap = last.endsWith('\n') || added.length === 0 ? '' : lineEnd;
  return `${lines.join('')}${gap}${added.map((name) => `${name}=${write(name, [])}${lineEnd}`).join('')}`;
}

/** With their line ends. */
const linesOf = (text: string): string[] => text.split(/(?<=\n)/).filter((line) => line !== '');

/** How many lines an assignment takes: a value in quotes can contain line breaks. */
function countLines(lines: readonly string[], first: number): number {
  let count = 1;
  const isOpen = () =>
    readAssignments(lines.slice(first, first + count).join('')).faults.some(({ problem }) => problem === 'unclosed');
  while (first + count < lines.length && isOpen()) count += 1;
  return count;
}

interface Parts {
  /** Up to the value and its quotes. */
  readonly prefix: string;
  readonly quotes: Quotes;
  /** A comment and the line end. */
  readonly suffix: string;
}

/** Splits a sound assignment. */
function split(assignment: string): Parts {
  const [start = ''] = NAME.exec(assignment) ?? [];
  const rest = assignment.slice(start.length);
  const [, space = '', single, double] = /^([ \t]*)(?:('[^']*')|("(?:\\.|[^"\\])*"))/s.exec(rest) ?? [];
  const quoted = single ?? double;
  if (quoted !== undefined) {
    const quotes = single === undefined ? 'double' : 'single';
    return { prefix: start + space, quotes, suffix: rest.slice(space.length + quoted.length) };
  }
  const [suffix = ''] = /(?:^|(?<=[^ \t\r\n]))(?:[ \t]+#[^\n]*|[ \t]*)\r?\n?$/.exec(rest) ?? [];
  const [lead = ''] = suffix === rest ? [] : (/^[ \t]*/.exec(rest) ?? []);
  return { prefix: start + lead, quotes: 'none', suffix };
}

function readsAs(text: string, wanted: Variables, faults: number): boolean {
  const read = readAssignments(text);
  const values = Object.fromEntries(read.assignments.map(({ name, value }) => [name, value]));
  const names = Object.keys(wanted);
  return (
    read.faults.length === faults &&
    read.assignments.length === names.length &&
    names.every((name) => values[name] === wanted[name])
  );
}

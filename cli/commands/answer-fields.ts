import type { Field, RequestField } from '#crypto/payload.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { printableLine } from '#cli/terminal/printable.ts';
import { readFiles } from '#cli/files/read-files.ts';
import type { LocalFile, ReadOptions } from '#cli/files/read-files.ts';
import { readTextFile } from '#cli/files/read-text-file.ts';
import { readText } from '#cli/terminal/standard-input.ts';
import { askHidden, askLine, askLines, isInteractive } from '#cli/terminal/terminal.ts';
import type { Asking } from '#cli/terminal/terminal.ts';

export interface GivenFields {
  readonly fields: readonly Field[];
  /** Of fields that are files: each field's value is its name. */
  readonly files: readonly LocalFile[];
  /** There was no field to fill in, or every one was left empty: what is sent is then a text. */
  readonly wantsText: boolean;
}

type Say = { readonly say: (line: string) => void };

interface Giving {
  readonly given: readonly string[];
  readonly partial: boolean;
  /** For all files together. */
  readonly maxBytes: number;
}

/**
 * What was given for each field that is asked: by `NAME=@FILE` and `NAME=-`, or by a person, one after another. A field that
 * holds nothing is left out.
 * @throws Failure for a field that is not asked, and where nobody can be asked
 */
export async function givenFields(
  asking: Asking & Say,
  asked: readonly RequestField[],
  { given, partial, maxBytes }: Giving,
): Promise<GivenFields> {
  const sources = sourcesOf(given, asked);
  if (sources.size > 0 || !isInteractive(asking.world)) expectAll(asking, asked, { sources, partial });
  const fill = sources.size > 0 || !isInteractive(asking.world) ? fromSources(sources) : fromPerson;
  const fields: Field[] = [];
  const files: LocalFile[] = [];
  for (const field of asked) {
    const taken = files.map(({ entry }) => entry.name);
    const filled = await fill({ ...asking, maxBytes, taken }, field);
    if (filled === '') continue;
    if (typeof filled !== 'string') files.push(filled);
    fields.push({ name: field.name, value: typeof filled === 'string' ? filled : filled.entry.name });
  }
  return { fields, files, wantsText: fields.length === 0 };
}

/** A form that half of is filled in by mistake cannot be sent again. */
function expectAll(
  { say }: Say,
  asked: readonly RequestField[],
  { sources, partial }: { readonly sources: ReadonlyMap<string, string>; readonly partial: boolean },
): void {
  const missing = asked.filter(({ name }) => !sources.has(name)).map(({ name }) => printableLine(name));
  if (missing.length === 0) return;
  const names = `Not answered: ${missing.join(', ')}.`;
  if (partial) say(names);
  else throw new Failure('misused', `${names} Give --field ${missing[0] ?? ''}=@FILE, or --partial to leave it out.`);
}

/** @throws Failure for what is not asked for, and where of two that were given one would be lost */
function sourcesOf(given: readonly string[], asked: readonly RequestField[]): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const [name, source] of given.map(sourceOf)) {
    if (!asked.some((field) => field.name === name))
      throw new Failure('misused', `A field was given that is not asked for. ${fieldNames(asked)}`);
    if (sources.has(name)) throw new Failure('misused', `The field ${printableLine(name)} was given twice.`);
    sources.set(name, source);
  }
  if ([...sources.values()].filter((source) => source === '-').length > 1)
    throw new Failure('misused', 'Standard input can be one field only. Give the others as NAME=@FILE.');
  return sources;
}

type Filling = Asking & Say & Pick<ReadOptions, 'maxBytes' | 'taken'>;

type Fill = (asking: Filling, field: RequestField) => Promise<string | LocalFile>;

/** What a value is stands in a file or comes by standard input: arguments can be seen by others. */
function sourceOf(given: string): [name: string, source: string] {
  const [, name, source] = /^([^=]+)=(@.+|-)$/s.exec(given) ?? [];
  if (name === undefined || source === undefined) {
    throw new Failure('misused', '--field takes NAME=@FILE, or NAME=- for standard input: never the value itself.');
  }
  return [name, source];
}

const fromSources =
  (sources: ReadonlyMap<string, string>): Fill =>
  async (asking, { name, type }) => {
    const { world, signal } = asking;
    const source = sources.get(name);
    if (source === undefined) return '';
    if (source !== '-' && type === 'file') return oneFile(asking, source.slice(1));
    if (type === 'file') throw new Failure('misused', 'A field that is a file is given as NAME=@FILE.');
    const text =
      source === '-' ? await readText(world.stdin, signal) : await readTextFile('The field', source.slice(1));
    return type === 'line' ? asOneLine(name, text) : text;
  };

/** A page has no way to enter a line break here, and who reads the answer expects none. @throws Failure */
function asOneLine(name: string, text: string): string {
  const line = text.replace(/\r?\n$/, '');
  if (!/[\r\n]/.test(line)) return line;
  throw new Failure(
    'misused',
    `The field ${printableLine(name)} takes one line, and more were given. Nothing was sent. Give its line alone.`,
  );
}

const fromPerson: Fill = async (asking, { name, type }) => {
  const label = printableLine(name);
  if (type === 'line') {
    const line = await askHidden(asking, `${label}:`, 'Give the fields: --field NAME=@FILE');
    asking.say(line === '' ? '  (left empty)' : `  (${[...line].length} characters)`);
    return line;
  }
  if (type === 'text') return askLines(asking, `${label}: (Ctrl+D on an empty line ends it)`);
  const path = await askLine(asking, `${label}, a file: `);
  return path.trim() === '' ? '' : oneFile(asking, path.trim());
};

async function oneFile(asking: Filling, path: string): Promise<LocalFile> {
  const { files } = await readFiles([path], asking);
  const [file, ...others] = files;
  if (file === undefined || others.length > 0) throw new Failure('misused', `${path} is not one file.`);
  return file;
}

function fieldNames(asked: readonly RequestField[]): string {
  return asked.length === 0
    ? 'Nothing but a text is asked for.'
    : `Asked are: ${asked.map(({ name }) => printableLine(name)).join(', ')}.`;
}

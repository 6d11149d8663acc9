import type { Field, RequestField } from '#crypto/payload.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { printableLine } from '#cli/terminal/printable.ts';
import { readFiles } from '#cli/files/read-files.ts';
import type { LocalFile, ReadOptions } from '#cli/files/read-files.ts';
import { readTextFile } from '#cli/files/read-text-file.ts';
import { readText } from '#cli/terminal/standard-input.ts';
import { askHidden, askLine, askLines, isInteractive } from '#cli/terminal/terminal.ts';
import type { Asking } from '#cli/terminal/terminal.ts';
import { listed, sentences } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { program } from '#cli/words/program.ts';
import { prompts } from '#cli/words/prompts.ts';
import { sharing } from '#cli/words/sharing.ts';

const words = sharing.answer;

export interface GivenFields {
  readonly fields: readonly Field[];
  /** The files of file fields. The value of such a field is the name of its file. */
  readonly files: readonly LocalFile[];
  /** No field was filled in, so the answer is a text. */
  readonly wantsText: boolean;
}

type Say = { readonly say: (line: string) => void };

interface Giving {
  readonly given: readonly string[];
  readonly partial: boolean;
  /** The limit for all files together. */
  readonly maxBytes: number;
}

/**
 * Reads a value for each field of a request: from `NAME=@FILE` and `NAME=-`, or else from a person at the terminal.
 * Empty fields are left out.
 * @throws Failure for a field that the request does not have, and for a missing one if nobody can be asked
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

/** A form that was sent half empty by mistake cannot be sent again. @throws Failure */
function expectAll(
  { say }: Say,
  asked: readonly RequestField[],
  { sources, partial }: { readonly sources: ReadonlyMap<string, string>; readonly partial: boolean },
): void {
  const missing = asked.filter(({ name }) => !sources.has(name)).map(({ name }) => printableLine(name));
  if (missing.length === 0) return;
  const names = inWords(words.missingFields, { names: listed(missing) });
  if (partial) say(names);
  else {
    const how = inWords(words.missingFieldsHow, { name: missing[0] ?? '' });
    throw new Failure('misused', sentences(names, how));
  }
}

/** @throws Failure for an unknown field, and if two sources were given where only one can be used */
function sourcesOf(given: readonly string[], asked: readonly RequestField[]): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const [name, source] of given.map(sourceOf)) {
    if (!asked.some((field) => field.name === name))
      throw new Failure('misused', sentences(words.noSuchField, fieldNames(asked)));
    if (sources.has(name)) throw new Failure('misused', inWords(words.fieldTwice, { name: printableLine(name) }));
    sources.set(name, source);
  }
  if ([...sources.values()].filter((source) => source === '-').length > 1)
    throw new Failure('misused', words.oneFromInput);
  return sources;
}

type Filling = Asking & Say & Pick<ReadOptions, 'maxBytes' | 'taken'>;

type Fill = (asking: Filling, field: RequestField) => Promise<string | LocalFile>;

/** Values come from files or standard input, because other users can see arguments. @throws Failure */
function sourceOf(given: string): [name: string, source: string] {
  const [, name, source] = /^([^=]+)=(@.+|-)$/s.exec(given) ?? [];
  if (name === undefined || source === undefined) {
    throw new Failure('misused', program.option.fieldOfAnswer);
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
    if (type === 'file') throw new Failure('misused', words.fieldIsFile);
    const text = source === '-' ? await readText(world.stdin, signal) : await readTextFile('other', source.slice(1));
    return type === 'line' ? asOneLine(name, text) : text;
  };

/** A page does not accept a line break in such a field, and the reader does not expect one. @throws Failure */
function asOneLine(name: string, text: string): string {
  const line = text.replace(/\r?\n$/, '');
  if (!/[\r\n]/.test(line)) return line;
  throw new Failure('misused', inWords(words.singleLine, { name: printableLine(name) }));
}

const fromPerson: Fill = async (asking, { name, type }) => {
  const label = { name: printableLine(name) };
  const question = inWords(prompts.field, label);
  if (type === 'line') {
    const line = isPublicName(name)
      ? await askLine(asking, `${question} `)
      : await askHidden(asking, question, prompts.fieldHint);
    if (line === '') asking.say(`  ${prompts.leftEmpty}`);
    return line;
  }
  if (type === 'text') return askLines(asking, inWords(prompts.fieldOfText, label));
  const path = await askLine(asking, `${inWords(prompts.fieldOfFile, label)} `);
  return path.trim() === '' ? '' : oneFile(asking, path.trim());
};

const things =
  'user users username id userid login name account email mail address firstname surname host hostname server port database domain region ssid';
const owners = 'the my your admin db app ssh sftp ftp smtp imap vpn wifi wlan first last full e';
const inOtherLanguages =
  'benutzer benutzername nutzername utilisateur identifiant usuario utente gebruiker gebruikersnaam';

const publicWords = new Set([things, owners, inOtherLanguages].flatMap((words) => words.split(' ')));

/**
 * Whether a line of a request can be shown while it is typed. The format has no kind for secrets, so a line is hidden
 * unless every word of its name is known to be harmless: `Database user` is shown, `User password` and `Kennwort` are not.
 */
export function isPublicName(name: string): boolean {
  const words = name.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.length > 0 && words.every((word) => publicWords.has(word));
}

async function oneFile(asking: Filling, path: string): Promise<LocalFile> {
  const { files } = await readFiles([path], asking);
  const [file, ...others] = files;
  if (file === undefined || others.length > 0) throw new Failure('misused', inWords(words.notSingleFile, { path }));
  return file;
}

function fieldNames(asked: readonly RequestField[]): string {
  return asked.length === 0
    ? words.onlyText
    : inWords(words.itsFields, { names: listed(asked.map(({ name }) => printableLine(name))) });
}

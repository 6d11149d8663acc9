import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Rule } from './check-text.ts';
import { SOURCE_TAG, WORDS } from './read-words.ts';

/** What a translator cannot see from an English text alone. */
const Note = v.strictObject({
  /** Where it stands, who speaks, what its values are. */
  note: v.exactOptional(v.string()),
  /** It promises something about safety or loss, so a translation may not promise more. */
  promise: v.exactOptional(v.literal(true)),
  /** It stands in a tight place. */
  short: v.exactOptional(v.literal(true)),
  /** Why it has straight quotation marks. */
  quotes: v.exactOptional(v.string()),
});
export type Note = v.InferOutput<typeof Note>;

const reason = v.exactOptional(v.pipe(v.string(), v.minLength(3)));
/** Why a translation breaks a rule. */
const Excuses = v.strictObject({
  same: reason,
  script: reason,
  number: reason,
  length: reason,
  quotes: reason,
  term: reason,
  never: reason,
} satisfies Record<Rule, typeof reason>);
export type Excuses = v.InferOutput<typeof Excuses>;

/** Keyed by table, then by the text's path. */
export type PerText<Value> = Readonly<Record<string, Readonly<Record<string, Value>>>>;
const perText = <Schema extends typeof Note | typeof Excuses>(value: Schema) =>
  v.record(v.string(), v.record(v.string(), value));

/** words/en/notes.json. @throws ValiError with the path of what is wrong */
export const readNotes = async (): Promise<PerText<Note>> =>
  v.parse(perText(Note), await jsonOf(SOURCE_TAG, 'notes.json'));

/** The notes.json of a translation, which it need not have. */
export const readExcuses = async (tag: string): Promise<PerText<Excuses>> =>
  v.parse(perText(Excuses), await jsonOf(tag, 'notes.json'));

const Glossary = v.strictObject({
  address: v.string(),
  style: v.string(),
  quotes: v.string(),
  terms: v.record(
    v.string(),
    v.strictObject({
      use: v.pipe(v.array(v.string()), v.minLength(1)),
      never: v.exactOptional(v.array(v.string())),
    }),
  ),
});

/** A language's own glossary, if it has one yet. */
export async function readGlossary(tag: string): Promise<v.InferOutput<typeof Glossary> | undefined> {
  const found = await jsonOf(tag, 'glossary.json');
  return Object.keys(found).length === 0 ? undefined : v.parse(Glossary, found);
}

const Terms = v.record(
  v.string(),
  v.strictObject({
    note: v.string(),
    forms: v.exactOptional(v.array(v.string())),
    always: v.exactOptional(v.literal(true)),
  }),
);

export const readTerms = async (): Promise<v.InferOutput<typeof Terms>> =>
  v.parse(Terms, await jsonOf('', 'glossary.json'));

/** Words that stay as they are in every language. */
export const readNames = async (): Promise<readonly string[]> =>
  v.parse(v.array(v.string()), await jsonOf('', 'names.json'));

async function jsonOf(tag: string, file: string): Promise<object> {
  try {
    return JSON.parse(await readFile(join(WORDS, tag, file), 'utf8')) as object;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}

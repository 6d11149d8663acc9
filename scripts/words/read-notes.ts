import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Rule } from './check-text.ts';
import { WordsError } from './compile.ts';
import { parseJson, SOURCE_TAG, WORDS } from './read-words.ts';

/** Tells a translator what an English text alone does not show. */
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

/** words/en/notes.json. @throws WordsError naming the file and what is wrong */
export const readNotes = (): Promise<PerText<Note>> => read(SOURCE_TAG, 'notes.json', perText(Note));

/** The notes.json of a translation, which it need not have. */
export const readExcuses = (tag: string): Promise<PerText<Excuses>> => read(tag, 'notes.json', perText(Excuses));

const Glossary = v.strictObject({
  address: v.string(),
  style: v.string(),
  quotes: v.string(),
  avoid: v.exactOptional(v.array(v.pipe(v.string(), v.minLength(3)))),
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
  const exists = (await readdir(join(WORDS, tag))).includes('glossary.json');
  return exists ? read(tag, 'glossary.json', Glossary) : undefined;
}

const Terms = v.record(
  v.string(),
  v.strictObject({
    note: v.string(),
    forms: v.exactOptional(v.array(v.string())),
    always: v.exactOptional(v.literal(true)),
  }),
);

export const readTerms = (): Promise<v.InferOutput<typeof Terms>> => read('', 'glossary.json', Terms);

/** Words that stay as they are in every language. */
export const readNames = (): Promise<readonly string[]> => read('', 'names.json', v.array(v.string()));

/** @returns the checked content of a file, or of an empty one if it does not exist. @throws WordsError naming the file */
async function read<Schema extends v.GenericSchema>(
  tag: string,
  file: string,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const path = tag === '' ? `words/${file}` : `words/${tag}/${file}`;
  const text = await readFile(join(WORDS, tag, file), 'utf8').catch(() => '{}');
  const checked = v.safeParse(schema, parseJson(text, path));
  if (checked.success) return checked.output;
  const [issue] = checked.issues;
  throw new WordsError(`${path}, ${v.getDotPath(issue) ?? ''}: ${issue.message}`);
}

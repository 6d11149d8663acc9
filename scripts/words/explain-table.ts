import { basename } from 'node:path';
import { WordsError } from './compile.ts';
import { readNotes } from './read-notes.ts';
import { readTables, SOURCE_TAG } from './read-words.ts';
import type { Source } from './compile.ts';

/** The texts of an English table, each with its note. @param given `compose` or the path of its file. @throws WordsError if there is no such table */
export async function tableLines(given: string): Promise<readonly string[]> {
  const name = basename(given, '.json');
  const tables = await readTables(SOURCE_TAG);
  const table = tables[name];
  if (table === undefined)
    throw new WordsError(`words/${SOURCE_TAG} has no table ${name}. Its tables: ${Object.keys(tables).join(', ')}.`);
  const notes = (await readNotes())[name] ?? {};
  return texts(table).flatMap(([key, text]) => {
    const { note, promise, short } = notes[key] ?? {};
    const marks = [...(promise === true ? ['a promise'] : []), ...(short === true ? ['a tight place'] : [])];
    return [
      '',
      `${key}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}`,
      `  ${text}`,
      ...(note ? [`  ${note}`] : []),
    ];
  });
}

function texts(source: Source, path = ''): (readonly [string, string])[] {
  return Object.entries(source).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as const] : texts(value, `${path}${key}.`),
  );
}

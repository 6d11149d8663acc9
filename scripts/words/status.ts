import { checkLanguages } from './check-all.ts';
import { compileTable } from './compile.ts';
import { flatten } from './flatten.ts';
import { readTables, SOURCE_TAG } from './read-words.ts';

/** A line for each language: how much of it is translated, what is wrong, and who has read it. */
export async function statusLines(): Promise<readonly string[]> {
  const tables = Object.values(await readTables(SOURCE_TAG));
  const compiled = tables.map((source) => compileTable(source, { tag: SOURCE_TAG, report: () => undefined }));
  const total = compiled.reduce((sum, table) => sum + flatten(table).size, 0);
  const languages = await checkLanguages();
  return languages.map(({ tag, name, draft, reviewedBy, faults }) => {
    const missing = faults.filter(({ kind }) => kind === 'missing').length;
    const wrong = faults.length - missing;
    return [
      `${tag} (${name}): ${total - missing} of ${total} texts`,
      ...(wrong === 0 ? [] : [`${wrong} to correct`]),
      reviewedBy === null ? 'not yet read by a native speaker' : `read by ${reviewedBy}`,
      ...(draft === true ? ['a draft: offered nowhere'] : []),
    ].join(', ');
  });
}

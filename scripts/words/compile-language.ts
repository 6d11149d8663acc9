import { compileTable } from './compile.ts';
import type { CompiledTable } from './compile.ts';
import { readTables, SOURCE_TAG } from './read-words.ts';

export type CompiledTables = Record<string, CompiledTable>;
/** Gets a sentence about each text that is missing or wrong. */
type Report = (fault: string) => void;

/** All tables of a language. English stands in for each text that is missing or wrong, and that is reported. */
export async function compileLanguage(tag: string, report: Report): Promise<CompiledTables> {
  const english = await tablesOf(SOURCE_TAG, report);
  if (tag === SOURCE_TAG) return english;
  const own = await tablesOf(tag, report);
  const filled = Object.entries(english).map(([name, source]) => {
    const lacks = (key: string) => {
      report(`words/${tag}/${name}.json lacks ${key}.`);
    };
    return [name, withEnglish(source, own[name], lacks)] as const;
  });
  return Object.fromEntries(filled);
}

async function tablesOf(tag: string, report: Report): Promise<CompiledTables> {
  const tables = Object.entries(await readTables(tag)).map(([name, source]) => {
    const faulty = (key: string, fault: string) => {
      report(`words/${tag}/${name}.json, ${key}: ${fault}`);
    };
    return [name, compileTable(source, { tag, report: faulty })] as const;
  });
  return Object.fromEntries(tables);
}

function withEnglish(
  source: CompiledTable,
  found: CompiledTable | undefined,
  lacks: (key: string) => void,
): CompiledTable {
  const entries = Object.entries(source).map(([key, value]): [string, CompiledTable[string]] => {
    const own = found?.[key];
    const below = (inner: string) => {
      lacks(`${key}.${inner}`);
    };
    if (isGroup(value)) return [key, withEnglish(value, isGroup(own) ? own : undefined, below)];
    if (own !== undefined && !isGroup(own)) return [key, own];
    lacks(key);
    return [key, value];
  });
  return Object.fromEntries(entries);
}

const isGroup = (value: CompiledTable[string] | undefined): value is CompiledTable =>
  typeof value === 'object' && !Array.isArray(value);

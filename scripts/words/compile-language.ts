import { shapeFaults } from './check-shape.ts';
import { compileTable } from './compile.ts';
import { isGroup } from '#client/words/message.ts';
import type { Table } from '#client/words/message.ts';
import type { Fault } from './fault.ts';
import { readTables, SOURCE_TAG } from './read-words.ts';

export type CompiledTables = Record<string, Table>;
/** Gets each text that is missing or broken. */
type Report = (fault: Fault) => void;

/** All tables of a language. English stands in for each text that is missing or wrong, and that is reported. */
export async function compileLanguage(tag: string, report: Report): Promise<CompiledTables> {
  const english = await tablesOf(SOURCE_TAG, report);
  if (tag === SOURCE_TAG) return english;
  const own = await tablesOf(tag, report);
  const filled = Object.entries(english).map(([name, source]) => {
    const at: ReportAt = (key, fault) => {
      report({ file: `words/${tag}/${name}.json`, key, ...fault });
    };
    return [name, withEnglish(source, own[name], at)] as const;
  });
  return Object.fromEntries(filled);
}

async function tablesOf(tag: string, report: Report): Promise<CompiledTables> {
  const tables = Object.entries(await readTables(tag)).map(([name, source]) => {
    const faulty = (key: string, sentence: string) => {
      report({ file: `words/${tag}/${name}.json`, key, sentence, kind: 'broken' });
    };
    return [name, compileTable(source, { tag, report: faulty })] as const;
  });
  return Object.fromEntries(tables);
}

type ReportAt = (key: string, fault: Pick<Fault, 'kind' | 'sentence'>) => void;

function withEnglish(source: Table, found: Table | undefined, report: ReportAt): Table {
  const entries = Object.entries(source).map(([key, value]): [string, Table[string]] => {
    const own = found?.[key];
    const below: ReportAt = (inner, fault) => {
      report(`${key}.${inner}`, fault);
    };
    if (isGroup(value)) return [key, withEnglish(value, isGroup(own) ? own : undefined, below)];
    const text = own === undefined || isGroup(own) ? undefined : own;
    const faults = text === undefined ? [missing] : shapeFaults(value, text).map(broken);
    faults.forEach((fault) => {
      report(key, fault);
    });
    return [key, text === undefined || faults.length > 0 ? value : text];
  });
  return Object.fromEntries(entries);
}

const missing: Pick<Fault, 'kind' | 'sentence'> = { kind: 'missing', sentence: 'It is missing.' };
const broken = (sentence: string): Pick<Fault, 'kind' | 'sentence'> => ({ kind: 'broken', sentence });

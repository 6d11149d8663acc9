import { glossaryFaults } from './check-glossary.ts';
import type { Glossary, Terms } from './check-glossary.ts';
import { nameFault } from './check-names.ts';
import { shapeFaults } from './check-shape.ts';
import { textFaults } from './check-text.ts';
import type { TextFault } from './check-text.ts';
import { compileTable } from './compile.ts';
import type { Source } from './compile.ts';
import type { Fault } from './fault.ts';
import { flatten } from './flatten.ts';
import type { Text } from './flatten.ts';
import type { Excuses, Note, PerText } from './read-notes.ts';
import { SOURCE_TAG } from './read-words.ts';

type Sources = Readonly<Record<string, Source>>;

/** Every language is compared with these. */
export interface Standard {
  readonly english: Sources;
  readonly notes: PerText<Note>;
  readonly terms: Terms;
  readonly names: readonly string[];
}

/** A language's folder. */
export interface Folder {
  readonly tag: string;
  readonly tables: Sources;
  readonly excuses: PerText<Excuses>;
  readonly glossary: Glossary;
}

/** @returns everything that is wrong with a language, in the order of the English tables */
export function languageFaults(folder: Folder, standard: Standard): readonly Fault[] {
  const unknown = Object.keys(folder.tables).filter((name) => !(name in standard.english));
  return [
    ...glossaryFileFaults(folder, standard),
    ...unknown.map((name) => fault(folder, { name, kind: 'poor', sentence: 'English has no such table.' })),
    ...Object.keys(standard.english).flatMap((name) => tableFaults(name, folder, standard)),
    ...excuseFaults(folder, standard),
  ];
}

interface Found extends Pick<Fault, 'kind' | 'sentence'> {
  /** The file's name without `.json`. */
  readonly name: string;
  readonly key?: string;
}
const fault = ({ tag }: { tag: string }, { name, ...found }: Found): Fault => ({
  file: `words/${tag}/${name}.json`,
  ...found,
});

function tableFaults(name: string, folder: Folder, standard: Standard): Fault[] {
  const english = englishTexts(standard.english, name);
  const broken = new Map<string, string>();
  const report = (key: string, sentence: string) => void broken.set(key, sentence);
  const own = flatten(compileTable(folder.tables[name] ?? {}, { tag: folder.tag, report }));
  const isKnown = (key: string) => own.has(key) || broken.has(key);
  const at = (key: string, kind: Fault['kind'], sentence: string) => fault(folder, { name, key, kind, sentence });
  return [
    ...[...broken].map(([key, sentence]) => at(key, 'broken', sentence)),
    ...[...own.keys()].filter((key) => !english.has(key)).map((key) => at(key, 'poor', 'English has no such text.')),
    ...[...english.keys()].filter((key) => !isKnown(key)).map((key) => at(key, 'missing', 'It is missing.')),
    ...[...english].flatMap(([key, source]) => {
      const text = own.get(key);
      if (text === undefined) return [];
      const shape = shapeFaults(source, text).map((sentence) => at(key, 'broken', sentence));
      if (shape.length > 0) return shape;
      const ofName = nameFault(key, english, own) ?? [];
      return [...judged({ name, key, english: source, own: text }, folder, standard), ofName]
        .flat()
        .map((one) => at(key, 'poor', one));
    }),
  ];
}

const compiledEnglish = new WeakMap<Source, ReadonlyMap<string, Text>>();

/** Compiled once for all languages. */
function englishTexts(english: Sources, name: string): ReadonlyMap<string, Text> {
  const source = english[name] ?? {};
  const texts =
    compiledEnglish.get(source) ?? flatten(compileTable(source, { tag: SOURCE_TAG, report: () => undefined }));
  compiledEnglish.set(source, texts);
  return texts;
}

interface Place {
  readonly name: string;
  readonly key: string;
  readonly english: Text;
  readonly own: Text;
}

/** @returns sentences, without those for which the language's notes give a reason */
function judged({ name, key, english, own }: Place, folder: Folder, standard: Standard): string[] {
  const { tag, glossary } = folder;
  const short = standard.notes[name]?.[key]?.short === true;
  const rules = { tag, names: standard.names, quotes: glossary.quotes };
  const faults: readonly TextFault[] = [
    ...textFaults({ english, own, short }, rules),
    ...(tag === SOURCE_TAG ? [] : glossaryFaults(english, own, { tag, terms: standard.terms, glossary })),
  ];
  const excuses = folder.excuses[name]?.[key] ?? {};
  const unneeded = Object.keys(excuses).filter((rule) => !faults.some((one) => one.rule === rule));
  return [
    ...faults.filter(({ rule }) => rule === undefined || excuses[rule] === undefined).map(({ sentence }) => sentence),
    ...unneeded.map((rule) => `notes.json excuses “${rule}”, but the text does not break that rule.`),
  ];
}

/** Notes about texts that do not exist. English notes hide nothing; those of a translation excuse. */
function excuseFaults(folder: Folder, { english, notes }: Standard): Fault[] {
  const about: PerText<object> = folder.tag === SOURCE_TAG ? notes : folder.excuses;
  return Object.entries(about).flatMap(([table, texts]) => {
    const known = englishTexts(english, table);
    return Object.keys(texts)
      .filter((key) => !known.has(key))
      .map((key) => {
        const sentence = 'There is no such text.';
        return fault(folder, { name: 'notes', key: `${table}.${key}`, kind: 'poor', sentence });
      });
  });
}

function glossaryFileFaults(folder: Folder, { terms }: Standard): Fault[] {
  if (folder.tag === SOURCE_TAG) return [];
  const own = folder.glossary.terms;
  // `--new` writes empty ones.
  const absent = Object.keys(terms).filter((term) => own[term]?.use.includes('') !== false);
  const unknown = Object.keys(own).filter((term) => terms[term] === undefined);
  const at = (key: string, sentence: string) => fault(folder, { name: 'glossary', key, kind: 'poor', sentence });
  const blank = (['address', 'style', 'quotes'] as const).filter((key) => folder.glossary[key].trim() === '');
  return [
    ...blank.map((key) => at(key, 'It is empty.')),
    ...absent.map((term) => at(term, 'The term has no translation.')),
    ...unknown.map((term) => at(term, 'words/glossary.json has no such term.')),
  ];
}

import { languageFaults } from './check-language.ts';
import type { Folder, Standard } from './check-language.ts';
import { WordsError } from './compile.ts';
import { mayBeIncomplete } from './fault.ts';
import type { Fault } from './fault.ts';
import { readExcuses, readGlossary, readNames, readNotes, readTerms } from './read-notes.ts';
import { readLanguages, readTables, SOURCE_TAG } from './read-words.ts';
import type { ListedLanguage } from './read-words.ts';
import type { Excuses, Note, PerText } from './read-notes.ts';

export interface CheckedLanguage extends ListedLanguage {
  readonly faults: readonly Fault[];
}

const englishGlossary = { address: '', style: '', quotes: '“”', terms: {} };

/** Judges every language in words/languages.json. @param only these tags. Empty: all */
export async function checkLanguages(only: readonly string[] = []): Promise<readonly CheckedLanguage[]> {
  const standard: Standard = {
    english: await readTables(SOURCE_TAG),
    notes: await readNotes(),
    terms: await readTerms(),
    names: await readNames(),
  };
  const languages = await readLanguages();
  const unknown = only.find((tag) => !languages.some((language) => language.tag === tag));
  if (unknown !== undefined) throw new WordsError(`words/languages.json has no ${unknown}.`);
  const chosen = languages.filter(({ tag }) => only.length === 0 || only.includes(tag));
  return Promise.all(
    chosen.map(async (language) => {
      const { tag } = language;
      const glossary = tag === SOURCE_TAG ? englishGlossary : await readGlossary(tag);
      if (glossary === undefined) {
        const sentence = 'The language has no glossary.';
        return { ...language, faults: [{ file: `words/${tag}/glossary.json`, sentence, kind: 'missing' }] };
      }
      const folder: Folder = {
        tag,
        tables: await readTables(tag),
        excuses: tag === SOURCE_TAG ? englishExcuses(standard.notes) : await readExcuses(tag),
        glossary,
      };
      return { ...language, faults: languageFaults(folder, standard) };
    }),
  );
}

/** The reasons for straight quotation marks. English notes excuse nothing else. */
function englishExcuses(notes: PerText<Note>): PerText<Excuses> {
  const excused = (texts: Readonly<Record<string, Note>>) =>
    Object.fromEntries(
      Object.entries(texts).flatMap(([key, { quotes }]) => (quotes === undefined ? [] : [[key, { quotes }]])),
    );
  return Object.fromEntries(Object.entries(notes).map(([table, texts]) => [table, excused(texts)]));
}

/**
 * Whether a fault keeps the product from being built. English stands in for what a draft lacks, and while someone
 * works, for what any language lacks.
 */
export function isFatal({ kind }: Fault, { draft }: Pick<ListedLanguage, 'draft'>): boolean {
  if (kind === 'missing') return draft !== true && !mayBeIncomplete();
  return kind === 'broken' || draft !== true;
}

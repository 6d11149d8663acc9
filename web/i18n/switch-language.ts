import type { OfferedLanguage, Tables } from '#client/words/message.ts';
import { fetchTables, setWords, words } from './words.ts';
import type { ChosenWords } from './words.ts';

const KEY = 'language';

export type Switched =
  | 'changed'
  /** The browser refuses storage, so other pages do not know. */
  | 'changed-here'
  /** The words did not arrive. Pages that are loaded later have the language. */
  | 'later'
  /** Neither did the words arrive nor is the choice stored. */
  | 'failed'
  /** Another language was chosen meanwhile. */
  | 'overtaken';

/** The tables of the page's own script, which arrive in one file. */
const ownTables = new Set(Object.keys(words().tables));

let latestTurn = 0;

/**
 * Changes the language of the page in place, and remembers it. Either all of its texts change or none.
 * @param language one of those that the page offers
 */
export async function switchLanguage({ tag, dir }: OfferedLanguage): Promise<Switched> {
  const turn = ++latestTurn;
  const isStored = store(tag);
  try {
    // Back to the language that the page still has: its words are here, even offline.
    let tables: Tables = tag === words().lang ? words().tables : {};
    // A lazy module can bring further tables while these are on their way.
    for (let missing = missingFiles(tables); missing.length > 0; missing = missingFiles(tables)) {
      const arrived = await Promise.all(missing.map((name) => fetchTables(tag, name)));
      if (turn !== latestTurn) return 'overtaken';
      tables = Object.assign({}, tables, ...arrived) as Tables;
      if (missingFiles(tables).some((name) => missing.includes(name))) throw new Error();
    }
    setWords((now) => ({ ...now, lang: tag, dir, tables }));
    return isStored ? 'changed' : 'changed-here';
  } catch {
    if (turn !== latestTurn) return 'overtaken';
    return isStored ? 'later' : 'failed';
  }
}

/** The names of the files with the tables that the page uses and these tables lack. */
function missingFiles(tables: Tables): string[] {
  const now = words();
  const names = Object.keys(now.tables).filter((name) => tables[name] === undefined);
  return [...new Set(names.map((name) => (ownTables.has(name) ? now.page : name)))];
}

/** @returns whether the browser allows it */
function store(tag: string): boolean {
  try {
    localStorage.setItem(KEY, tag);
    return true;
  } catch {
    return false;
  }
}

/** Follows a choice that was made on a later page, when the browser brings this one back. */
export async function followStoredLanguage(): Promise<Switched> {
  const stored = readStored();
  const { lang, languages } = words();
  const language = languages.find(({ tag }) => tag === stored && tag !== lang);
  return language === undefined ? 'changed' : switchLanguage(language);
}

function readStored(): string {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

/**
 * The words that boot.ts is fetching, because the reader chose another language earlier. The page starts after them. If
 * they do not arrive, it starts in the language that it came in.
 * @returns undefined if the page came in the right language
 */
export function chosenWords(): Promise<void> | undefined {
  const { chosen } = (document.getElementById('words') ?? {}) as Partial<ChosenWords>;
  return chosen?.then((found) => {
    if (found !== undefined) setWords((now) => ({ ...now, ...found }));
  });
}

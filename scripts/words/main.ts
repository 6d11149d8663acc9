import { parseArgs } from 'node:util';
import { checkLanguages, isFatal } from './check-all.ts';
import { WordsError } from './compile.ts';
import { tableLines } from './explain-table.ts';
import { faultLines } from './fault.ts';
import type { Fault } from './fault.ts';
import { newLanguage } from './new-language.ts';
import { statusLines } from './status.ts';
import { moduleFaults, writeModules } from './write-modules.ts';

/**
 * The words of the product, see words/README.md:
 *   npm run words                      writes the modules that give code its texts
 *   npm run words -- --check [TAG…]    lists what is wrong
 *   npm run words -- --status          counts what is missing, and says who has read a language
 *   npm run words -- --new TAG         begins a language
 *   npm run words -- --notes TABLE     shows the English of a table with its notes
 */
const options = {
  check: { type: 'boolean' },
  status: { type: 'boolean' },
  new: { type: 'string' },
  notes: { type: 'string' },
} as const;
const USAGE = 'npm run words [-- --check [TAG…] | --status | --new TAG | --notes TABLE]. See words/README.md.';

try {
  const { values, positionals } = given();
  if (values.new !== undefined) await begin(values.new);
  else if (values.notes !== undefined) print(await tableLines(values.notes));
  else if (values.status === true) print(await statusLines());
  else if (values.check === true) await check(positionals);
  else await writeModules();
} catch (error) {
  if (!(error instanceof WordsError)) throw error;
  fail(error.message);
}

/** @throws WordsError with the usage */
function given() {
  try {
    const parsed = parseArgs({ options, allowPositionals: true });
    if (parsed.positionals.length === 0 || parsed.values.check === true) return parsed;
  } catch {
    // A misspelt option is answered like a stray word.
  }
  throw new WordsError(USAGE);
}

async function begin(wanted: string): Promise<void> {
  const { tag, name } = await newLanguage(wanted);
  print([`${name}: translate words/${tag}/, beginning with glossary.json. See words/README.md.`]);
}

async function check(tags: readonly string[]): Promise<void> {
  for (const sentence of await moduleFaults()) fail(sentence);
  for (const language of await checkLanguages(tags)) {
    const isFailure = (fault: Fault) => isFatal(fault, language);
    for (const line of faultLines(language.faults.filter(isFailure))) fail(line);
    if (tags.length > 0 || language.draft !== true)
      print(faultLines(language.faults.filter((fault) => !isFailure(fault))));
    if (tags.length === 0 && language.draft === true && language.faults.length > 0)
      print([`${language.tag} is a draft. To see what it needs: npm run words -- --check ${language.tag}`]);
  }
}

function print(lines: readonly string[]): void {
  for (const line of lines) console.log(line);
}

function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}

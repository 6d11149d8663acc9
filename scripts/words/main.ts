import { parseArgs } from 'node:util';
import { checkLanguages, isFatal } from './check-all.ts';
import { faultLine } from './fault.ts';
import { newLanguage } from './new-language.ts';
import { statusLines } from './status.ts';
import { moduleFaults, writeModules } from './write-modules.ts';

/**
 * The words of the product, see words/README.md:
 *   npm run words                      writes the modules that give code its texts
 *   npm run words -- --check [TAG…]    lists what is wrong
 *   npm run words -- --status          counts what is missing, and says who has read a language
 *   npm run words -- --new TAG         begins a language
 */
const options = { check: { type: 'boolean' }, status: { type: 'boolean' }, new: { type: 'string' } } as const;
const { values, positionals } = parseArgs({ options, allowPositionals: true });

if (values.new !== undefined) {
  const { tag, name } = await newLanguage(values.new);
  console.log(`${name}: translate words/${tag}/, beginning with glossary.json. See words/README.md.`);
} else if (values.status === true) {
  (await statusLines()).forEach((line) => console.log(line));
} else if (values.check === true) {
  await check(positionals);
} else {
  await writeModules();
}

async function check(tags: readonly string[]): Promise<void> {
  for (const sentence of await moduleFaults()) fail(sentence);
  for (const language of await checkLanguages(tags)) {
    for (const fault of language.faults) {
      if (isFatal(fault, language)) fail(faultLine(fault));
      else if (tags.length > 0 || language.draft !== true) console.log(faultLine(fault));
    }
    if (tags.length === 0 && language.draft === true && language.faults.length > 0)
      console.log(`${language.tag} is a draft. To see what it needs: npm run words -- --check ${language.tag}`);
  }
}

function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}

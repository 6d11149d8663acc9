import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from './testing/find-browser.ts';
import { endTogether, run } from './testing/processes.ts';

/**
 * The last part of `npm run proof`: every page that a journey checks for accessibility is also checked in the
 * pseudo-languages.
 */
endTogether();
/** These need requests as they are: for going back in the history, and for words that do not arrive. */
const leftOut = ['leaving.spec.ts', 'before-opening.spec.ts'];
const folder = join(import.meta.dirname, '../e2e');
const journeys = readdirSync(folder).filter(
  (name) =>
    name.endsWith('.spec.ts') &&
    !leftOut.includes(name) &&
    readFileSync(join(folder, name), 'utf8').includes('expectAccessible('),
);
const env = {
  ...process.env,
  CHROMIUM: await findBrowser(),
  SOTTO_PROGRAM: join(folder, '../dist/sotto'),
  PSEUDO_LANGUAGES: 'everywhere',
};
const { code } = await run(['playwright', 'test', ...journeys.map((name) => `e2e/${name}`)], { env });
process.exit(code ?? 1);

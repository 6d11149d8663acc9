import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from './testing/find-browser.ts';
import { endTogether, run } from './testing/processes.ts';

/**
 * The last part of `npm run proof`: every page that a journey checks for accessibility is also checked in the
 * pseudo-languages. Back and forward are left out: a browser whose requests are changed keeps no page for them.
 */
endTogether();
const folder = join(import.meta.dirname, '../e2e');
const journeys = readdirSync(folder).filter(
  (name) =>
    name.endsWith('.spec.ts') &&
    name !== 'leaving.spec.ts' &&
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

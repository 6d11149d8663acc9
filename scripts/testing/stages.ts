import { join } from 'node:path';

/** How results are counted: from the runner's report, or as a single test decided by the exit code. */
export type ReportKind = 'vitest' | 'playwright' | 'exit-code';

export interface Stage {
  readonly name: string;
  readonly command: readonly string[];
  readonly report: ReportKind;
  readonly environment?: Readonly<Record<string, string>>;
}

const check = (name: string, ...command: readonly string[]): Stage => ({ name, command, report: 'exit-code' });
const script = (name: string, ...args: readonly string[]): Stage => check(name, process.execPath, ...args);
const vitest = (name: string, ...projects: readonly string[]): Stage => ({
  name,
  command: ['vitest', 'run', ...projects.flatMap((project) => ['--project', project])],
  report: 'vitest',
});

export const format = check('format', 'prettier', '--check', '--log-level', 'warn', '.');
export const lint = check('lint', 'eslint', '--max-warnings', '0', '.');
export const types = check('types', 'tsc', '--noEmit');
export const build = check('build', 'vite', 'build', '--logLevel', 'warn');
export const binary = script('binary', 'scripts/build-binary.ts');
export const bundles = script('bundles', 'scripts/check-bundles.ts');
export const settingsTable = script('settings table', 'scripts/config-table.ts', '--check');
export const fonts = script('fonts', 'scripts/subset-fonts.ts', '--check');
export const manualPage = script('manual page', 'scripts/man-page.ts', '--check');
export const diagram = script('architecture diagram', 'scripts/architecture-diagram.ts', '--check');
export const plainEnglish = script('plain English', 'scripts/lint/plain-english.ts');
export const words = script('words', 'scripts/words/main.ts', '--check');
export const vectors = script('vectors', 'crypto/vectors/generate.ts', '--check');
/** Journeys and terminal tests use the executable that people receive. */
const released = { environment: { SOTTO_PROGRAM: join(import.meta.dirname, '../../dist/sotto') } };

export const unit = vitest('unit', 'node', 'pages');
export const browser = vitest('browser', 'browser');
export const proof = vitest('proof', 'proof');
/** Proofs that compare times or memory. Nothing else may run beside them. */
export const measurement = vitest('measurement', 'measurement');
/** The `sotto` command, as people type it. */
export const terminal: Stage = { ...vitest('terminal', 'terminal'), ...released };
/** The main journeys, in Firefox and in WebKit. */
export const engines: Stage = { ...vitest('engines', 'firefox', 'webkit'), ...released };
/** All journeys, in Chromium. */
export const journeys: Stage = {
  name: 'journeys',
  command: ['playwright', 'test', '--project', 'light-desktop'],
  report: 'playwright',
  ...released,
};
/** Journeys that measure. */
export const measuredJourneys: Stage = {
  ...journeys,
  name: 'measured journeys',
  command: ['playwright', 'test', '--project', 'alone', '--workers', '1'],
};

/** Checks that take seconds. */
export const sourceChecks = [format, settingsTable, manualPage, fonts, diagram, plainEnglish, words, vectors];

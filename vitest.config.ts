import { availableParallelism } from 'node:os';
import { playwright } from '@vitest/browser-playwright';
import solid from 'vite-plugin-solid';
import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';
import { chromiumFlags } from './scripts/testing/chromium-flags.ts';

/** Solid's Node build renders to strings and never runs effects, but the state machines need effects. */
const solidInABrowser = ['browser', 'development'];

const executablePath = process.env['CHROMIUM'];

/** One more than cores: of two cores, two workers left half idle in the terminal's tests and the proofs. */
const maxWorkers = availableParallelism() + 1;

/** Short files that wait for long: for installations in a fresh clone, for expiry, and for restarts. */
const slow = [
  'e2e/terminal/readme-commands.test.ts',
  'proofs/erasure-on-time.proof.ts',
  'proofs/kill.proof.ts',
  'proofs/rolling-restart.proof.ts',
];

/** On a fresh machine Vitest starts with the largest files, and would leave the slow ones for the end. */
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSlow = ({ moduleId }: TestSpecification) => slow.some((path) => moduleId.endsWith(path));
    const sorted = await super.sort(files);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}

/**
 * These proofs compare times or memory, so they run alone, after the others. At its small size, the one on Swift has
 * bounds so wide that others may run beside it.
 */
const measuring = [
  ...(process.env['PROOF_SIZE'] === 'full' ? ['bucket-swift'] : []),
  ...['files-browser', 'files-slow', 'memory', 'timing'],
].map((name) => `proofs/${name}.proof.ts`);

/** Tests wait for conditions, which take longer on a busy machine. */
const patient = { testTimeout: 180_000, hookTimeout: 120_000, expect: { poll: { timeout: 60_000 } } };

const proof = {
  ...patient,
  globalSetup: ['proofs/rig/provide-postgres.ts', 'proofs/rig/provide-programs.ts'],
  testTimeout: 1_800_000,
};

/** The journeys of e2e/engines/, once in each engine. The journeys for Playwright run in Chromium. */
const engine = (name: 'firefox' | 'webkit') => ({
  test: {
    ...patient,
    name,
    maxWorkers,
    include: ['e2e/engines/*.test.ts'],
    testTimeout: 300_000,
    globalSetup: 'e2e/engines/provide-programs.ts',
    provide: { engine: name },
  },
});

/**
 * *.node.test.ts runs only in Node, *.browser.test.ts and *.test.tsx only in Chromium, and crypto in both. The pages'
 * tests in Node have their own project, because they need the words.
 */
export default defineConfig({
  test: {
    silent: 'passed-only',
    sequence: { sequencer: SlowFirst },
    attachmentsDir: 'test-results/attachments',
    projects: [
      {
        test: {
          ...patient,
          name: 'node',
          maxWorkers,
          include: ['{cli,client,crypto,deploy,migrations,releases,scripts,server,bench}/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts'],
          globalSetup: 'server/testing/provide-template.ts',
        },
      },
      {
        ssr: { resolve: { conditions: solidInABrowser } },
        test: {
          ...patient,
          name: 'pages',
          maxWorkers,
          include: ['web/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts'],
          setupFiles: ['scripts/testing/english-words.ts'],
          server: { deps: { inline: [/solid-js/] } },
        },
      },
      {
        plugins: [solid()],
        test: {
          ...patient,
          name: 'browser',
          setupFiles: ['scripts/testing/english-words.ts'],
          include: ['crypto/**/*.test.ts', 'web/**/*.browser.test.ts', 'web/**/*.test.tsx'],
          exclude: ['**/*.node.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { args: chromiumFlags, ...(executablePath && { executablePath }) },
              contextOptions: { permissions: ['clipboard-write'] },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          ...patient,
          name: 'terminal',
          maxWorkers,
          include: ['e2e/terminal/*.test.ts'],
          testTimeout: 240_000,
        },
      },
      engine('firefox'),
      engine('webkit'),
      {
        test: {
          ...proof,
          name: 'proof',
          include: ['proofs/*.proof.ts'],
          exclude: measuring,
          maxWorkers,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...proof,
          name: 'measurement',
          include: measuring,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});

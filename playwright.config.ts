import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { chromiumFlags } from './scripts/testing/chromium-flags.ts';

const executablePath = process.env['CHROMIUM'];
/** A hostname other than localhost, to test what browsers disable on plain http. */
const resolver = '--host-resolver-rules=MAP sotto.example 127.0.0.1';
/** Chrome before 2026 keeps the failure of an `import()` until the page is left (whatwg/html#10327). */
const keepsFailedImports = '--disable-blink-features=ModuleMapDoNotCacheFailedFetch';
const needsReport = process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] !== undefined;

const lightDesktop = { colorScheme: 'light', viewport: { width: 1180, height: 820 } } as const;
/** Measures times and layout shifts, so it runs alone. */
const measuring = '**/first-load.spec.ts';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/journeys',
  fullyParallel: true,
  forbidOnly: true,
  workers: Math.max(2, availableParallelism()),
  // Argon2id takes seconds on a busy machine. Journeys wait for conditions, not for a time.
  timeout: 240_000,
  expect: { timeout: 45_000 },
  reporter: needsReport ? [['dot'], ['json']] : [['list']],
  use: {
    headless: true,
    locale: 'en-GB',
    timezoneId: 'Asia/Kolkata',
    permissions: ['clipboard-write'],
    launchOptions: {
      args: [...chromiumFlags, resolver, keepsFailedImports],
      ...(executablePath && { executablePath }),
    },
  },
  projects: [
    { name: 'light-desktop', use: lightDesktop, testIgnore: measuring },
    { name: 'alone', use: lightDesktop, testMatch: measuring },
  ],
});

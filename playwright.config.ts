import { defineConfig } from '@playwright/test';
import { chromiumFlags } from './scripts/testing/chromium-flags.ts';

const executablePath = process.env['CHROMIUM'];
/** A name that is not loopback's, for what browsers withhold from plain http. */
const resolver = '--host-resolver-rules=MAP sotto.example 127.0.0.1';
const reportIsAskedFor = process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] !== undefined;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/journeys',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  // Argon2id takes seconds on a busy machine; what is waited for is a condition all the same.
  timeout: 240_000,
  expect: { timeout: 45_000 },
  reporter: reportIsAskedFor ? [['dot'], ['json']] : [['list']],
  use: {
    headless: true,
    locale: 'en-GB',
    timezoneId: 'Asia/Kolkata',
    permissions: ['clipboard-write'],
    launchOptions: { args: [...chromiumFlags, resolver], ...(executablePath && { executablePath }) },
  },
  projects: [{ name: 'light-desktop', use: { colorScheme: 'light', viewport: { width: 1180, height: 820 } } }],
});

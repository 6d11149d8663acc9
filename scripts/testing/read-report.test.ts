import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readReport } from './read-report.ts';

test('skipped and flaky tests count as failed', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 1 };
  expect(readReport('playwright', { stats })).toMatchObject({ passed: 4, failed: 3 });
  const vitest = { numPassedTests: 9, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 };
  expect(readReport('vitest', vitest)).toMatchObject({ passed: 9, failed: 4 });
});

test('a failed test of Vitest has its file, its name and the first line of its error', () => {
  const passed = { fullName: 'a b', status: 'passed', failureMessages: [] };
  const failed = {
    fullName: 'a c',
    status: 'failed',
    failureMessages: ['\u001B[31mError: expected 1\u001B[39m\n  at x'],
  };
  const skipped = { fullName: 'a d', status: 'skipped', failureMessages: [] };
  const counts = { numPassedTests: 1, numFailedTests: 1, numPendingTests: 1, numTodoTests: 0 };
  const name = join(process.cwd(), 'server/a.test.ts');
  const broken = {
    name: join(process.cwd(), 'b.test.ts'),
    status: 'failed',
    message: 'No such file',
    assertionResults: [],
  };
  const testResults = [{ name, status: 'failed', message: '', assertionResults: [passed, failed, skipped] }, broken];
  expect(readReport('vitest', { ...counts, testResults }).failures).toEqual([
    'server/a.test.ts › a c: Error: expected 1',
    'server/a.test.ts › a d: skipped',
    'b.test.ts › the file: No such file',
  ]);
});

test('a failed test of Playwright has its file, its name and the first line of its error', () => {
  const spec = (title: string, status: string, message?: string) => ({
    title,
    file: 'a.spec.ts',
    tests: [{ status, results: [{}, message === undefined ? {} : { error: { message } }] }],
  });
  const inner = { specs: [spec('opens', 'unexpected', 'Timeout\n more'), spec('prints', 'skipped')] };
  const suites = [{ specs: [spec('seals', 'expected')], suites: [inner] }];
  const stats = { expected: 1, unexpected: 1, flaky: 0, skipped: 1 };
  expect(readReport('playwright', { stats, suites }).failures).toEqual([
    'a.spec.ts › opens: Timeout',
    'a.spec.ts › prints: skipped',
  ]);
});

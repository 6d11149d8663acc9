import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import * as v from 'valibot';
import type { ReportKind } from './stages.ts';

export interface Results {
  readonly passed: number;
  readonly failed: number;
  /** One line for each failed test: its file, its name and the first line of its error. */
  readonly failures: readonly string[];
}

const VitestTest = v.object({
  fullName: v.string(),
  status: v.string(),
  failureMessages: v.optional(v.nullable(v.array(v.string()))),
});
const VitestReport = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  numPendingTests: v.number(),
  numTodoTests: v.number(),
  testResults: v.optional(
    v.array(
      v.object({ name: v.string(), status: v.string(), message: v.string(), assertionResults: v.array(VitestTest) }),
    ),
    [],
  ),
});
type VitestReport = v.InferOutput<typeof VitestReport>;

const PlaywrightSpec = v.object({
  title: v.string(),
  file: v.string(),
  tests: v.array(
    v.object({
      status: v.string(),
      results: v.array(v.object({ error: v.optional(v.object({ message: v.optional(v.string()) })) })),
    }),
  ),
});
interface PlaywrightSuite {
  readonly specs: readonly v.InferOutput<typeof PlaywrightSpec>[];
  readonly suites?: readonly PlaywrightSuite[] | undefined;
}
const PlaywrightSuite: v.GenericSchema<PlaywrightSuite> = v.object({
  specs: v.array(PlaywrightSpec),
  suites: v.optional(v.array(v.lazy(() => PlaywrightSuite))),
});
const PlaywrightReport = v.object({
  stats: v.object({ expected: v.number(), unexpected: v.number(), flaky: v.number(), skipped: v.number() }),
  suites: v.optional(v.array(PlaywrightSuite), []),
});

const firstLine = (message = '') => stripVTControlCharacters(message).split('\n', 1)[0] ?? '';
const line = (file: string, name: string, message?: string) => `${file} › ${name}: ${firstLine(message)}`;

function vitestFailures({ testResults }: VitestReport): string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(process.cwd(), name);
    const failed = assertionResults.filter((test) => test.status !== 'passed');
    if (failed.length === 0 && status !== 'passed') return [line(file, 'the file', message)];
    return failed.map((test) => line(file, test.fullName, test.failureMessages?.[0] ?? test.status));
  });
}

function playwrightFailures({ specs, suites = [] }: PlaywrightSuite): string[] {
  const own = specs.flatMap(({ title, file, tests }) =>
    tests
      .filter(({ status }) => status !== 'expected')
      .map(({ status, results }) => {
        const message = results.find(({ error }) => error !== undefined)?.error?.message;
        return line(file, title, message ?? status);
      }),
  );
  return [...own, ...suites.flatMap(playwrightFailures)];
}

/**
 * Counts the results of a runner's JSON report. A skipped test proves nothing, so it counts as failed. So does a test
 * that needed a retry.
 *
 * @throws ValiError if this is not such a report
 */
export function readReport(report: Exclude<ReportKind, 'exit-code'>, json: unknown): Results {
  if (report === 'vitest') {
    const counts = v.parse(VitestReport, json);
    return {
      passed: counts.numPassedTests,
      failed: counts.numFailedTests + counts.numPendingTests + counts.numTodoTests,
      failures: vitestFailures(counts),
    };
  }
  const { stats, suites } = v.parse(PlaywrightReport, json);
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + stats.skipped,
    failures: suites.flatMap(playwrightFailures),
  };
}

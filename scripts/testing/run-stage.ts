import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { run } from './processes.ts';
import type { ReportKind, Stage } from './stages.ts';

export interface Outcome {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
}

type Counts = Pick<Outcome, 'passed' | 'failed'>;

const VitestReport = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  numPendingTests: v.number(),
  numTodoTests: v.number(),
});
const PlaywrightReport = v.object({
  stats: v.object({ expected: v.number(), unexpected: v.number(), flaky: v.number(), skipped: v.number() }),
});

/** Counts results. A skipped test proves nothing, so it counts as failed. So does a test that needed a retry. */
export function countResults(report: Exclude<ReportKind, 'exit-code'>, json: unknown): Counts {
  if (report === 'vitest') {
    const counts = v.parse(VitestReport, json);
    return {
      passed: counts.numPassedTests,
      failed: counts.numFailedTests + counts.numPendingTests + counts.numTodoTests,
    };
  }
  const { stats } = v.parse(PlaywrightReport, json);
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped };
}

/** A runner that crashed, wrote no report or found no tests counts as failed, whatever its report says. */
function judge(stage: Stage, exitCode: number | null, reportFile: string): Counts {
  if (stage.report === 'exit-code') return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  let counts: Counts;
  try {
    counts = countResults(stage.report, JSON.parse(readFileSync(reportFile, 'utf8')));
  } catch (error) {
    console.error(`The report of ${stage.name} cannot be read: ${String(error)}`);
    return { passed: 0, failed: 1 };
  }
  const crashed = counts.failed === 0 && (exitCode !== 0 || counts.passed === 0);
  return crashed ? { ...counts, failed: 1 } : counts;
}

/** Stages that run in parallel take longer than alone. */
const STAGE_SECONDS = 1700;

const reporting = (stage: Stage, reportFile: string) =>
  stage.report === 'vitest' ? ['--reporter=dot', '--reporter=json', `--outputFile.json=${reportFile}`] : [];

export interface StageOptions {
  readonly environment?: NodeJS.ProcessEnv;
  /** Prints output only at the end, for stages that run in parallel. */
  readonly held?: boolean;
}

export async function runStage(stage: Stage, { environment = {}, held = false }: StageOptions = {}): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-report-'));
  const reportFile = join(folder, 'report.json');
  const heldFile = join(folder, 'output');
  const output = held ? openSync(heldFile, 'w') : 'inherit';
  console.log(held ? `${stage.name} …` : `\n── ${stage.name}`);
  const began = performance.now();
  try {
    const { code, timedOut } = await run([...stage.command, ...reporting(stage, reportFile)], {
      env: { ...process.env, ...environment, ...stage.environment, PLAYWRIGHT_JSON_OUTPUT_NAME: reportFile },
      stdio: ['ignore', output, output],
      limitSeconds: STAGE_SECONDS,
    });
    if (held) console.log(`\n── ${stage.name}\n${readFileSync(heldFile, 'utf8').trimEnd()}`);
    if (timedOut) console.error(`${stage.name} exceeded its time limit and was ended`);
    const counts = judge(stage, code, reportFile);
    return { name: stage.name, ...counts, seconds: (performance.now() - began) / 1000 };
  } finally {
    if (typeof output === 'number') closeSync(output);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs lanes in parallel, and the stages of each lane in order. @returns outcomes in the order of the stages */
export async function runLanes(
  lanes: readonly (readonly Stage[])[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Outcome[]> {
  const runLane = async (lane: readonly Stage[]) => {
    const outcomes: Outcome[] = [];
    for (const stage of lane) outcomes.push(await runStage(stage, { environment, held: true }));
    return outcomes;
  };
  return (await Promise.all(lanes.map(runLane))).flat();
}

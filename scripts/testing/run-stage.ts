import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './processes.ts';
import { readReport } from './read-report.ts';
import type { Results } from './read-report.ts';
import type { Stage } from './stages.ts';

export interface Outcome extends Results {
  readonly name: string;
  readonly seconds: number;
}

/** A runner that crashed, wrote no report or found no tests counts as failed, whatever its report says. */
function judge(stage: Stage, exitCode: number | null, reportFile: string): Results {
  const ended = `the stage ended with code ${exitCode}`;
  if (stage.report === 'exit-code')
    return exitCode === 0 ? { passed: 1, failed: 0, failures: [] } : { passed: 0, failed: 1, failures: [ended] };
  let results: Results;
  try {
    results = readReport(stage.report, JSON.parse(readFileSync(reportFile, 'utf8')));
  } catch (error) {
    return { passed: 0, failed: 1, failures: [`${ended}, and its report cannot be read: ${String(error)}`] };
  }
  const crashed = results.failed === 0 && (exitCode !== 0 || results.passed === 0);
  return crashed ? { ...results, failed: 1, failures: [...results.failures, ended] } : results;
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

/**
 * Switches colours off: each test is a dot, and a log that keeps only its end must not be full of codes for colours.
 * Playwright writes no colours to a file anyway, and prints a warning if NO_COLOR is set.
 */
const colours = ({ report }: Stage): NodeJS.ProcessEnv => (report === 'playwright' ? {} : { NO_COLOR: '1' });

export async function runStage(stage: Stage, { environment = {}, held = false }: StageOptions = {}): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-report-'));
  const reportFile = join(folder, 'report.json');
  const heldFile = join(folder, 'output');
  const output = held ? openSync(heldFile, 'w') : 'inherit';
  console.log(held ? `${stage.name} …` : `\n── ${stage.name}`);
  const began = performance.now();
  try {
    const { code, timedOut } = await run([...stage.command, ...reporting(stage, reportFile)], {
      env: {
        ...process.env,
        ...colours(stage),
        ...environment,
        ...stage.environment,
        PLAYWRIGHT_JSON_OUTPUT_NAME: reportFile,
      },
      stdio: ['ignore', output, output],
      limitSeconds: STAGE_SECONDS,
    });
    if (held) console.log(`\n── ${stage.name}\n${readFileSync(heldFile, 'utf8').trimEnd()}`);
    if (timedOut) console.error(`${stage.name} exceeded its time limit and was ended`);
    return { name: stage.name, ...judge(stage, code, reportFile), seconds: (performance.now() - began) / 1000 };
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

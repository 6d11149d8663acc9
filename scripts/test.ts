import { findBrowser } from './testing/find-browser.ts';
import { makeMemoryFolder } from './testing/memory-folder.ts';
import { endTogether } from './testing/processes.ts';
import { runLanes } from './testing/run-stage.ts';
import {
  binary,
  browser,
  build,
  bundles,
  engines,
  journeys,
  lint,
  measuredJourneys,
  measurement,
  proof,
  sourceChecks,
  terminal,
  types,
  unit,
} from './testing/stages.ts';
import type { Stage } from './testing/stages.ts';
import { startPostgres } from './testing/start-postgres.ts';
import { summarize } from './testing/summarize.ts';

/**
 * Tests everything from a fresh clone. Installs missing tools, runs every stage even after a failure, and cleans up.
 */
endTogether();

const outcomes = await runLanes([[...sourceChecks, types, build, bundles, binary], [lint]]);

/** A tool that cannot be installed counts as a failed test. Stages that do not need it still run. */
async function provide<Tool>(name: string, get: () => Promise<Tool>): Promise<Tool | undefined> {
  try {
    return await get();
  } catch (error) {
    console.error(error);
    outcomes.push({ name, passed: 0, failed: 1, failures: [String(error)], seconds: 0 });
    return undefined;
  }
}

const memory = makeMemoryFolder();
const postgres = await provide('PostgreSQL', () => startPostgres({ durable: false, below: memory }));
const chromium = await provide('Chromium', findBrowser);
const environment = {
  ...(postgres && { TEST_POSTGRES_URL: postgres.url }),
  ...(chromium && { CHROMIUM: chromium }),
};
const inChromium = (stage: Stage) => (chromium ? [stage] : []);
const inMemory = (stage: Stage): Stage =>
  memory === undefined ? stage : { ...stage, environment: { ...stage.environment, TMPDIR: memory } };
/** Journeys wait for pages half of the time, and unit tests for little, so the two lanes fill the cores. */
const together = [
  [inMemory(unit), inMemory(terminal), proof],
  [...inChromium(inMemory(journeys)), engines, ...inChromium(browser)],
];
outcomes.push(...(await runLanes(together, environment)));
/** These measure. Nothing else may run beside them. */
outcomes.push(...(await runLanes([[...inChromium(measuredJourneys), measurement]], environment)));
await postgres?.stop();
process.exit(summarize(outcomes));

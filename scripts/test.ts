import { findBrowser } from './testing/find-browser.ts';
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

const postgres = await provide('PostgreSQL', () => startPostgres({ durable: false }));
const chromium = await provide('Chromium', findBrowser);
const environment = {
  ...(postgres && { TEST_POSTGRES_URL: postgres.url }),
  ...(chromium && { CHROMIUM: chromium }),
};
const inChromium = (stage: Stage) => (chromium ? [stage] : []);
/** These use half of the cores each, because they wait for installations, for other engines and for one page. */
const together = [[terminal], [engines, ...inChromium(browser)]];
/** One after the other: each stage uses all cores, and tests that share them with another stage time out. */
const stages = [...inChromium(journeys), proof];
const alone = [...inChromium(measuredJourneys), measurement];
for (const lanes of [[[unit]], together, [[...stages, ...alone]]])
  outcomes.push(...(await runLanes(lanes, environment)));
await postgres?.stop();
process.exit(summarize(outcomes));

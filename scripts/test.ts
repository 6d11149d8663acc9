import { join } from 'node:path';
import { findBrowser } from './testing/find-browser.ts';
import { endTogether } from './testing/processes.ts';
import { runLanes, runStage } from './testing/run-stage.ts';
import { binary, browser, engines, journeys, proof, staticChecks, terminal, unit } from './testing/stages.ts';
import { startPostgres } from './testing/start-postgres.ts';
import { summarize } from './testing/summarize.ts';

/**
 * Tests everything from a fresh clone. Installs missing tools, runs every stage even after a failure, and cleans up.
 */
endTogether();

const [building = [], ...reading] = staticChecks;
const outcomes = await runLanes([[...building, binary], ...reading]);
/** Journeys and terminal tests use the executable that people receive. */
const released = { SOTTO_PROGRAM: join(import.meta.dirname, '../dist/sotto') };

/** A tool that cannot be installed counts as a failed test. Stages that do not need it still run. */
async function provide<Tool>(name: string, get: () => Promise<Tool>): Promise<Tool | undefined> {
  try {
    return await get();
  } catch (error) {
    console.error(error);
    outcomes.push({ name, passed: 0, failed: 1, seconds: 0 });
    return undefined;
  }
}

const postgres = await provide('PostgreSQL', startPostgres);
const chromium = await provide('Chromium', findBrowser);
const environment = {
  ...(postgres && { TEST_POSTGRES_URL: postgres.url }),
  ...(chromium && { CHROMIUM: chromium }),
};
outcomes.push(await runStage(unit, { environment }));
outcomes.push(await runStage(terminal, { environment: { ...environment, ...released } }));
outcomes.push(await runStage(engines, { environment: released }));
if (chromium) {
  outcomes.push(await runStage(browser, { environment }));
  outcomes.push(await runStage(journeys, { environment: { ...environment, ...released } }));
}
outcomes.push(await runStage(proof, { environment }));
await postgres?.stop();
process.exit(summarize(outcomes));

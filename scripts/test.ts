import { join } from 'node:path';
import { findBrowser } from './testing/find-browser.ts';
import { endTogether } from './testing/processes.ts';
import { runLanes, runStage } from './testing/run-stage.ts';
import { binary, browser, journeys, proof, staticChecks, terminal, unit } from './testing/stages.ts';
import { startPostgres } from './testing/start-postgres.ts';
import { summarize } from './testing/summarize.ts';

/** Everything, from a fresh clone: gets what it needs, runs every stage even after a failure, leaves nothing behind. */
endTogether();

const [building = [], ...reading] = staticChecks;
const outcomes = await runLanes([[...building, binary], ...reading]);
/** What people in a browser and in a terminal meet is the one file that is handed out. */
const handedOut = { SOTTO_PROGRAM: join(import.meta.dirname, '../dist/sotto') };

/** A tool that cannot be had is a failed test; what does not need it still runs. */
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
outcomes.push(await runStage(terminal, { environment: { ...environment, ...handedOut } }));
if (chromium) {
  outcomes.push(await runStage(browser, { environment }));
  outcomes.push(await runStage(journeys, { environment: { ...environment, ...handedOut } }));
}
outcomes.push(await runStage(proof, { environment }));
await postgres?.stop();
process.exit(summarize(outcomes));

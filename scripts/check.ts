import { INCOMPLETE_WORDS } from './words/fault.ts';
import { endTogether } from './testing/processes.ts';
import { runLanes, runStage } from './testing/run-stage.ts';
import { build, bundles, lint, sourceChecks, types, unit } from './testing/stages.ts';
import { startPostgres } from './testing/start-postgres.ts';
import { summarize } from './testing/summarize.ts';

/** Quick checks after an edit: no browser, no installation, under a minute. `npm test` runs everything. */
endTogether();

process.env[INCOMPLETE_WORDS] = 'allowed';
// Lint takes as long as all others together.
const outcomes = await runLanes([[types, ...sourceChecks, build, bundles], [lint]]);
const postgres = await startPostgres({ mayInstall: false, durable: false });
outcomes.push(await runStage(unit, { environment: { TEST_POSTGRES_URL: postgres.url } }));
await postgres.stop();
process.exit(summarize(outcomes));

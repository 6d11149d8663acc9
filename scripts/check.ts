import { endTogether } from './testing/processes.ts';
import { runLanes, runStage } from './testing/run-stage.ts';
import { staticChecks, unit } from './testing/stages.ts';
import { startPostgres } from './testing/start-postgres.ts';
import { summarize } from './testing/summarize.ts';

/** What an edit is checked with: no browser, nothing installed, under a minute. `npm test` is the whole. */
endTogether();

const outcomes = await runLanes(staticChecks);
const postgres = await startPostgres({ mayInstall: false });
outcomes.push(await runStage(unit, { environment: { TEST_POSTGRES_URL: postgres.url } }));
await postgres.stop();
process.exit(summarize(outcomes));

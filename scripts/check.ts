import { endTogether } from './testing/processes.ts';
import { runStage } from './testing/run-stage.ts';
import type { Outcome } from './testing/run-stage.ts';
import * as stages from './testing/stages.ts';
import { startPostgres } from './testing/start-postgres.ts';
import { summarize } from './testing/summarize.ts';

/** What an edit is checked with: no browser, nothing installed, under a minute. `npm test` is the whole. */
endTogether();

const { format, lint, types, settingsTable, vectors, unit, build, bundles } = stages;
const outcomes: Outcome[] = [];
for (const stage of [format, types, lint, settingsTable, vectors, build, bundles]) outcomes.push(await runStage(stage));

const postgres = await startPostgres({ mayInstall: false });
outcomes.push(await runStage(unit, { TEST_POSTGRES_URL: postgres.url }));
await postgres.stop();
process.exit(summarize(outcomes));

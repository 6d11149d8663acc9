import { endTogether } from './testing/processes.ts';
import { runStage } from './testing/run-stage.ts';
import type { Outcome } from './testing/run-stage.ts';
import * as stages from './testing/stages.ts';
import { summarize } from './testing/summarize.ts';

/** What an edit is checked with: no browser, no PostgreSQL, under a minute. `npm test` is the whole. */
endTogether();

const { format, lint, types, settingsTable, vectors, unit, build, bundles } = stages;
const outcomes: Outcome[] = [];
for (const stage of [format, types, lint, settingsTable, vectors, build, bundles, unit]) {
  outcomes.push(await runStage(stage));
}
process.exit(summarize(outcomes));

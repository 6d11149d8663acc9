import { join } from 'node:path';
import { assetsOnDisk } from '#server/platform/assets.ts';
import { endProcess } from './terminal/interruption.ts';
import { main } from './main.ts';
import { processWorld } from './process-world.ts';

/** `sotto` from a checkout, run by Node. */
const assets = assetsOnDisk(join(import.meta.dirname, '../dist/web'));
endProcess(await main(process.argv.slice(2), processWorld(assets)));

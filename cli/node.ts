import { join } from 'node:path';
import { assetsOnDisk } from '#server/assets.ts';
import { main } from './main.ts';

/** `sotto` from a checkout. */
const { argv, env, stdin, stdout, stderr } = process;
const assets = assetsOnDisk(join(import.meta.dirname, '../dist/web'));
process.exitCode = await main(argv.slice(2), { env, stdin, stdout, stderr, assets });

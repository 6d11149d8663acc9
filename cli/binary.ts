import { getRawAsset } from 'node:sea';
import { unpackFiles } from '#server/platform/packed-files.ts';
import type { Assets } from '#server/platform/assets.ts';
import { endProcess } from './terminal/interruption.ts';
import { loadAddon } from './load-addon.ts';
import { main } from './main.ts';
import { processWorld } from './process-world.ts';

/** `sotto` as a single executable, which contains the files that a checkout has on disk. */
const assets: Assets = {
  webFiles: async () => unpackFiles(getRawAsset('web')),
  sqliteAddon: (dataDir) => loadAddon(new Uint8Array(getRawAsset('sqlite.node')), dataDir),
};
void main(process.argv.slice(2), processWorld(assets)).then(endProcess);

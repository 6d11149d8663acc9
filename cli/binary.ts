import { getRawAsset } from 'node:sea';
import { unpackFiles } from '#server/platform/packed-files.ts';
import type { ProgramAssets } from '#server/platform/assets.ts';
import { endProcess } from './terminal/interruption.ts';
import { loadAddon } from './load-addon.ts';
import { main } from './main.ts';
import { processWorld } from './process-world.ts';

/** `sotto` as a single executable, which contains the files that a checkout has on disk. */
const assets: ProgramAssets = {
  webFiles: async () => unpackFiles(getRawAsset('web')),
  webFile: async (path) => unpackFiles(getRawAsset('web')).get(path),
  sqliteAddon: (dataDir) => loadAddon(new Uint8Array(getRawAsset('sqlite.node')), dataDir),
};
void main(process.argv.slice(2), processWorld(assets)).then(endProcess);

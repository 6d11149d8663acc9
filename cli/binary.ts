import { getRawAsset } from 'node:sea';
import { unpackFiles } from '#server/packed-files.ts';
import type { Assets } from '#server/assets.ts';
import { loadAddon } from './load-addon.ts';
import { main } from './main.ts';

/** `sotto` as a single executable: what is on the disk in a checkout is inside it. */
const assets: Assets = {
  webFiles: async () => unpackFiles(getRawAsset('web')),
  sqliteAddon: (dataDir) => loadAddon(new Uint8Array(getRawAsset('sqlite.node')), dataDir),
};
const { argv, env, stdin, stdout, stderr } = process;
void main(argv.slice(2), { env, stdin, stdout, stderr, assets }).then((exitCode) => {
  process.exitCode = exitCode;
});

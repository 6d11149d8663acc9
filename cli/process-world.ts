import type { ProgramAssets } from '#server/platform/assets.ts';
import type { World } from './world.ts';

/** The world of this process. Each stream opens at first use, because a service never reads its standard input. */
export const processWorld = (assets: ProgramAssets): World => ({
  env: process.env,
  assets,
  get stdin() {
    return process.stdin;
  },
  get stdout() {
    return process.stdout;
  },
  get stderr() {
    return process.stderr;
  },
});

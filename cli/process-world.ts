import type { Assets } from '#server/platform/assets.ts';
import type { World } from './world.ts';

/** This process. Its streams are opened when they are asked for: a service never asks for what it could read. */
export const processWorld = (assets: Assets): World => ({
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

import type { Blobs } from './blobs/blobs.ts';
import type { Config } from './config/config.ts';
import type { Store } from './store.ts';

export interface Clock {
  /** Integer Unix seconds. */
  now(): number;
}

/** Bytes that nobody can guess. */
export type Random = (bytes: number) => Uint8Array<ArrayBuffer>;

export interface Deps {
  readonly config: Config;
  readonly store: Store;
  /** Where bodies lie. */
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly random: Random;
}

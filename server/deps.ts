import type { Blobs } from './blobs/blobs.ts';
import type { Config } from './config/config.ts';
import type { Store } from './store.ts';

export interface Clock {
  /** Integer Unix seconds. */
  now(): number;
}

/** How long the host has been running. Setting the clock does not change it. */
export interface Uptime {
  /** Differs between hosts, and between two starts of one host. */
  readonly bootId: string;
  /** Includes the time that the host was suspended. */
  seconds(): number;
}

/** Bytes that nobody can guess. */
export type Random = (bytes: number) => Uint8Array<ArrayBuffer>;

export interface Deps {
  readonly config: Config;
  readonly store: Store;
  /** Where bodies lie. */
  readonly blobs: Blobs;
  readonly clock: Clock;
  /** Tells a clock that jumped from time that has passed. */
  readonly uptime: Uptime;
  readonly random: Random;
}

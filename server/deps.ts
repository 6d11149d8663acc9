import type { Blobs } from './blobs/blobs.ts';
import type { Config } from './config/config.ts';
import type { Clock, Uptime } from './clock/clock.ts';
import type { Random } from './random.ts';
import type { Store } from './store.ts';

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

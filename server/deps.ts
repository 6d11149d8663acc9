import type { Audit } from './audit/audit.ts';
import type { Blobs } from './blobs/blobs.ts';
import type { Bucket } from './blobs/s3/open-bucket.ts';
import type { Config } from './config/config.ts';
import type { Clock, Uptime } from './clock/clock.ts';
import type { ServerKey } from './keys/server-key.ts';
import type { Random } from './random.ts';
import type { Provider } from './session/provider.ts';
import type { Store } from './store.ts';

export interface Deps {
  readonly config: Config;
  readonly store: Store;
  /** Stores the file bodies. */
  readonly blobs: Blobs;
  /** The bucket that holds them. Absent: they are in the data folder. */
  readonly bucket?: Bucket;
  readonly clock: Clock;
  /** Distinguishes a clock that jumped from time that has passed. */
  readonly uptime: Uptime;
  readonly random: Random;
  /** Absent only with PostgreSQL, if the operator has not set a file. */
  readonly serverKey?: ServerKey;
  /** Whom members sign in with. Absent: nobody can. */
  readonly provider?: Provider;
  /** Absent: no audit. */
  readonly audit?: Audit;
}

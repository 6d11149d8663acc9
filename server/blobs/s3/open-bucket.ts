import type { Blobs } from '#server/blobs/blobs.ts';
import { StartError } from '#server/platform/start-error.ts';
import { claimPrefix } from './claim-prefix.ts';
import type { ObjectLedger } from './object-ledger.ts';
import { openS3Blobs } from './open-s3-blobs.ts';
import { openS3Client } from './s3-client.ts';
import type { S3Connection } from './s3-connection.ts';
import type { StoreFault } from './store-fault.ts';
import { watchStore } from './store-watch.ts';
import { tryStore } from './try-store.ts';

/** Anyone may ask for the state, so the store is asked at most this often. */
const KNOWN_FOR_MS = 10_000;
const ANSWER_MS = 2_000;

/** The bucket that holds the file bodies, as its operator sees it. */
export interface Bucket {
  /**
   * Tries everything that the service does with it. A store that is away now is no reason not to start.
   * @returns warnings. @throws StartError
   */
  check(): Promise<readonly string[]>;
  /** A sentence about what is wrong with it now; undefined if it works. */
  fault(): Promise<string | undefined>;
}

export interface BucketOptions {
  readonly connection: S3Connection;
  readonly ledger: ObjectLedger;
  /** See `claimPrefix`. */
  readonly acceptLost?: boolean | undefined;
  /** The free bytes where the database is. */
  readonly freeBytes: () => Promise<number>;
  /** What is wrong with the store, or that it works again. */
  readonly report: (sentence: string | undefined) => void;
}

/** Asks nothing of the store until it is needed. */
export function openBucket({ connection, ledger, acceptLost, freeBytes, report }: BucketOptions): {
  blobs: Blobs;
  bucket: Bucket;
} {
  const { prefix } = connection;
  const client = openS3Client(connection);
  const claim = () => claimPrefix({ client, ledger, prefix, acceptLost });
  const watch = watchStore({ report: (fault) => report(fault?.message), prepare: claim });
  const blobs = openS3Blobs({ client, ledger, prefix, watch, claim, freeBytes });
  let looked: { readonly at: number; readonly done: Promise<void> } | undefined;

  return {
    blobs,
    bucket: {
      async check() {
        try {
          return await watch.over(() => tryStore(client, prefix));
        } catch (error) {
          const fault = watch.fault();
          if (fault === undefined) throw error;
          if (fault.isUncertain && !isOfSettings(fault))
            return [`${fault.message} Files cannot be used until it works.`];
          throw new StartError(fault.message);
        }
      },
      async fault() {
        if (looked === undefined || performance.now() - looked.at > KNOWN_FOR_MS) {
          looked = { at: performance.now(), done: watch.over(claim).catch(() => undefined) };
        }
        const isSlow = await Promise.race([looked.done.then(() => false), afterMs(ANSWER_MS)]);
        return watch.fault()?.message ?? (isSlow ? 'The object store does not reply.' : undefined);
      },
    },
  };
}

function afterMs(ms: number): Promise<true> {
  return new Promise((resolve) => setTimeout(() => resolve(true), ms).unref());
}

/** Waiting does not help. */
const ofSettings = new Set(['ENOTFOUND', 'EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_TLS_CERT_ALTNAME_INVALID']);
const isOfSettings = ({ code }: StoreFault): boolean => ofSettings.has(code) || /CERT|SIGNATURE/.test(code);

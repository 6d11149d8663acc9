import type { Blobs } from '#server/blobs/blobs.ts';
import type { S3Config } from '#server/config/config.ts';
import { StartError } from '#server/platform/start-error.ts';
import { claimPrefix } from './claim-prefix.ts';
import type { ObjectLedger } from './object-ledger.ts';
import { openS3Blobs } from './open-s3-blobs.ts';
import { openS3Client } from './s3-client.ts';
import type { StoreFault } from './store-fault.ts';
import { watchStore } from './store-watch.ts';
import { tryStore } from './try-store.ts';

/** Anyone may ask whether it works, so the store is asked at most this often. */
const KNOWN_FOR_MS = 10_000;
const MAX_WAIT_MS = 2_000;

/** The bucket that holds the file bodies, as its operator sees it. */
export interface Bucket {
  /**
   * Tries everything that the service does with it. If the store is temporarily down, that is only a warning.
   * @returns warnings. @throws StartError
   */
  check(): Promise<readonly string[]>;
  /** A sentence about what is wrong with it now; undefined if it works. */
  fault(): Promise<string | undefined>;
}

export interface BucketOptions {
  readonly connection: S3Config;
  readonly ledger: ObjectLedger;
  /** See `claimPrefix`. */
  readonly acceptLost?: boolean | undefined;
  /** The free bytes where the database is. */
  readonly freeBytes: () => Promise<number>;
  /** Called with a sentence about a new fault; with undefined when the store works again. */
  readonly report: (sentence: string | undefined) => void;
}

/** Sends no request to the store. */
export function openBucket({ connection, ledger, acceptLost, freeBytes, report }: BucketOptions): {
  blobs: Blobs;
  bucket: Bucket;
} {
  const { prefix } = connection;
  const client = openS3Client(connection);
  const claim = () => claimPrefix({ client, ledger, prefix, acceptLost });
  const watch = watchStore({ report: (fault) => report(fault?.message), prepare: claim });
  const blobs = openS3Blobs({ client, ledger, prefix, watch, claim, freeBytes });
  let lastLook: { readonly at: number; readonly done: Promise<void> } | undefined;

  return {
    blobs,
    bucket: {
      async check() {
        try {
          return await watch.over(() => tryStore(client, prefix));
        } catch (error) {
          const fault = watch.fault();
          if (fault === undefined) throw error;
          if (fault.isUncertain && !isPermanent(fault))
            return [`${fault.message} Files cannot be used until it works.`];
          throw new StartError(fault.message);
        }
      },
      async fault() {
        if (lastLook === undefined || performance.now() - lastLook.at > KNOWN_FOR_MS) {
          lastLook = { at: performance.now(), done: watch.over(claim).catch(() => undefined) };
        }
        const isSlow = await Promise.race([lastLook.done.then(() => false), afterMs(MAX_WAIT_MS)]);
        return watch.fault()?.message ?? (isSlow ? 'The object store does not reply.' : undefined);
      },
    },
  };
}

function afterMs(ms: number): Promise<true> {
  return new Promise((resolve) => setTimeout(() => resolve(true), ms).unref());
}

/** Faults that only the operator can mend. */
const permanentCodes = new Set(['ENOTFOUND', 'EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_TLS_CERT_ALTNAME_INVALID']);
const isPermanent = ({ code }: StoreFault): boolean => permanentCodes.has(code) || /CERT|SIGNATURE/.test(code);

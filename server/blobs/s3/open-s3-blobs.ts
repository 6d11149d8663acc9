import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#server/errors.ts';
import { BodyGone } from '#server/blobs/blobs.ts';
import type { Blobs, NewPart, PartPlace, StoredRange } from '#server/blobs/blobs.ts';
import { measured } from './measured-part.ts';
import { keyOf } from './object-key.ts';
import type { KeptPart, ObjectLedger, ObjectName, PartContent } from './object-ledger.ts';
import { ObjectRange } from './object-range.ts';
import { reapObjects } from './reap-objects.ts';
import { removeDueObjects } from './remove-objects.ts';
import type { S3Client } from './s3-client.ts';
import { unlessMissing } from './store-fault.ts';
import type { StoreWatch } from './store-watch.ts';

/** After a broken connection, the store may still finish the write. */
const UNCERTAIN_SECONDS = 60;
const DELETION_WAIT_MS = 5_000;
const PAGE = 500;

export interface S3BlobsParts {
  readonly client: S3Client;
  readonly ledger: ObjectLedger;
  /** All keys begin with it. */
  readonly prefix: string;
  readonly watch: StoreWatch;
  /** Checks that everything below the prefix belongs to this database. @throws StoreFault */
  readonly claim: () => Promise<void>;
  /** The free bytes where the database is. A bucket has no size. */
  readonly freeBytes: () => Promise<number>;
  /** An object without a row is deleted when it is older. */
  readonly orphanSeconds?: number;
  /** The longest that the end of a share waits for the deletion of its objects. */
  readonly deletionWaitMs?: number | undefined;
}

/**
 * File bodies in a bucket (docs/decisions/0081). Each try of a part is an object of its own, and rows decide which one
 * counts. While the store is down, methods that need it throw AppError `unavailable`.
 */
export function openS3Blobs(parts: S3BlobsParts): Blobs {
  const { ledger, prefix, freeBytes, deletionWaitMs = DELETION_WAIT_MS } = parts;
  const opened = { ...parts, keyOf: (name: ObjectName) => keyOf(prefix, name) };

  return {
    async put(part) {
      checkPart(part);
      const kept = await ledger.find(part);
      return kept === undefined ? putObject(opened, part) : compare(part, kept);
    },
    get: (range) => openRange(opened, range),
    async list(body) {
      checkBody(body);
      return ledger.list(body);
    },
    async deleteBody(body) {
      checkBody(body);
      await ledger.discardBody(body);
      // The rows have decided it. If the store cannot do it now, or takes long, the sweep repeats it.
      const removed = removeDueObjects(opened, { body }).catch(() => undefined);
      await Promise.race([removed, delay(deletionWaitMs, undefined, { ref: false })]);
    },
    deleteDue: () => removeDueObjects(opened),
    async missing(bodies) {
      const found = new Set(await ledger.findBodies(bodies));
      return bodies.filter((body) => !found.has(body));
    },
    bodies: () => bodiesIn(ledger),
    removeLeftovers: (signal) => reapObjects(opened, signal),
    freeBytes,
  };
}

interface Opened extends S3BlobsParts {
  readonly keyOf: (name: ObjectName) => string;
}

async function putObject(opened: Opened, part: NewPart): Promise<'stored' | 'same' | 'different'> {
  const { client, ledger, watch, keyOf } = opened;
  const { body, part: number, length } = part;
  const name = { body, object: newObjectName() };
  const { bytes, digest } = measured(part);
  await ledger.begin(name);
  try {
    await watch.over(() => client.put(keyOf(name), { bytes, length }));
  } catch (error) {
    await ledger.discard(name, error instanceof AppError ? UNCERTAIN_SECONDS : 0).catch(() => undefined);
    // If the store was not asked at all, the bytes have not been read yet.
    for await (const _piece of bytes);
    throw error;
  }
  const content = { length, digest: digest() };
  const outcome = await ledger.keep({ ...name, part: number }, content);
  if (outcome.kind === 'kept') return 'stored';
  await removeDueObjects(opened, { body }).catch(() => undefined);
  if (outcome.kind === 'lost') return isSame(content, outcome.to) ? 'same' : 'different';
  // Its row may be gone, so `removeDueObjects` may not have found it.
  await client.remove(keyOf(name)).catch(() => undefined);
  throw new BodyGone();
}

async function openRange(opened: Opened, { start, end, ...place }: StoredRange): Promise<ObjectRange | undefined> {
  checkPart({ ...place, length: start });
  checkNumber(end - start);
  const { client, ledger, watch, keyOf } = opened;
  const kept = await ledger.find(place);
  if (kept === undefined || kept.length < end) return undefined;
  const key = keyOf({ body: place.body, object: kept.object });
  const open = () => ObjectRange.open(client, { key, start, end });
  return watch.over(() => open().catch(unlessMissing));
}

async function compare(part: NewPart, kept: KeptPart): Promise<'same' | 'different'> {
  const { bytes, digest } = measured(part);
  for await (const _piece of bytes);
  return isSame({ length: part.length, digest: digest() }, kept) ? 'same' : 'different';
}

const isSame = (one: PartContent, other: PartContent): boolean =>
  one.length === other.length && Buffer.compare(one.digest, other.digest) === 0;

const newObjectName = (): string => randomBytes(16).toString('hex');

/** Names are made by the server. Refuses one that would lead to another place in the bucket. */
function checkBody(body: string): void {
  if (!/^[a-z2-7]+$/.test(body)) throw new TypeError('This is not a valid name of a file body.');
}

function checkPart({ body, part, length }: PartPlace & { readonly length: number }): void {
  checkBody(body);
  checkNumber(part);
  checkNumber(length);
}

function checkNumber(value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new TypeError('This is not a valid length or part number.');
}

async function* bodiesIn(ledger: ObjectLedger): AsyncGenerator<string, void> {
  for (let after = ''; ;) {
    const page = await ledger.pageOfBodies(after, PAGE);
    yield* page;
    after = page.at(-1) ?? '';
    if (page.length < PAGE) return;
  }
}

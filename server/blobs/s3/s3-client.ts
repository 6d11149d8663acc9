import { ReadableStream as WebStream } from 'node:stream/web';
import { setTimeout as delay } from 'node:timers/promises';
import { S3mini, S3ServiceError } from 's3mini';
import type { S3Config } from '#server/config/config.ts';
import { connectionFault, refusedFault, StoreFault, unlessMissing } from './store-fault.ts';
import { storeFetch } from './transport.ts';
import type { TransportLimits } from './transport.ts';

/** The pauses between the tries of a read. */
const RETRY_AFTER_MS = [100, 400, 1200];
const SESSION_TOKEN = 'x-amz-security-token';
/** The most keys that S3 lists in one reply. */
const PAGE = 1000;

export interface ListedObject {
  readonly key: string;
  /** How long ago it was stored, by the clock of the store. */
  readonly ageSeconds: number;
}

export interface ObjectPage {
  readonly objects: readonly ListedObject[];
  /** Absent on the last page. */
  readonly next?: string;
}

export interface NewObject {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly length: number;
}

/** The requests that Sotto makes. Every method throws StoreFault if it fails; `put` also throws the errors of its bytes. */
export interface S3Client {
  /** Reads all of the bytes in any case. Durable when it resolves. Tried once, because the bytes exist only once. */
  put(key: string, object: NewObject): Promise<void>;
  /** @returns the bytes from `start` (inclusive) to `end` (exclusive), as they arrive */
  get(key: string, range: { readonly start: number; readonly end: number }): Promise<AsyncIterable<Uint8Array>>;
  /** Not an error if there is no such object. Tried once. */
  remove(key: string): Promise<void>;
  /** A page of the keys that begin with `prefix`, in their order. */
  list(prefix: string, after?: string): Promise<ObjectPage>;
  /** Whether the bucket keeps former versions; undefined if the key may not ask. */
  keepsVersions(): Promise<boolean | undefined>;
  /** Whether the bucket has a rule that deletes or moves objects below the prefix; undefined if the key may not ask. */
  hasLifecycle(prefix: string): Promise<boolean | undefined>;
}

export function openS3Client(connection: S3Config, limits: TransportLimits = {}): S3Client {
  const transport = storeFetch(limits);
  let storeTime = Date.now();
  const s3 = signing(connection, async (input, init) => {
    const reply = await transport(input, init);
    const date = Date.parse(reply.headers.get('date') ?? '');
    storeTime = Number.isNaN(date) ? Date.now() : date;
    return reply;
  });
  return { ...objectsIn(s3), ...questionsTo(s3), list: (prefix, after) => listPage(prefix, after) };

  function listPage(prefix: string, after: string | undefined): Promise<ObjectPage> {
    return withRetries('Listing the objects', async () => {
      const page = await s3.listObjectsPaged('/', prefix, PAGE, after);
      if (page?.objects === undefined || page.objects === null) throw refusedFault(NO_BUCKET, 'Listing the objects');
      const { objects, nextContinuationToken: next } = page;
      const ageOf = (stored: Date) => (storeTime - stored.getTime()) / 1000;
      return {
        objects: objects.map(({ Key, LastModified }) => ({ key: Key, ageSeconds: ageOf(LastModified) })),
        ...(next !== undefined && { next }),
      };
    });
  }
}

const NO_BUCKET = { status: 404, body: '<Code>NoSuchBucket</Code>' };

function objectsIn(s3: S3mini): Pick<S3Client, 'put' | 'get' | 'remove'> {
  return {
    async put(key, { bytes, length }) {
      const source = watched(bytes);
      try {
        await tryOnce('Writing an object', () =>
          s3.putObject(key, WebStream.from(source.bytes) as ReadableStream, undefined, undefined, undefined, length),
        );
      } catch (error) {
        await source.readToEnd();
        throw error;
      }
    },
    get: (key, { start, end }) =>
      withRetries('Reading an object', async () => {
        const reply = await s3.getObjectRaw(key, false, start, end);
        if (reply.status === 206 && reply.body !== null) return reply.body as AsyncIterable<Uint8Array>;
        await reply.body?.cancel();
        throw new StoreFault('refused', `HTTP ${reply.status}`, 'The object store ignores ranges.');
      }),
    remove: (key) => tryOnce('Deleting an object', () => s3.deleteObject(key)).then(() => undefined, unlessMissing),
  };
}

/** The answer is undefined if the access key has no permission to ask. */
function questionsTo(s3: S3mini): Pick<S3Client, 'keepsVersions' | 'hasLifecycle'> {
  return {
    keepsVersions: () =>
      withRetries('Asking for versioning', async () => (await s3.getBucketVersioning()) !== 'Off').catch(
        () => undefined,
      ),
    hasLifecycle: (prefix) =>
      withRetries('Asking for lifecycle rules', async () => {
        const reply = await s3.getObjectRaw('', true, 0, undefined, { lifecycle: '' });
        return deletesBelow(await reply.text(), prefix);
      }).catch((error: unknown) => (error instanceof StoreFault && error.kind === 'missing' ? false : undefined)),
  };
}

/** @param rules the document of a bucket's lifecycle configuration */
export function deletesBelow(rules: string, prefix: string): boolean {
  const all = [...rules.matchAll(/<Rule>([\s\S]*?)<\/Rule>/g)].map(([, rule = '']) => rule);
  return all.some((rule) => {
    const of = /<Prefix>([^<]*)<\/Prefix>/.exec(rule)?.[1] ?? '';
    const isOurs = `${prefix}/`.startsWith(of) || of.startsWith(`${prefix}/`);
    return isOurs && rule.includes('<Status>Enabled<') && /<(Expiration|Transition)>/.test(rule);
  });
}

function signing(connection: S3Config, fetch: typeof globalThis.fetch): S3mini {
  const { url, bucket, region, pathStyle, sessionToken } = connection;
  const { protocol, host } = new URL(url);
  const s3 = new S3mini({
    accessKeyId: connection.accessKey,
    secretAccessKey: connection.secretKey,
    endpoint: pathStyle ? `${protocol}//${host}/${bucket}` : `${protocol}//${bucket}.${host}`,
    region,
    fetch,
  });
  return sessionToken === undefined ? s3 : withSessionToken(s3, sessionToken);
}

interface Signer {
  _sign: (...request: readonly [method: string, path: string, query?: object, headers?: object]) => Promise<unknown>;
}

/** s3mini does not know session tokens, and some of its requests take no headers. The token must be signed as well. */
function withSessionToken(s3: S3mini, token: string): S3mini {
  const signer = s3 as unknown as Signer;
  const sign = signer._sign.bind(s3);
  signer._sign = (...[method, path, query, headers]) =>
    sign(method, path, query, { ...headers, [SESSION_TOKEN]: token });
  return s3;
}

interface Watched {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Reads the rest, whatever the store did. @throws the error of the bytes */
  readonly readToEnd: () => Promise<void>;
}

/** A failed request may stop before the end of the bytes, and its error hides theirs. */
function watched(bytes: AsyncIterable<Uint8Array>): Watched {
  const pieces = bytes[Symbol.asyncIterator]();
  let failed: { readonly error: unknown } | undefined;
  const next = async (): Promise<IteratorResult<Uint8Array, undefined>> => {
    if (failed) throw failed.error;
    try {
      const piece = await pieces.next();
      return piece.done === true ? { done: true, value: undefined } : piece;
    } catch (error) {
      failed = { error };
      throw error;
    }
  };
  const readToEnd = async () => {
    for (let piece = await next(); piece.done !== true;) piece = await next();
  };
  return { bytes: { [Symbol.asyncIterator]: () => ({ next }) }, readToEnd };
}

/** @throws StoreFault */
async function tryOnce<T>(attempted: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asFault(error, attempted);
  }
}

/** Retries if the store fails or cannot be reached. */
async function withRetries<T>(attempted: string, work: () => Promise<T>): Promise<T> {
  for (const pauseMs of RETRY_AFTER_MS) {
    try {
      return await tryOnce(attempted, work);
    } catch (error) {
      if (!(error instanceof StoreFault) || !error.isUncertain) throw error;
      await delay(pauseMs);
    }
  }
  return tryOnce(attempted, work);
}

function asFault(error: unknown, attempted: string): StoreFault {
  if (error instanceof StoreFault) return error;
  if (error instanceof S3ServiceError) return refusedFault({ status: error.status, body: error.body ?? '' }, attempted);
  return connectionFault(error, attempted);
}

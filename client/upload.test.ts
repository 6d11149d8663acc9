import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe as group, expect, test } from 'vitest';
import { bodyLengths, ENCRYPTED_CHUNK_BYTES } from '#crypto/body-lengths.ts';
import { CHUNK_BYTES } from '#crypto/limits.ts';
import { MAX_PART_CHUNKS } from '#server/file-bodies/wire.ts';
import { decodeFrame } from '#server/http/frame.ts';
import { openTestService } from '#server/testing/test-service.ts';
import type { TestService } from '#server/testing/test-service.ts';
import { createApi } from './api.ts';
import type { Api } from './api.ts';
import { NetworkError } from './errors.ts';
import { noise, opened, prepared, readAll, sentFiles, testFiles } from './testing/shared-files.ts';
import { SourceError, uploadBody } from './upload.ts';
import type { UploadOptions } from './upload.ts';

/** More than one large part: these uploads begin with a trial. */
const LARGE = 11 * CHUNK_BYTES + 7;
const SMALL = 3 * CHUNK_BYTES;
/** nginx's default client_max_body_size. */
const NGINX_MAX_BYTES = 2 ** 20;

let service: TestService;
let api: Api;
const wait = async () => undefined;

beforeAll(async () => {
  service = await openTestService();
  api = createApi({ baseUrl: service.baseUrl, fetch: service.fetch, wait });
});
beforeEach(() => {
  service.asked.length = 0;
  service.between = (_asked, go) => go();
});
afterAll(async () => service[Symbol.asyncDispose]());

const html = (status: number) => new Response('<h1>no</h1>', { status, headers: { 'content-type': 'text/html' } });
const problem = (status: number, code: string, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ status, code }), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
const isPart = (line: string) => line.includes('/parts/');
const sentParts = () =>
  service.asked
    .filter(({ line }) => isPart(line))
    .map(({ line, body }) => ({
      part: Number(line.split('/').at(-1)),
      bytes: Buffer.from(decodeFrame(body)?.tail ?? expect.unreachable()),
      frameBytes: body.length,
    }));
const cuts = () =>
  service.asked
    .filter(({ line }) => line.endsWith('/upload'))
    .map(({ body }) => (JSON.parse(new TextDecoder().decode(body)) as { partChunks: number }).partChunks);

/** Checks that every copy of a chunk was identical: no nonce encrypts two plaintexts. */
function expectOneCiphertext() {
  const seen = new Map<number, Buffer>();
  const chunksOfPart = cuts()[0] ?? 1;
  for (const { part, bytes } of sentParts()) {
    const whole = bytes.length > ENCRYPTED_CHUNK_BYTES || cuts().length === 1 ? chunksOfPart : 1;
    for (let i = 0; i * ENCRYPTED_CHUNK_BYTES < bytes.length; i++) {
      const chunk = bytes.subarray(i * ENCRYPTED_CHUNK_BYTES, (i + 1) * ENCRYPTED_CHUNK_BYTES);
      const first = seen.get(part * whole + i) ?? chunk;
      expect(first.equals(chunk)).toBe(true);
      seen.set(part * whole + i, first);
    }
  }
}

async function arrives(size: number, options: UploadOptions = {}, by = api) {
  const sent = testFiles(size);
  let readUntil = 0;
  const read = (start: number, end: number) => {
    expect(start).toBe(readUntil);
    readUntil = end;
    return sent.source.read(start, end);
  };
  const shared = await sentFiles(by, { ...sent, source: { read } }, { wait, ...options });
  expect(readUntil).toBe(size);
  service.between = (_asked, go) => go();
  const { holder } = await opened(api, shared);
  expect(Buffer.from(await readAll(api, holder)).equals(sent.content)).toBe(true);
  expectOneCiphertext();
}

async function uploading(size: number, options: UploadOptions = {}) {
  const { files, source } = testFiles(size);
  const { body: task = expect.unreachable() } = await prepared(api, files);
  return uploadBody(api, { task, source }, { wait, ...options });
}

group('the size of parts', () => {
  test('fits an unconfigured nginx when a part is one chunk', async () => {
    await arrives(SMALL);
    expect(cuts()).toEqual([1]);
    expect(ENCRYPTED_CHUNK_BYTES).toBe(524_304);
    expect(Math.max(...sentParts().map(({ frameBytes }) => frameBytes))).toBeLessThan(NGINX_MAX_BYTES);
  });

  test('is large if the path takes it: first one part alone, then four at once', async () => {
    let [now, most] = [0, 0];
    const atStart: number[] = [];
    service.between = async ({ line }, go) => {
      if (!isPart(line)) return go();
      most = Math.max(most, (now += 1));
      atStart.push(now);
      const answer = await go();
      await new Promise(setImmediate);
      now -= 1;
      return answer;
    };
    await arrives(50 * CHUNK_BYTES);
    expect(cuts()).toEqual([MAX_PART_CHUNKS]);
    expect(atStart.slice(0, 2)).toEqual([1, 1]);
    expect(most).toBe(4);
  });

  test.each([
    ['a proxy refuses large parts', () => html(413)],
    ['the service refuses large parts', () => problem(413, 'too-large')],
  ])('is small if %s, and the same chunks are sent in smaller parts', async (_name, refusal) => {
    service.between = ({ body }, go) => (body.length > NGINX_MAX_BYTES ? refusal() : go());
    const failures: unknown[] = [];
    await arrives(LARGE, { onRetry: (error) => failures.push(error) });
    expect(cuts()).toEqual([MAX_PART_CHUNKS, 1]);
    expect(failures).toEqual([]);
  });

  test('is small if a large part failed twice, even if only its reply was lost', async () => {
    service.between = async ({ body }, go) => {
      const answer = await go();
      if (body.length > NGINX_MAX_BYTES) throw new TypeError('fetch failed');
      return answer;
    };
    await arrives(LARGE);
    expect(cuts()).toEqual([MAX_PART_CHUNKS, 1]);
    expect(sentParts().filter(({ bytes }) => bytes.length > ENCRYPTED_CHUNK_BYTES)).toHaveLength(2);
  });

  test('stays large after one failure', async () => {
    let left = 1;
    service.between = ({ line }, go) => {
      if (isPart(line) && left-- > 0) throw new TypeError('fetch failed');
      return go();
    };
    const failures: unknown[] = [];
    await arrives(LARGE, { onRetry: (error) => failures.push(error?.message) });
    expect(cuts()).toEqual([MAX_PART_CHUNKS]);
    expect(failures).toEqual(['unreachable', undefined]);
  });

  test('is small if a large part takes longer than ten seconds', async () => {
    const slow: Api = {
      ...api,
      putPart: (...[id, part, content, options]) => {
        if (content.bytes.length <= ENCRYPTED_CHUNK_BYTES) return api.putPart(id, part, content, options);
        expect(options?.timeoutSeconds).toBe(10);
        return Promise.reject(new NetworkError('timeout'));
      },
    };
    await arrives(LARGE, {}, slow);
    expect(cuts()).toEqual([MAX_PART_CHUNKS, 1]);
  });

  test('ends the upload if even small parts are too large, or if a part is refused after the trial', async () => {
    service.between = ({ line }, go) => (isPart(line) ? html(413) : go());
    await expect(uploading(LARGE)).rejects.toMatchObject({ code: 'too-large' });
    service.between = ({ line }, go) => (line.endsWith('/parts/1') ? html(413) : go());
    await expect(uploading(LARGE)).rejects.toMatchObject({ code: 'too-large' });
  });
});

group('a temporary error', () => {
  type Fault = 'unreachable' | 'lost' | 'gateway' | 'unavailable' | 'limited' | 'none';
  const meet = async (fault: Fault, go: () => Promise<Response>): Promise<Response> => {
    if (fault === 'unreachable') throw new TypeError('fetch failed');
    if (fault === 'gateway') return html(502);
    if (fault === 'unavailable') return problem(503, 'unavailable', { 'retry-after': '2' });
    if (fault === 'limited') return problem(429, 'rate-limited', { 'retry-after': '40' });
    const answer = await go();
    if (fault === 'lost') throw new TypeError('fetch failed');
    return answer;
  };

  test('is retried wherever it happens, with identical bytes', async () => {
    const fault = fc.constantFrom<Fault>('none', 'none', 'unreachable', 'lost', 'gateway', 'unavailable', 'limited');
    const size = fc.constantFrom(SMALL, LARGE);
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 40 }), size, async (faults, bytes) => {
        service.asked.length = 0;
        const left = [...faults];
        service.between = ({ line }, go) => meet(line.startsWith('PUT') ? (left.shift() ?? 'none') : 'none', go);
        const failures: (Error | undefined)[] = [];
        const sent = testFiles(bytes);
        const share = await prepared(api, sent.files);
        const task = share.body ?? expect.unreachable();
        await uploadBody(api, { task, source: sent.source }, { wait, onRetry: (error) => failures.push(error) });
        expect(failures.at(-1)).toBeUndefined();
        service.between = (_asked, go) => go();
        const { holder } = await opened(api, await share.send());
        expect(Buffer.from(await readAll(api, holder)).equals(sent.content)).toBe(true);
        expectOneCiphertext();
      }),
      { numRuns: 12 },
    );
  });

  test('is retried without a time limit, and after the Retry-After', async () => {
    const waits: number[] = [];
    let faults = 100;
    service.between = ({ line }, go) => {
      if (!isPart(line)) return go();
      faults -= 1;
      return faults > 0 ? problem(429, 'rate-limited', { 'retry-after': '90' }) : go();
    };
    await arrives(1000, { wait: async (seconds) => void waits.push(seconds) });
    expect(waits).toHaveLength(99);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(90);
  });

  test('can be a restart of the server, three times', async () => {
    let parts = 0;
    let down = 0;
    service.between = async ({ line }, go) => {
      if (isPart(line) && [3, 7, 12].includes((parts += 1))) {
        down = 3;
        await service.restart();
      }
      if (down-- > 0) throw new TypeError('fetch failed');
      return go();
    };
    service.between = refusingLarge(service.between);
    await arrives(LARGE);
    expect(cuts()).toEqual([MAX_PART_CHUNKS, 1]);
  });

  const refusingLarge =
    (next: TestService['between']): TestService['between'] =>
    (asked, go) =>
      asked.body.length > NGINX_MAX_BYTES ? html(413) : next(asked, go);

  test.each(['timeout', 'unreachable'] as const)(
    'of kind %s reduces the upload to one request at a time until one succeeds',
    async (reason) => {
      let [now, slow] = [0, 4];
      const atOnce: number[] = [];
      const full = Promise.withResolvers<undefined>();
      const poor: Api = {
        ...api,
        putPart: async (...part) => {
          atOnce.push((now += 1));
          if (now === 4) full.resolve(undefined);
          await full.promise;
          try {
            if (slow-- > 0) throw new NetworkError(reason);
            return await api.putPart(...part);
          } finally {
            now -= 1;
          }
        },
      };
      await arrives(6 * CHUNK_BYTES, {}, poor);
      expect(atOnce.slice(0, 6)).toEqual([1, 2, 3, 4, 1, 1]);
      expect(Math.max(...atOnce.slice(6))).toBeGreaterThan(1);
    },
  );
});

test.each([SMALL, LARGE])('the upload waits while the disk is full (%i bytes)', async (size) => {
  let refused = 0;
  service.between = ({ line }, go) => (isPart(line) && refused++ < 3 ? problem(507, 'insufficient-storage') : go());
  const failures: unknown[] = [];
  await arrives(size, { onRetry: (error) => failures.push(error) });
  expect(refused).toBeGreaterThan(3);
  expect(failures).toContainEqual(expect.objectContaining({ code: 'insufficient-storage' }));
});

test('a disk that is full at the beginning ends the upload', async () => {
  service.between = ({ line }, go) => (line.endsWith('/upload') ? problem(507, 'insufficient-storage') : go());
  await expect(arrives(3 * CHUNK_BYTES)).rejects.toMatchObject({ code: 'insufficient-storage' });
});

group('a permanent error', () => {
  test.each([
    ['ended', 410],
    ['conflict', 409],
    ['not-found', 404],
  ])('(%s) ends the upload and its other requests', async (code, status) => {
    let underWay = 0;
    const full = Promise.withResolvers<undefined>();
    const stopped: unknown[] = [];
    const stuck: Api = {
      ...api,
      putPart: async (...[id, part, content, options]) => {
        if (part === 2) {
          await full.promise;
          return api.putPart(id, part, content, options);
        }
        underWay += 1;
        if (underWay === 3) full.resolve(undefined);
        return new Promise((_resolve, reject) => {
          const signal = options?.signal;
          signal?.addEventListener('abort', () => {
            stopped.push(signal.reason);
            reject(signal.reason as Error);
          });
        });
      },
    };
    service.between = ({ line }, go) => (isPart(line) ? problem(status, code) : go());
    const { files, source } = testFiles(5 * CHUNK_BYTES);
    const { body: task = expect.unreachable() } = await prepared(stuck, files);
    await expect(uploadBody(stuck, { task, source }, { wait })).rejects.toMatchObject({ code });
    expect(underWay).toBe(3);
    expect(stopped).toMatchObject([{ code }, { code }, { code }]);
  });

  test('can be a file that changed', async () => {
    const { files, source } = testFiles(SMALL);
    for (const bytes of [async () => new Uint8Array(1), () => Promise.reject(new SourceError('gone'))]) {
      const read = (start: number, end: number) => (start === CHUNK_BYTES ? bytes() : source.read(start, end));
      const { body: task = expect.unreachable() } = await prepared(api, files);
      await expect(uploadBody(api, { task, source: { read } })).rejects.toBeInstanceOf(SourceError);
    }
  });

  test('can be a second upload of the same file body', async () => {
    const { files, source } = testFiles(10);
    const { body: task = expect.unreachable() } = await prepared(api, files);
    await uploadBody(api, { task, source });
    await expect(uploadBody(api, { task, source })).rejects.toThrow('encrypted once');
  });
});

group('an upload', () => {
  test('waits while it is paused, and then continues', async () => {
    const gates: (() => void)[] = [];
    const whenRunning = () => new Promise<void>((resolve) => gates.push(resolve));
    const upload = uploading(SMALL, { whenRunning, inFlight: 1 });
    for (let requests = 1; requests <= 4; requests++) {
      await expect.poll(() => gates.length).toBe(requests);
      expect(service.asked.filter(({ line }) => line.startsWith('PUT'))).toHaveLength(requests - 1);
      gates.at(-1)?.();
    }
    await upload;
  });

  test.each<[string, (never: Promise<never>) => { options?: UploadOptions; read?: () => Promise<never> }]>([
    ['it is paused', (never) => ({ options: { whenRunning: () => never } })],
    ['it waits for the next try', (never) => ({ options: { wait: () => never } })],
    ['it reads', (never) => ({ read: () => never })],
  ])('ends immediately with the reason when it is aborted while %s', async (_name, hang) => {
    const hanging = Promise.withResolvers<undefined>();
    const never = new Promise<never>(() => undefined);
    const { options = {}, read } = hang(never);
    const stop = new AbortController();
    const { files, source } = testFiles(SMALL);
    const { body: task = expect.unreachable() } = await prepared(api, files);
    service.between = ({ line }, go) => {
      if (options.wait) hanging.resolve(undefined);
      if (options.wait) throw new TypeError('fetch failed');
      if (line.endsWith('/upload')) hanging.resolve(undefined);
      return go();
    };
    if (options.whenRunning) hanging.resolve(undefined);
    const upload = uploadBody(api, { task, source: read ? { read } : source }, { ...options, signal: stop.signal });
    await hanging.promise;
    stop.abort(new Error('enough'));
    await expect(upload).rejects.toThrow('enough');
  });

  test('ends immediately when it is aborted while parts are being sent, and before it begins', async () => {
    const stop = new AbortController();
    service.between = ({ line }, go) => {
      if (isPart(line)) stop.abort(new Error('enough'));
      return isPart(line) ? new Promise<never>(() => undefined) : go();
    };
    await expect(uploading(SMALL, { signal: stop.signal })).rejects.toThrow('enough');
    service.asked.length = 0;
    await expect(uploading(SMALL, { signal: stop.signal })).rejects.toThrow('enough');
    expect(service.asked.filter(({ line }) => line.startsWith('PUT'))).toEqual([]);
  });

  test('reads each part once and in order, within its memory limit', async () => {
    const total = 60 * CHUNK_BYTES + 1;
    const [content, reads]: [Uint8Array, [number, number][]] = [noise(total), []];
    let acknowledged = 0;
    const read = async (start: number, end: number) => {
      const held = bodyLengths(total).encryptedBytes === acknowledged ? 0 : start - acknowledged;
      expect(held).toBeLessThanOrEqual(7 * MAX_PART_CHUNKS * CHUNK_BYTES);
      reads.push([start, end]);
      return content.slice(start, end);
    };
    const { body: task = expect.unreachable() } = await prepared(api, [{ name: 'a', size: total, type: '' }]);
    await uploadBody(api, { task, source: { read } }, { onProgress: (bytes) => (acknowledged = bytes) });
    const part = MAX_PART_CHUNKS * CHUNK_BYTES;
    expect(reads).toEqual(Array.from({ length: 8 }, (_, i) => [i * part, Math.min(total, (i + 1) * part)]));
  });
});

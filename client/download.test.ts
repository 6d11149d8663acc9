import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe as group, expect, test } from 'vitest';
import { bodyLengths, ENCRYPTED_CHUNK_BYTES } from '#crypto/body-lengths.ts';
import { CHUNK_BYTES } from '#crypto/limits.ts';
import type { ReadChunksBody } from '#server/file-bodies/wire.ts';
import { openTestService } from '#server/testing/test-service.ts';
import type { TestService } from '#server/testing/test-service.ts';
import { createApi } from './api.ts';
import type { Api } from './api.ts';
import { chunksAfter, keepLease, readBody } from './download.ts';
import type { BodyHolder } from './download.ts';
import { NetworkError } from './errors.ts';
import { acknowledge } from './open.ts';
import { finished, opened, prepared, readAll, sentFiles, testFiles } from './testing/shared-files.ts';

/** 44 chunks in four requests; the last chunk is padded. */
const LARGE = 44 * CHUNK_BYTES - 9;
const wait = async () => undefined;
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

let service: TestService;
let api: Api;
/** A share with unlimited views, and a second one with the same files. */
let holder: BodyHolder;
let other: BodyHolder;
const { content, ...sent } = testFiles(LARGE - 5, 5);
/** The stored chunks of `holder`. */
let stored: Buffer;

beforeAll(async () => {
  service = await openTestService();
  api = createApi({ baseUrl: service.baseUrl, fetch: service.fetch, wait });
  ({ holder } = await opened(api, await sentFiles(api, { content, ...sent })));
  ({ holder: other } = await opened(api, await sentFiles(api, { content, ...sent })));
  service.between = async ({ line }, go) => {
    const answer = await go();
    if (line.endsWith('/body')) pieces.push(Buffer.from(await answer.clone().arrayBuffer()));
    return answer;
  };
  const pieces: Buffer[] = [];
  await readAll(api, holder);
  stored = Buffer.concat(pieces);
});
beforeEach(() => {
  service.asked.length = 0;
  service.between = (_asked, go) => go();
});
afterAll(async () => service[Symbol.asyncDispose]());

const isBody = (line: string) => line.endsWith('/body');
const rangesAsked = () =>
  service.asked
    .filter(({ line }) => isBody(line))
    .map(({ body }) => JSON.parse(new TextDecoder().decode(body)) as ReadChunksBody)
    .map(({ from, chunks }) => [from, chunks]);
const octets = (bytes: Uint8Array<ArrayBuffer>) =>
  new Response(bytes, { headers: { 'content-type': 'application/octet-stream' } });
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no failure',
    (error: unknown) => error,
  );

group('a download', () => {
  test('requests more chunks at a time, up to sixteen, and one request ahead', async () => {
    expect(stored.length).toBe(bodyLengths(LARGE).encryptedBytes);
    const reading = readBody(api, holder, { start: 0, end: LARGE });
    await reading.next();
    expect(rangesAsked()).toEqual([
      [0, 4],
      [4, 8],
    ]);
    await reading.return();
    expect(same(await readAll(api, holder), content)).toBe(true);
    expect(rangesAsked().slice(2)).toEqual([
      [0, 4],
      [4, 8],
      [12, 16],
      [28, 16],
    ]);
  });

  test('of any range requests only its chunks and yields only its bytes', async () => {
    const edge = fc.constantFrom(0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 16 * CHUNK_BYTES, LARGE);
    const at = fc.oneof(edge, fc.integer({ min: 0, max: 20 * CHUNK_BYTES }));
    await fc.assert(
      fc.asyncProperty(at, at, async (a, b) => {
        service.asked.length = 0;
        const [start, end] = a < b ? [a, b] : [b, a];
        expect(same(await readAll(api, holder, { start, end }), content.subarray(start, end))).toBe(true);
        const asked = rangesAsked().reduce((sum, [, chunks = 0]) => sum + chunks, 0);
        const first = Math.floor(start / CHUNK_BYTES);
        expect(asked).toBe(start === end ? 0 : Math.ceil(end / CHUNK_BYTES) - first);
      }),
      { numRuns: 20 },
    );
  });

  test('beyond the file body is refused', async () => {
    for (const [start, end] of [
      [-1, 5],
      [5, 4],
      [0, LARGE + 1],
      [Number.NaN, 1],
    ] as const) {
      expect(await failure(readAll(api, holder, { start, end }))).toBeInstanceOf(RangeError);
    }
    expect(service.asked).toEqual([]);
  });

  test('spends no view, survives three restarts of the server, and ends with its acknowledgement', async () => {
    let answers = 0;
    let down = 0;
    service.between = async ({ line }, go) => {
      if (!isBody(line)) return go();
      if ([2, 4, 6].includes((answers += 1))) {
        down = 2;
        await service.restart();
      }
      if (down-- > 0) throw new TypeError('fetch failed');
      return go();
    };
    const failures: (string | undefined)[] = [];
    const { holder: own } = await opened(api, await sentFiles(api, { content, ...sent }));
    const read = await readAll(api, own, { wait, onRetry: (error) => failures.push(error?.message) });
    expect(same(read, content)).toBe(true);
    expect(failures.at(-1)).toBeUndefined();
    expect(failures).toContain('unreachable');
    expect(await acknowledge(api, own)).toMatchObject({ state: 'spent' });
    expect(await failure(readAll(api, own))).toMatchObject({ code: 'ended' });
  });

  test('resumes at the first missing chunk, wherever a reply breaks off', async () => {
    type Fault = 'none' | 'lost' | 'cut' | 'unavailable';
    const meet = async (fault: Fault, go: () => Promise<Response>) => {
      if (fault === 'lost') throw new TypeError('fetch failed');
      if (fault === 'unavailable')
        return new Response('<p>', { status: 503, headers: { 'content-type': 'text/html' } });
      if (fault === 'none') return go();
      const bytes = new Uint8Array(await (await go()).arrayBuffer());
      const broken = new ReadableStream({
        start(controller) {
          controller.enqueue(bytes.subarray(0, bytes.length >>> 1));
          controller.error(new TypeError('terminated'));
        },
      });
      return new Response(broken, { headers: { 'content-type': 'application/octet-stream' } });
    };
    const faults = fc.array(fc.constantFrom<Fault>('none', 'none', 'lost', 'cut', 'unavailable'), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(faults, async (some) => {
        service.asked.length = 0;
        const left = [...some];
        service.between = ({ line }, go) => (isBody(line) ? meet(left.shift() ?? 'none', go) : go());
        expect(same(await readAll(api, holder, { wait }), content)).toBe(true);
        const froms = rangesAsked().map(([from = 0]) => from);
        expect(froms).toEqual(froms.toSorted((a, b) => a - b));
      }),
      { numRuns: 15 },
    );
  });

  test('requests fewer chunks at a time on a broken connection, and more again on a stable one', async () => {
    let failures = 3;
    const poor: Api = {
      ...api,
      readBody: (...asked) => (failures-- > 0 ? Promise.reject(new NetworkError('timeout')) : api.readBody(...asked)),
    };
    const sizes: (number | undefined)[] = [];
    const watched: Api = {
      ...poor,
      readBody: (...asked) => {
        sizes.push(asked[1].chunks);
        return poor.readBody(...asked);
      },
    };
    expect(same(await readAll(watched, holder, { wait }), content)).toBe(true);
    expect([2, 20].map((seconds) => chunksAfter(8, seconds))).toEqual([16, 4]);
    expect([chunksAfter(16, 0), chunksAfter(8, 8), chunksAfter(1, 100)]).toEqual([16, 8, 1]);
    expect(sizes).toEqual([4, 2, 1, 1, 2, 4, 8, 16, 13]);
  });

  test('ends with the reason of its signal: before it begins, while it waits, and between chunks', async () => {
    const stop = new AbortController();
    service.between = ({ line }, go) => {
      if (isBody(line)) throw new TypeError('fetch failed');
      return go();
    };
    const hanging = readAll(api, holder, {
      signal: stop.signal,
      wait: () => new Promise(() => undefined),
      onRetry: () => stop.abort(new Error('enough')),
    });
    expect(await failure(hanging)).toMatchObject({ message: 'enough' });
    expect(await failure(readAll(api, holder, { signal: stop.signal }))).toMatchObject({ message: 'enough' });

    service.between = (_asked, go) => go();
    const later = new AbortController();
    const reading = readBody(api, holder, { start: 0, end: LARGE, signal: later.signal });
    await reading.next();
    later.abort(new Error('left'));
    expect(await failure(reading.next())).toMatchObject({ message: 'left' });
  });

  test('whose reader stops aborts its prefetch', async () => {
    const aborted = Promise.withResolvers<undefined>();
    const watched: Api = {
      ...api,
      readBody: (id, body, options) => {
        if (body.from === 0) return api.readBody(id, body, options);
        options.signal?.addEventListener('abort', () => aborted.resolve(undefined));
        return new Promise(() => undefined);
      },
    };
    for await (const piece of readBody(watched, holder, { start: 0, end: LARGE })) {
      expect(piece.length).toBe(CHUNK_BYTES);
      break;
    }
    await aborted.promise;
  });
});

group('a hostile server', () => {
  /** Serves every read from these bytes instead of the stored ones. */
  const giving = (body: Uint8Array): void => {
    service.between = ({ line, body: asked }, go) => {
      if (!isBody(line)) return go();
      const { from, chunks } = JSON.parse(new TextDecoder().decode(asked)) as ReadChunksBody;
      return octets(body.slice(from * ENCRYPTED_CHUNK_BYTES, (from + chunks) * ENCRYPTED_CHUNK_BYTES));
    };
  };
  const chunk = (index: number) => stored.subarray(index * ENCRYPTED_CHUNK_BYTES, (index + 1) * ENCRYPTED_CHUNK_BYTES);
  const withChunk = (index: number, bytes: Uint8Array) => {
    const body = Buffer.from(stored);
    body.set(bytes, index * ENCRYPTED_CHUNK_BYTES);
    return body;
  };
  const flipped = (at: number) =>
    withChunk(
      0,
      stored.map((byte, i) => (i === at ? byte ^ 1 : byte)),
    );

  /** The bytes yielded before the refusal are the beginning of the files, up to the faulty chunk. */
  async function expectRefusal(body: Uint8Array, { from, name }: { from: number; name: string }) {
    giving(body);
    const pieces: Uint8Array[] = [];
    expect(await failure(readAll(api, holder, { pieces }))).toMatchObject({ name });
    const given = Buffer.concat(pieces);
    expect(given.length).toBe(from * CHUNK_BYTES);
    expect(same(given, content.subarray(0, given.length))).toBe(true);
  }

  test('that serves the stored bytes succeeds, which validates the test setup', async () => {
    giving(stored);
    expect(same(await readAll(api, holder), content)).toBe(true);
  });

  test.each([0, 5, 17, 43])(
    'that flips one bit of chunk %i, or of its tag, gets none of that chunk accepted',
    async (index) => {
      const start = index * ENCRYPTED_CHUNK_BYTES;
      const end = Math.min(stored.length, start + ENCRYPTED_CHUNK_BYTES);
      await expectRefusal(flipped(start), { from: index, name: 'CryptoError' });
      await expectRefusal(flipped(end - 1), { from: index, name: 'CryptoError' });
    },
  );

  test('that swaps or repeats chunks is refused at the first wrong one', async () => {
    const swapped = withChunk(3, chunk(4));
    swapped.set(chunk(3), 4 * ENCRYPTED_CHUNK_BYTES);
    await expectRefusal(swapped, { from: 3, name: 'CryptoError' });
    await expectRefusal(withChunk(18, chunk(17)), { from: 18, name: 'CryptoError' });
  });

  test('that serves chunks of another share with the same files is refused', async () => {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    service.between = async ({ line }, go) => {
      const answer = await go();
      if (isBody(line)) pieces.push(new Uint8Array(await answer.clone().arrayBuffer()));
      return answer;
    };
    await readAll(api, other);
    const theirs = Buffer.concat(pieces);
    await expectRefusal(theirs, { from: 0, name: 'CryptoError' });
    const mixed = withChunk(2, theirs.subarray(2 * ENCRYPTED_CHUNK_BYTES, 3 * ENCRYPTED_CHUNK_BYTES));
    await expectRefusal(mixed, { from: 2, name: 'CryptoError' });
  });

  test('that serves fewer or more bytes gets none of that reply accepted', async () => {
    const changes: [string, number, (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>][] = [
      ['one byte less', 12, (bytes) => bytes.slice(0, -1)],
      ['one chunk less', 12, (bytes) => bytes.slice(0, -ENCRYPTED_CHUNK_BYTES)],
      ['nothing', 12, () => new Uint8Array()],
      ['one byte more', 12, (bytes) => new Uint8Array(Buffer.concat([bytes, Buffer.of(0)]))],
    ];
    for (const [, from, change] of changes) {
      service.between = async ({ line, body }, go) => {
        const answer = await go();
        if (!isBody(line) || (JSON.parse(new TextDecoder().decode(body)) as ReadChunksBody).from !== from)
          return answer;
        return octets(change(new Uint8Array(await answer.arrayBuffer())));
      };
      const pieces: Uint8Array[] = [];
      expect(await failure(readAll(api, holder, { pieces }))).toMatchObject({ name: 'ProtocolError' });
      expect(Buffer.concat(pieces).length).toBe(from * CHUNK_BYTES);
    }
  });
});

group('a lease', () => {
  test('that has ended stops the download, as does the end of the share', async () => {
    const { files, source } = testFiles(10);
    const share = await prepared(api, files);
    const { holder: own } = await opened(api, await finished(api, { share, source }));
    service.clock.advance(601);
    expect(await failure(readAll(api, own))).toMatchObject({ code: 'lease-over' });
    await share.discard();
    expect(await failure(readAll(api, own))).toMatchObject({ code: 'ended' });
    expect(await failure(readAll(api, { ...own, linkKey: new Uint8Array(32) }))).toMatchObject({ code: 'not-found' });
  });

  test('is renewed past its first end, until the signal is aborted', async () => {
    const { holder: own } = await opened(api, await sentFiles(api, testFiles(10)));
    const stop = new AbortController();
    const waits: number[] = [];
    let failures = 2;
    service.between = ({ line }, go) => {
      if (line.endsWith('/renew') && failures-- > 0) throw new TypeError('fetch failed');
      return go();
    };
    const minute = async (seconds: number) => {
      waits.push(seconds);
      service.clock.advance(60);
      if (waits.length === 20) stop.abort();
      stop.signal.throwIfAborted();
    };
    expect(await failure(keepLease(api, own, { signal: stop.signal, wait: minute }))).toBe('no failure');
    expect(new Set(waits)).toEqual(new Set([60]));
    expect(await readAll(api, own)).toHaveLength(10);
  });

  test('is renewed again after the server’s disk was full', async () => {
    const { holder: own } = await opened(api, await sentFiles(api, testFiles(10)));
    const stop = new AbortController();
    const full = { type: 'urn:sotto:error:insufficient-storage', status: 507, code: 'insufficient-storage' };
    let refusals = 2;
    let renewals = 0;
    service.between = ({ line }, go) => {
      if (!line.endsWith('/renew')) return go();
      if (refusals-- > 0) {
        return new Response(JSON.stringify(full), {
          status: 507,
          headers: { 'content-type': 'application/problem+json', 'retry-after': '60' },
        });
      }
      renewals++;
      stop.abort();
      return go();
    };
    expect(await failure(keepLease(api, own, { signal: stop.signal, wait: async () => undefined }))).toBe('no failure');
    expect(renewals).toBe(1);
  });

  test('that cannot be renewed causes an error', async () => {
    const { holder: own } = await opened(api, await sentFiles(api, testFiles(10)));
    const later = async () => service.clock.advance(601);
    const { signal } = new AbortController();
    expect(await failure(keepLease(api, own, { signal, wait: later }))).toMatchObject({ code: 'lease-over' });
  });
});

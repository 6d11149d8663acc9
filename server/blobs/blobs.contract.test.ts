import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestBucket } from '#scripts/testing/test-bucket.ts';
import type { TestBucket } from '#scripts/testing/test-bucket.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import type { TestDialect } from '#server/testing/test-stores.ts';
import { BodyGone } from './blobs.ts';
import type { Blobs } from './blobs.ts';
import { openDiskBlobs } from './disk.ts';
import { collect, heldSource, inPieces, namesOf, partOf } from './testing/sources.ts';
import { testS3Blobs } from './testing/test-s3-blobs.ts';

interface Implementation {
  readonly name: string;
  /** How often random operations are tried. */
  readonly runs?: number;
  open: () => Promise<{ blobs: Blobs; remove: () => Promise<void> }>;
}

function onDisk(name: string, link?: () => Promise<void>): Implementation {
  return {
    name,
    async open() {
      const folder = await mkdtemp(join(tmpdir(), 'sotto-blobs-'));
      return {
        blobs: await openDiskBlobs({ folder: join(folder, 'blobs'), link }),
        remove: () => rm(folder, { recursive: true }),
      };
    },
  };
}

let bucket: TestBucket;
beforeAll(async () => {
  bucket = await openTestBucket();
});
afterAll(() => bucket[Symbol.asyncDispose]());

function inBucket(dialect: TestDialect): Implementation {
  return {
    name: `a bucket, with ${dialect}`,
    runs: 15,
    async open() {
      const testStore = await openTestStore(dialect);
      const { blobs } = testS3Blobs(bucket, { store: testStore.deps.store });
      return { blobs, remove: async () => testStore[Symbol.asyncDispose]() };
    },
  };
}

const implementations = [
  ...dialects.map(inBucket),
  onDisk('a disk'),
  onDisk('a disk without links', () => Promise.reject(Object.assign(new Error('no links'), { code: 'EPERM' }))),
];

const body = 'abcdefghijklmnopqrstuvwxyz';
const first = { body, part: 0 };
const random = (length: number) => new Uint8Array(randomBytes(length));

async function read(blobs: Blobs, place: { body: string; part: number }): Promise<Buffer | undefined> {
  const end = (await blobs.list(place.body)).get(place.part);
  return end === undefined ? undefined : collect(await blobs.get({ ...place, start: 0, end }));
}

describe.each(implementations)('$name', ({ open, runs = 40 }) => {
  let blobs: Blobs;
  let remove: () => Promise<void>;

  beforeEach(async () => {
    ({ blobs, remove } = await open());
  });
  afterEach(() => remove());

  describe('a part', () => {
    test('is read back, whole and by range', async () => {
      const bytes = random(1_500_000);
      expect(await blobs.put(partOf(first, bytes))).toBe('stored');
      expect(await read(blobs, first)).toEqual(Buffer.from(bytes));
      for (const [start, end] of [
        [0, 0],
        [0, 1],
        [524_000, 1_049_000],
        [1_499_999, 1_500_000],
      ] as const) {
        const range = await collect(await blobs.get({ ...first, start, end }));
        expect(range).toEqual(Buffer.from(bytes.subarray(start, end)));
      }
    });

    test.each([1, 7, 65_536, 524_304, 524_305, 3_000_000])('is the same in pieces of %i bytes', async (pieceBytes) => {
      const bytes = random(pieceBytes === 1 ? 3_000 : 1_600_000);
      await blobs.put({ ...first, bytes: inPieces(bytes, pieceBytes), length: bytes.length });
      expect(await read(blobs, first)).toEqual(Buffer.from(bytes));
      const again = { ...first, bytes: inPieces(bytes, pieceBytes), length: bytes.length };
      expect(await blobs.put(again)).toBe('same');
    });

    test('may arrive in a single reused buffer', async () => {
      const buffer = new Uint8Array(1000);
      const bytes = async function* () {
        for (let i = 0; i < 100; i++) yield buffer.fill(i);
      };
      await blobs.put({ ...first, bytes: bytes(), length: 100_000 });
      const stored = await read(blobs, first);
      expect(stored?.every((byte, at) => byte === Math.floor(at / 1000))).toBe(true);
    });

    test('is stored once: the same bytes are recognized, and other bytes change nothing', async () => {
      const bytes = random(600_000);
      await blobs.put(partOf(first, bytes));
      expect(await blobs.put(partOf(first, bytes))).toBe('same');
      for (const at of [0, 300_000, 599_999]) {
        const other = bytes.with(at, (bytes[at] ?? 0) ^ 1);
        expect(await blobs.put(partOf(first, other))).toBe('different');
      }
      expect(await blobs.put(partOf(first, bytes.subarray(1)))).toBe('different');
      expect(await blobs.put(partOf(first, random(600_001)))).toBe('different');
      expect(await read(blobs, first)).toEqual(Buffer.from(bytes));
    });

    test('that is missing or too short is not returned', async () => {
      expect(await blobs.get({ ...first, start: 0, end: 1 })).toBeUndefined();
      await blobs.put(partOf(first, random(10)));
      expect(await blobs.get({ ...first, start: 0, end: 11 })).toBeUndefined();
      expect(await blobs.get({ body, part: 1, start: 0, end: 1 })).toBeUndefined();
    });

    test('that is deleted during a read is read to its end', async () => {
      const bytes = random(2_000_000);
      await blobs.put(partOf(first, bytes));
      const range = await blobs.get({ ...first, start: 0, end: bytes.length });
      await blobs.deleteBody(body);
      expect(await blobs.get({ ...first, start: 0, end: 1 })).toBeUndefined();
      expect(await collect(range)).toEqual(Buffer.from(bytes));
    });
  });

  describe('nothing is stored of a part', () => {
    afterEach(async () => {
      expect(await blobs.list(body)).toEqual(new Map());
      expect(await blobs.put(partOf(first, random(100)))).toBe('stored');
    });

    test.each([0, 1, 99, 101, 1_000_000])('declared as 100 bytes that has %i', async (count) => {
      const put = blobs.put({ ...first, bytes: inPieces(random(count)), length: 100 });
      await expect(put).rejects.toThrow(RangeError);
    });

    test('with aborted bytes', async () => {
      const broken = new Error('connection lost');
      const bytes = async function* () {
        yield random(1_000_000);
        throw broken;
      };
      await expect(blobs.put({ ...first, bytes: bytes(), length: 2_000_000 })).rejects.toBe(broken);
    });
  });

  test('a repeated part with a wrong length is refused, and the stored one stays', async () => {
    const bytes = random(100);
    await blobs.put(partOf(first, bytes));
    for (const length of [99, 101]) {
      await expect(blobs.put({ ...partOf(first, bytes), length })).rejects.toThrow(RangeError);
    }
    expect(await read(blobs, first)).toEqual(Buffer.from(bytes));
  });

  test('a deleted file body is gone, and deleting it again is not an error', async () => {
    for (const part of [0, 1, 10]) await blobs.put(partOf({ body, part }, random(part + 5)));
    await blobs.put(partOf({ body: 'abother', part: 3 }, random(1)));
    expect(await blobs.list(body)).toEqual(new Map([0, 1, 10].map((part) => [part, part + 5])));
    expect(await namesOf(blobs)).toEqual([body, 'abother']);
    await blobs.deleteBody(body);
    await blobs.deleteBody(body);
    expect(await blobs.list(body)).toEqual(new Map());
    expect(await namesOf(blobs)).toEqual(['abother']);
  });

  describe('at once', () => {
    /**
     * Every source delivers its first half, so that every put has looked for the part, before any second half follows.
     */
    async function putTogether(contents: readonly Uint8Array[]): Promise<string[]> {
      const sources = contents.map(heldSource);
      const puts = sources.map(({ bytes }, i) => blobs.put({ ...first, bytes, length: contents[i]?.length ?? 0 }));
      await Promise.all(sources.map(({ begun }) => begun));
      for (const { letGo } of sources) letGo();
      return Promise.all(puts);
    }

    test('one of equal parts is stored and the others are the same', async () => {
      const bytes = random(700_000);
      const outcomes = await putTogether(Array.from({ length: 8 }, () => bytes));
      expect(outcomes.sort()).toEqual([...Array.from({ length: 7 }, () => 'same'), 'stored']);
      expect(await read(blobs, first)).toEqual(Buffer.from(bytes));
    });

    test('one of different parts is stored completely', async () => {
      const contents = Array.from({ length: 8 }, () => random(700_000));
      const outcomes = await putTogether(contents);
      expect(outcomes.filter((outcome) => outcome === 'different')).toHaveLength(7);
      const stored = contents[outcomes.indexOf('stored')] ?? random(0);
      expect(await read(blobs, first)).toEqual(Buffer.from(stored));
    });

    test('many parts of many file bodies are stored', async () => {
      const places = Array.from({ length: 200 }, (_, i) => ({ body: body + 'abcd'.charAt(i % 4), part: i >> 2 }));
      const contents = places.map((_, i) => random(i * 100));
      const outcomes = await Promise.all(places.map((place, i) => blobs.put(partOf(place, contents[i] ?? random(0)))));
      expect(new Set(outcomes)).toEqual(new Set(['stored']));
      for (const [i, place] of places.entries()) {
        const content = contents[i] ?? random(0);
        expect(Buffer.compare((await read(blobs, place)) ?? Buffer.of(1), content)).toBe(0);
      }
    });

    test('a file body deleted during puts has each part completely or not at all', async () => {
      const bytes = random(200_000);
      const puts = Array.from({ length: 40 }, (_, part) => blobs.put(partOf({ body, part }, bytes)));
      const deletions = Array.from({ length: 3 }, () => blobs.deleteBody(body));
      for (const outcome of await Promise.allSettled(puts)) {
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(BodyGone);
      }
      await Promise.all(deletions);
      for (const length of (await blobs.list(body)).values()) expect(length).toBe(bytes.length);
      await blobs.deleteBody(body);
      expect(await namesOf(blobs)).toEqual([]);
    });
  });

  test.each(['', '.', '..', '../abc', 'ab/../cd', 'abc/', 'ABC', 'ab1', 'ab\0', 'ab\n'])(
    'every method refuses the name %j',
    async (name) => {
      await expect(blobs.put(partOf({ body: name, part: 0 }, random(1)))).rejects.toThrow(TypeError);
      await expect(blobs.get({ body: name, part: 0, start: 0, end: 0 })).rejects.toThrow(TypeError);
      await expect(blobs.list(name)).rejects.toThrow(TypeError);
      await expect(blobs.deleteBody(name)).rejects.toThrow(TypeError);
    },
  );

  test.each([-1, 0.5, NaN, Infinity, 2 ** 53])('every method refuses the number %d', async (number) => {
    const place = { body, part: number };
    await expect(blobs.put(partOf(place, random(1)))).rejects.toThrow(TypeError);
    await expect(blobs.put({ ...partOf(first, random(1)), length: number })).rejects.toThrow(TypeError);
    await expect(blobs.get({ ...place, start: 0, end: 0 })).rejects.toThrow(TypeError);
    await expect(blobs.get({ ...first, start: number, end: number })).rejects.toThrow(TypeError);
    await expect(blobs.get({ ...first, start: 1, end: 0 })).rejects.toThrow(TypeError);
  });

  test('it reports the free space', async () => {
    expect(await blobs.freeBytes()).toBeGreaterThan(0);
  });

  const someBody = fc.constantFrom('a', 'ab', 'abc', 'abd', 'z2');
  const place = fc.record({ body: someBody, part: fc.nat(3) });
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ verb: fc.constant('put' as const), place, text: fc.string({ maxLength: 2 }) }),
    },
    { weight: 1, arbitrary: fc.record({ verb: fc.constant('deleteBody' as const), place }) },
    { weight: 1, arbitrary: fc.record({ verb: fc.constant('removeLeftovers' as const) }) },
  );

  test('any sequence of operations behaves like a map of maps', async () => {
    const run = async (steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[]) => {
      const model = new Map<string, Map<number, string>>();
      for (const taken of steps) {
        if (taken.verb === 'removeLeftovers') {
          await blobs.removeLeftovers();
          continue;
        }
        const parts = model.get(taken.place.body) ?? new Map<number, string>();
        const there = parts.get(taken.place.part);
        if (taken.verb === 'put') {
          const expected = there === undefined ? 'stored' : there === taken.text ? 'same' : 'different';
          expect(await blobs.put(partOf(taken.place, Buffer.from(taken.text)))).toBe(expected);
          model.set(taken.place.body, parts.set(taken.place.part, there ?? taken.text));
        } else {
          await blobs.deleteBody(taken.place.body);
          model.delete(taken.place.body);
        }
      }
      expect(await namesOf(blobs)).toEqual([...model.keys()].sort());
      for (const [name, parts] of model) {
        for (const [part, text] of parts) expect((await read(blobs, { body: name, part }))?.toString()).toBe(text);
        expect((await blobs.list(name)).size).toBe(parts.size);
        await blobs.deleteBody(name);
      }
    };
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 20 }), run), { numRuns: runs });
  });
});

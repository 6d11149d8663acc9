import { expect, test } from 'vitest';
import { ApiError, ProtocolError } from '#client/errors.ts';
import { sleep } from '#client/retry.ts';
import { CryptoError } from '#crypto/errors.ts';
import { createSaving } from './create-saving.ts';
import type { FileBytes, TransferOptions, SavingEffects, Target } from './create-saving.ts';
import { SaveError } from './sinks/sink.ts';
import type { Sink } from './sinks/sink.ts';

const CHUNK = new Uint8Array(10);

async function* chunks(count: number): FileBytes {
  for (let i = 0; i < count; i++) yield CHUNK.slice();
}

async function* stuck({ signal }: TransferOptions): FileBytes {
  yield CHUNK.slice();
  await sleep(1000, signal);
}

async function* failingBytes(): FileBytes {
  yield CHUNK.slice();
  throw new SaveError('stopped');
}

/** Files of 30 bytes each, and places that note what happens to them. */
function world(over: Partial<SavingEffects> & { read?: (target: Target, reading: TransferOptions) => FileBytes } = {}) {
  const log: string[] = [];
  let seconds = 0;
  const { read = () => chunks(3), ...effects } = over;
  const sinkOf = (name: string): Sink => ({
    write: async (bytes) => void log.push(`${name} +${bytes.length}`),
    close: async () => void log.push(`${name} closed`),
    discard: async () => {
      log.push(`${name} discarded`);
      return 'nothing';
    },
  });
  const saver = createSaving({
    fileCount: 2,
    pack: async (target) => ({ name: String(target), sizeBytes: 30, read: (reading) => read(target, reading) }),
    openSink: async ({ name }) => sinkOf(name),
    nowSeconds: () => seconds++,
    wait: () => new Promise(() => undefined),
    onAllSaved: () => log.push('all saved'),
    onOver: () => log.push('over'),
    ...effects,
  });
  return { saver, log, sinkOf, at: (target: Target) => saver.state().get(target) };
}

test('a file is written chunk by chunk and counts as saved once it is closed', async () => {
  const { saver, log, at } = world();
  await saver.save(0);
  expect(log).toEqual(['0 +10', '0 +10', '0 +10', '0 closed']);
  expect(at(0)).toEqual({ at: 'saved' });
});

test('saving every file reports completion once', async () => {
  const { saver, log } = world();
  await saver.save(0);
  expect(log).not.toContain('all saved');
  await saver.save(1);
  await saver.save(1);
  expect(log.filter((entry) => entry === 'all saved').length).toBe(1);
});

test('saving the zip reports completion', async () => {
  const { saver, log } = world();
  await saver.save('all');
  expect(log.at(-1)).toBe('all saved');
});

test('completion is not reported while a file is still being saved', async () => {
  const ready = Promise.withResolvers<undefined>();
  const { saver, log } = world({
    async *read(target) {
      if (target === 'all') await ready.promise;
      yield* chunks(3);
    },
  });
  const one = Promise.all([saver.save(0), saver.save(1)]);
  const zip = saver.save('all');
  await one;
  expect(log).not.toContain('all saved');
  ready.resolve(undefined);
  await zip;
  expect(log.at(-1)).toBe('all saved');
});

test('files are written one at a time, in the order of the calls', async () => {
  const { saver, log } = world();
  await Promise.all([saver.save(1), saver.save(0)]);
  expect(log.filter((entry) => entry.startsWith('1'))).toEqual(log.slice(0, 4));
});

test('a cancelled file picker changes nothing', async () => {
  const { saver, at, log } = world({ openSink: async () => undefined });
  await saver.save(0);
  expect(at(0)).toBeUndefined();
  expect(log).toEqual([]);
});

test('progress shows bytes and, after a while, a speed', async () => {
  const seen: unknown[] = [];
  const { saver, at } = world({
    async *read() {
      for await (const chunk of chunks(3)) {
        seen.push(at(0));
        yield chunk;
      }
    },
  });
  await saver.save(0);
  expect(seen).toMatchObject([
    { at: 'saving', doneBytes: 0, totalBytes: 30 },
    { doneBytes: 10, bytesPerSecond: undefined },
    { doneBytes: 20 },
  ]);
});

test('a read whose save has failed is ended and reports nothing more', async () => {
  const signals: AbortSignal[] = [];
  let late: TransferOptions['onRetry'] = () => expect.unreachable();
  const { saver, at } = world({
    openSink: async () => ({
      write: () => Promise.reject(new SaveError('stopped')),
      close: async () => undefined,
      discard: async () => 'nothing',
    }),
    read: (_target, { signal, onRetry }) => {
      signals.push(signal);
      late = onRetry;
      return chunks(3);
    },
  });
  await saver.save('all');
  const failed = at('all');
  expect(failed?.at).toBe('failed');
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  late({ kind: 'offline' });
  expect(at('all')).toEqual(failed);
});

test('a network error is shown while it lasts', async () => {
  const seen: unknown[] = [];
  const { saver, at } = world({
    async *read(target, { onRetry }) {
      onRetry({ kind: 'offline' });
      seen.push(at(target));
      onRetry(undefined);
      seen.push(at(target));
      yield* chunks(3);
    },
  });
  await saver.save(0);
  expect(seen).toMatchObject([{ failure: { kind: 'offline' } }, { failure: undefined }]);
  expect(at(0)).toEqual({ at: 'saved' });
});

test('a stalled sink is reported and can be cancelled', async () => {
  const { saver, at, log } = world({
    wait: async () => undefined,
    openSink: async () => ({ ...world().sinkOf('stuck'), write: () => new Promise(() => undefined) }),
  });
  const saving = saver.save(0);
  await expect.poll(() => at(0)).toMatchObject({ at: 'saving', stalled: true });
  saver.cancel(0);
  await saving;
  expect(at(0)).toEqual({ at: 'cancelled', leftover: 'nothing' });
  expect(log).toEqual([]);
});

test('cancelling removes what was written, lets the next one continue, and allows another try', async () => {
  const { saver, at, log } = world({
    async *read(target, { signal }) {
      yield CHUNK.slice();
      if (target === 0 && log.filter((entry) => entry === '0 discarded').length === 0) await sleep(1000, signal);
      yield* chunks(2);
    },
  });
  const both = Promise.all([saver.save(0), saver.save(1)]);
  await expect.poll(() => log).toEqual(['0 +10']);
  saver.cancel(0);
  await both;
  expect([at(0), at(1)]).toEqual([{ at: 'cancelled', leftover: 'nothing' }, { at: 'saved' }]);
  expect(log.slice(0, 2)).toEqual(['0 +10', '0 discarded']);
  await saver.save(0);
  expect(at(0)).toEqual({ at: 'saved' });
});

test('a save cancelled while it waits gives up its turn', async () => {
  const { promise: gate, resolve: go } = Promise.withResolvers<undefined>();
  const { saver, log, at } = world({
    async *read() {
      yield CHUNK.slice();
      await gate;
      yield* chunks(2);
    },
  });
  const saving = [saver.save(0), saver.save(1), saver.save('all')];
  await expect.poll(() => log).toContain('0 +10');
  saver.cancel(1);
  go(undefined);
  await Promise.all(saving);
  expect([at(0), at(1), at('all')]).toEqual([
    { at: 'saved' },
    { at: 'cancelled', leftover: 'nothing' },
    { at: 'saved' },
  ]);
  expect(log).toContain('1 discarded');
});

test.each(['empty-file', 'unfinished-download'] as const)(
  '%s: what a sink leaves on the device is kept',
  async (leftover) => {
    const openSink = async () => ({ ...world().sinkOf('sink'), discard: async () => leftover });
    const cancelled = world({ openSink, read: (_target, reading) => stuck(reading) });
    const saving = cancelled.saver.save(0);
    await expect.poll(() => cancelled.at(0)).toMatchObject({ at: 'saving' });
    cancelled.saver.cancel(0);
    await saving;
    expect(cancelled.at(0)).toEqual({ at: 'cancelled', leftover });
    const failed = world({ openSink, read: () => failingBytes() });
    await failed.saver.save(0);
    expect(failed.at(0)).toEqual({ at: 'failed', reason: 'stopped', leftover });
  },
);

test('a sink that opens after the cancellation is discarded', async () => {
  const chosen = Promise.withResolvers<Sink>();
  const { saver, log, sinkOf } = world({ openSink: () => chosen.promise });
  const saving = saver.save(0);
  await expect.poll(() => saver.state().get(0)).toEqual({ at: 'waiting' });
  saver.cancel(0);
  await saving;
  chosen.resolve(sinkOf('late'));
  await expect.poll(() => log).toEqual(['late discarded']);
});

test.each([
  ['over', new ApiError({ code: 'lease-over', status: 409 })],
  ['over', new ApiError({ code: 'ended', status: 410 })],
  ['forged', new CryptoError('ciphertext')],
  ['strange', new ProtocolError('not chunks')],
  ['stopped', new SaveError('stopped')],
  ['unwritten', new DOMException('', 'QuotaExceededError')],
])('%s: the written bytes are removed, and the reason is kept', async (reason, error) => {
  const { saver, at, log } = world({
    async *read() {
      yield CHUNK.slice();
      throw error;
    },
  });
  await saver.save(0);
  expect(at(0)).toEqual({ at: 'failed', reason, leftover: 'nothing' });
  expect(log).toEqual(['0 +10', '0 discarded', ...(reason === 'over' ? ['over'] : [])]);
});

test('a file that no sink of this browser can take is reported before a byte is fetched', async () => {
  const { saver, at } = world({
    openSink: () => Promise.reject(new SaveError('too-large')),
    read: () => {
      throw new Error('fetched');
    },
  });
  await saver.save(0);
  expect(at(0)).toEqual({ at: 'failed', reason: 'too-large', leftover: 'nothing' });
});

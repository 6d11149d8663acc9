import { expect, test } from 'vitest';
import { ApiError, NetworkError } from '#client/errors.ts';
import type { PreparedShare, Shared } from '#client/share.ts';
import type { BodyTask } from '#client/upload.ts';
import { bodyLengths } from '#crypto/body-lengths.ts';
import { followUpload } from '#web/parts/files/follow-upload.ts';
import { FileChangedError, UploadStoppedError } from '#web/parts/files/upload-job.ts';
import type { UploadJob, UploadProgress } from '#web/parts/files/upload-job.ts';
import { noToken, openPolicy } from '#web/parts/policy/testing/open-policy.ts';
import type { ComposeState, ComposeEffects, SealingStep } from './state.ts';
import { createCompose } from './create-compose.ts';

const shared = { id: 'an-id', link: 'a link' } as Shared;
const files = [
  { name: 'folder/a.bin', file: new File(['a'.repeat(600)], 'a.bin', { type: 'text/plain' }) },
  { name: 'b.bin', file: new File(['b'.repeat(400)], 'b.bin') },
];
const { encryptedBytes } = bodyLengths(1000);
const body = { id: 'an-id', body: { totalBytes: 1000 } } as BodyTask;

/** An upload that the test drives. */
interface Uploaded extends UploadJob {
  readonly end: (error?: Error) => void;
  readonly orders: string[];
}

function begin({ sends = [], ...effects }: Partial<ComposeEffects> & { sends?: Array<() => Promise<Shared>> } = {}) {
  const uploads: Uploaded[] = [];
  const discarded: number[] = [];
  const requests: Array<Parameters<ComposeEffects['prepare']>[0]> = [];
  const time = { ms: 0 };
  const start = async (job: UploadJob) => {
    const { promise: ended, resolve, reject } = Promise.withResolvers<undefined>();
    const orders: string[] = [];
    const end = (error?: Error) => (error ? reject(error) : resolve(undefined));
    uploads.push({ ...job, end, orders });
    const order = (name: string) => () => void orders.push(name);
    return {
      ended,
      pause: order('pause'),
      resume: order('resume'),
      retryNow: order('retry-now'),
      stop: () => {
        orders.push('stop');
        reject(new UploadStoppedError());
      },
    };
  };
  const composer = createCompose({
    prepare: async (request): Promise<PreparedShare> => {
      const index = requests.push(request) - 1;
      return {
        id: 'an-id',
        ...(request.files && { body }),
        send: () => (sends.shift() ?? (async () => shared))(),
        discard: async () => void discarded.push(index),
      };
    },
    upload: (job, show) => followUpload(job, { start, elapsedMs: () => time.ms, show }),
    conditions: () => import('./conditions/conditions-module.ts'),
    prepareReplyRequest: async () => Promise.reject(new Error('No reply is allowed.')),
    list: async () => true,
    unlist: async () => undefined,
    remove: async () => ({}),
    policy: () => ({ ...openPolicy, maxFilesBytes: 1000 }),
    token: noToken,
    language: () => 'en',
    now: () => 1000,
    ...effects,
  });
  const uploading = async (count: number) => {
    await expect.poll(() => uploads.length).toBe(count);
    await expect.poll(() => stepOf(composer.state())?.step).toBe('uploading');
    return uploads[count - 1] as Uploaded;
  };
  return { composer, requests, discarded, time, uploading };
}

function stepOf(state: ComposeState): SealingStep | undefined {
  return state.at === 'sealing' ? state.progress : undefined;
}

function progressOf(state: ComposeState): UploadProgress | undefined {
  const step = stepOf(state);
  return step?.step === 'uploading' ? step.upload : undefined;
}

const composeErrorOf = (state: ComposeState) => (state.at === 'writing' ? state.error : undefined);
const refusal = (code: ApiError['code'], members = {}) => new ApiError({ code, status: 400, members });

test('files are uploaded, and the link appears when the server confirms the whole share', async () => {
  const finalized = Promise.withResolvers<Shared>();
  const { composer, requests, uploading } = begin({ sends: [() => finalized.promise] });
  composer.edit({ files });
  const sealing = composer.seal();
  const upload = await uploading(1);
  expect(requests).toMatchObject([
    {
      text: '',
      files: [
        { name: 'folder/a.bin', size: 600, type: 'text/plain' },
        { name: 'b.bin', size: 400, type: '' },
      ],
    },
  ]);
  expect(upload.files).toBe(files);
  upload.end();
  await expect.poll(() => stepOf(composer.state())).toEqual({ step: 'finishing' });
  finalized.resolve(shared);
  expect(await sealing).toBe(shared);
  expect(composer.state()).toMatchObject({ at: 'sealed', contents: { text: false, files: 2, fileBytes: 1000 } });
});

test('empty files need no upload', async () => {
  const empty = [{ name: 'empty', file: new File([], 'empty') }];
  const { composer } = begin({
    prepare: async () => ({ id: 'an-id', send: async () => shared, discard: async () => {} }),
  });
  composer.edit({ files: empty });
  expect(await composer.seal()).toBe(shared);
});

test('progress is shown in bytes of the files, with speed, pauses and failures', async () => {
  const { composer, time, uploading } = begin();
  composer.edit({ text: 'with a text', files });
  void composer.seal();
  const upload = await uploading(1);
  expect(progressOf(composer.state())).toMatchObject({ acknowledgedBytes: 0, totalBytes: 1000, paused: false });
  time.ms = 4000;
  upload.onProgress(encryptedBytes / 2);
  expect(progressOf(composer.state())).toMatchObject({ acknowledgedBytes: 500, bytesPerSecond: 125 });

  upload.onRetry({ kind: 'offline' });
  expect(progressOf(composer.state())).toMatchObject({ failure: { kind: 'offline' }, bytesPerSecond: undefined });
  composer.retryNow();
  upload.onRetry(undefined);
  expect(progressOf(composer.state())).toMatchObject({ acknowledgedBytes: 500, failure: undefined });

  composer.pause();
  expect(progressOf(composer.state())).toMatchObject({ paused: true, bytesPerSecond: undefined });
  composer.resume();
  expect(progressOf(composer.state())).toMatchObject({ paused: false });
  expect(upload.orders).toEqual(['retry-now', 'pause', 'resume']);
});

test('cancelling stops the upload, deletes what has arrived, and keeps the draft', async () => {
  const { composer, discarded, uploading } = begin();
  composer.edit({ text: 'a text', files });
  const sealing = composer.seal();
  const upload = await uploading(1);
  composer.cancel();
  expect(await sealing).toBeUndefined();
  expect(upload.orders).toEqual(['stop']);
  expect(discarded).toEqual([0]);
  expect(composer.state()).toMatchObject({ at: 'writing', draft: { text: 'a text', files } });
  expect(composeErrorOf(composer.state())).toBeUndefined();
  upload.onProgress(encryptedBytes);
  expect(composer.state().at).toBe('writing');

  void composer.seal();
  (await uploading(2)).end();
  await expect.poll(() => composer.state().at).toBe('sealed');
});

test('an upload cancelled before it starts never starts', async () => {
  const started = Promise.withResolvers<undefined>();
  const { composer, discarded, uploading } = begin({
    list: async () => {
      started.resolve(undefined);
      return true;
    },
  });
  composer.edit({ files });
  const first = composer.seal();
  composer.cancel();
  expect(await first).toBeUndefined();
  expect(discarded).toEqual([]);
  void composer.seal();
  (await uploading(1)).end();
  await started.promise;
});

test('the last step is repeated after a lost reply, and nothing is uploaded twice', async () => {
  const lost = async () => Promise.reject(new NetworkError('cut'));
  const { composer, requests, discarded, uploading } = begin({ sends: [lost] });
  composer.edit({ files });
  const sealing = composer.seal();
  (await uploading(1)).end();
  expect(await sealing).toBeUndefined();
  expect(composeErrorOf(composer.state())).toEqual({ kind: 'service', failure: { kind: 'offline' } });
  expect(await composer.seal()).toBe(shared);
  expect(requests).toHaveLength(1);
  expect(discarded).toEqual([]);
});

test('an upload whose draft is edited before it is sealed is deleted on the server', async () => {
  const { composer, discarded, uploading } = begin({ sends: [async () => Promise.reject(new NetworkError('cut'))] });
  composer.edit({ files });
  const sealing = composer.seal();
  (await uploading(1)).end();
  await sealing;
  composer.edit({ text: 'one more line' });
  expect(discarded).toEqual([0]);
});

test.each([
  [new FileChangedError('b.bin'), { kind: 'file-changed', name: 'b.bin' }],
  [new UploadStoppedError(), { kind: 'upload-stopped' }],
  [refusal('insufficient-storage'), { kind: 'no-space', afterSeconds: undefined }],
  [refusal('terms-refused', { limit: 'maxFilesBytes' }), { kind: 'files-too-large', maxBytes: 1000 }],
  [refusal('upload-incomplete'), { kind: 'upload-lost' }],
  [refusal('ended'), { kind: 'upload-lost' }],
  [refusal('not-found'), { kind: 'upload-lost' }],
  [new NetworkError('unreachable'), { kind: 'service', failure: { kind: 'offline' } }],
])('%s ends the upload; the next try makes a new share', async (cause, error) => {
  const { composer, requests, discarded, uploading } = begin();
  composer.edit({ files });
  const sealing = composer.seal();
  (await uploading(1)).end(cause);
  expect(await sealing).toBeUndefined();
  expect(composeErrorOf(composer.state())).toEqual(error);
  expect(discarded).toEqual([0]);
  expect(composer.state()).toMatchObject({ draft: { files } });
  const again = composer.seal();
  (await uploading(2)).end();
  expect(await again).toBe(shared);
  expect(requests).toHaveLength(2);
});

test('a chosen date stays the same, however long the upload takes', async () => {
  let now = 1000;
  const { composer, requests, uploading } = begin({ now: () => now });
  composer.edit({ files, within: { kind: 'moment', at: 9000 } });
  const sealing = composer.seal();
  const upload = await uploading(1);
  now = 4000;
  upload.end();
  await sealing;
  const ttl = requests[0]?.ttlSeconds;
  expect(typeof ttl === 'function' && ttl()).toBe(5000);
});

test('too many bytes, too many names, and files where none are allowed are reported before anything is sent', async () => {
  const { composer, requests } = begin({ policy: () => ({ ...openPolicy, maxFilesBytes: 999 }) });
  composer.edit({ files });
  await composer.seal();
  expect(composeErrorOf(composer.state())).toEqual({ kind: 'files-too-large', maxBytes: 999 });
  const long = Array.from({ length: 5000 }, (_, i) => ({ name: `${'n'.repeat(200)}${i}`, file: new File([], 'n') }));
  composer.edit({ files: long });
  await composer.seal();
  expect(composeErrorOf(composer.state())).toMatchObject({ kind: 'names-too-long', maxBytes: 982_776 });
  composer.edit({ files: [], text: 'a text alone' });
  expect(await composer.seal()).toBe(shared);
  expect(requests).toHaveLength(1);

  const off = begin({ policy: () => ({ ...openPolicy, maxFilesBytes: 0 }) });
  off.composer.edit({ files });
  await off.composer.seal();
  expect(composeErrorOf(off.composer.state())).toEqual({ kind: 'files-off' });
});

test('leaving the page stops the upload and deletes it', async () => {
  const { composer, discarded, uploading } = begin();
  composer.edit({ files });
  void composer.seal();
  const upload = await uploading(1);
  composer.clear();
  expect(upload.orders).toEqual(['stop']);
  expect(discarded).toEqual([0]);
  expect(composer.state()).toMatchObject({ at: 'writing', draft: { files: [] } });
});

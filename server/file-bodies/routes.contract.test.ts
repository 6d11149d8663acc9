import { readdirSync } from 'node:fs';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ENCRYPTED_CHUNK_BYTES } from '#crypto/body-lengths.ts';
import { encodeFrame } from '#server/http/frame.ts';
import type { Log } from '#server/http/log.ts';
import { createFrame, openTestApp, sharePath } from '#server/testing/test-app.ts';
import type { TestApp, TestRequest } from '#server/testing/test-app.ts';
import { randomClaim, TestUpload, uploaded } from '#server/testing/test-upload.ts';
import { PendingUploadReply } from './wire.ts';

let app: TestApp;
const failures: unknown[] = [];
const log: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: (event, fields) => failures.push(event, fields),
};

beforeAll(async () => {
  app = await openTestApp({ log });
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
  expect(failures).toEqual([]);
});

const newUpload = (cut = {}) => new TestUpload(app.testStore.clock.now(), cut);
const begin = (upload: TestUpload, json: unknown = upload.message()) =>
  app.ask('PUT', sharePath(upload.share, 'upload'), { json });
const putPart = (upload: TestUpload, part: number | string, request?: TestRequest) =>
  app.ask('PUT', sharePath(upload.share, `parts/${part}`), request ?? frameOf(upload, Number(part)));
const frameOf = (upload: TestUpload, part: number, bytes = upload.bytesOf(part)): TestRequest => ({
  bytes: encodeFrame({ ownerProof: upload.share.ownerProof }, bytes),
});

async function expectProblem(response: Response, status: number, code: string): Promise<void> {
  expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
  expect(await response.json()).toMatchObject({ type: `urn:sotto:error:${code}`, status, code });
}

test('a file body over HTTP: an upload is started, sent in parts, finished, opened and read', async () => {
  const upload = newUpload();
  const started = await begin(upload);
  expect(started.status).toBe(201);
  const answer = v.parse(PendingUploadReply, await started.json());
  expect(answer.uploadUntil).toBe(app.testStore.clock.now() + 1800);
  expect((await begin(upload)).status).toBe(200);
  for (let part = 0; part < upload.parts; part++) {
    const put = await putPart(upload, part);
    expect(put.status).toBe(200);
    v.parse(PendingUploadReply, await put.json());
  }
  const create = { bytes: createFrame(upload.share) };
  expect((await app.ask('PUT', sharePath(upload.share), create)).status).toBe(201);
  expect((await app.ask('PUT', sharePath(upload.share), create)).status).toBe(200);
  const claim = randomClaim();
  await upload.share.open(app.deps, claim);
  const json = { linkProof: upload.share.linkProof, claim, from: 1, chunks: 2 };
  const read = await app.ask('POST', sharePath(upload.share, 'body'), { json });
  expect(read.status).toBe(200);
  expect(Object.fromEntries(read.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-length': String(ENCRYPTED_CHUNK_BYTES + 1000),
    'cache-control': 'no-store, no-transform',
    'x-content-type-options': 'nosniff',
  });
  const bytes = Buffer.from(await read.arrayBuffer());
  expect(bytes.equals(upload.body.subarray(ENCRYPTED_CHUNK_BYTES))).toBe(true);
});

test('a part can arrive in pieces of any size; one that breaks off at any byte is not stored', async () => {
  const upload = newUpload({ bodyBytes: 2000 });
  await begin(upload);
  const { bytes } = frameOf(upload, 0);
  const whole = bytes ?? new Uint8Array(0);
  const headers = { 'content-type': 'application/octet-stream' };
  const inPieces = (length: number, end = whole.length) =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < end; at += length) controller.enqueue(whole.slice(at, Math.min(end, at + length)));
        controller.close();
      },
    });
  for (const end of [0, 1, 3, 4, 5, 40, 61, 62, 63, 64, 65, whole.length - 1]) {
    await expectProblem(await putPart(upload, 0, { stream: inPieces(7, end), headers }), 400, 'malformed');
  }
  const broken = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(whole.slice(0, 1500));
      controller.error(new Error('connection lost'));
    },
  });
  await expectProblem(await putPart(upload, 0, { stream: broken, headers }), 400, 'malformed');
  const create = { bytes: createFrame(upload.share) };
  await expectProblem(await app.ask('PUT', sharePath(upload.share), create), 409, 'upload-incomplete');
  for (const length of [1, 2, 3, 61, 1000]) {
    expect((await putPart(upload, 0, { stream: inPieces(length), headers })).status).toBe(200);
  }
  expect((await app.ask('PUT', sharePath(upload.share), create)).status).toBe(201);
});

test('messages with wrong, missing or unknown members are malformed', async () => {
  const upload = newUpload();
  const right = upload.message();
  for (const change of [
    { bodyBytes: 0 },
    { bodyBytes: -1 },
    { bodyBytes: 1.5 },
    { bodyBytes: 2 ** 53 },
    { bodyBytes: '1' },
    { partChunks: 0 },
    { partChunks: 9 },
    { partChunks: null },
    { ownerProof: 'A' },
    { more: 1 },
  ]) {
    await expectProblem(await begin(upload, { ...right, ...change }), 400, 'malformed');
  }
  await begin(upload);
  for (const part of ['-1', '3', '01', '1e0', 'x', '%00', '99999999999', '0x1', '１']) {
    await expectProblem(await putPart(upload, part, frameOf(upload, 0)), 400, 'malformed');
  }
  for (const bytes of [
    encodeFrame({}, upload.bytesOf(0)),
    encodeFrame({ ownerProof: upload.share.ownerProof, more: 1 }, upload.bytesOf(0)),
    encodeFrame(null, upload.bytesOf(0)),
    new Uint8Array([0xff, 0xff, 0xff, 0xff, ...upload.bytesOf(0).subarray(0, 100)]),
    new Uint8Array(0),
  ]) {
    await expectProblem(await putPart(upload, 0, { bytes }), 400, 'malformed');
  }
});

test('ranges outside the file body are malformed, and so is every range of a share without one', async () => {
  const upload = await uploaded(app.deps, { maxViews: 0 });
  const claim = randomClaim();
  await upload.share.open(app.deps, claim);
  const ask = (range: object) =>
    app.ask('POST', sharePath(upload.share, 'body'), {
      json: { linkProof: upload.share.linkProof, claim, from: 0, chunks: 1, ...range },
    });
  for (const range of [
    { from: 3 },
    { from: 2, chunks: 2 },
    { from: -1 },
    { from: 0.5 },
    { from: 2 ** 53 },
    { chunks: 0 },
    { chunks: 17 },
    { from: null },
  ]) {
    await expectProblem(await ask(range), 400, 'malformed');
  }
  await expectProblem(await ask({ claim: randomClaim() }), 409, 'lease-over');
  expect((await ask({})).status).toBe(200);
});

test('a part that is too long, of the wrong type or over the rate limit is refused by its headers alone', async () => {
  await using limited = await openTestApp({ env: { SOTTO_UPLOAD_MB_PER_MINUTE: '1', SOTTO_MAX_FILES_MB: '1' } });
  const upload = newUpload();
  const path = sharePath(upload.share, 'parts/0');
  const unread = () =>
    new ReadableStream<Uint8Array>(
      {
        pull() {
          throw new Error('The body was read.');
        },
      },
      { highWaterMark: 0 },
    );
  const ask = (to: TestApp, headers: Record<string, string>) =>
    to.ask('PUT', path, {
      stream: unread(),
      headers: { 'content-type': 'application/octet-stream', ...headers },
    });
  await expectProblem(await ask(app, { 'content-type': 'text/plain' }), 415, 'unsupported-media-type');
  await expectProblem(await ask(limited, { 'content-length': '1500000' }), 429, 'rate-limited');
  await expectProblem(await ask(app, { 'content-length': '5000000' }), 413, 'too-large');
});

test('a reader who disconnects leaves no file open', async () => {
  const upload = await uploaded(app.deps, { maxViews: 0, bodyBytes: 8 * ENCRYPTED_CHUNK_BYTES });
  const claim = randomClaim();
  await upload.share.open(app.deps, claim);
  const openFiles = () => (process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0);
  const before = openFiles();
  for (let i = 0; i < 20; i++) {
    const json = { linkProof: upload.share.linkProof, claim, from: 0, chunks: 8 };
    const response = await app.ask('POST', sharePath(upload.share, 'body'), { json });
    if (i % 2 === 0) await response.body?.cancel();
    else {
      const reader = response.body?.getReader();
      await reader?.read();
      await reader?.cancel();
    }
  }
  expect(openFiles()).toBeLessThanOrEqual(before + 2);
});

import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe as group, expect, test } from 'vitest';
import { bodyLengths } from '#crypto/body-lengths.ts';
import { CHUNK_BYTES } from '#crypto/limits.ts';
import { openTestService } from '#server/testing/test-service.ts';
import type { TestService } from '#server/testing/test-service.ts';
import { createApi } from './api.ts';
import type { Api } from './api.ts';
import { fileRanges } from './download.ts';
import { readStatus } from './manage.ts';
import { finished, opened, prepared, readAll, sentFiles, testFiles } from './testing/shared-files.ts';
import { uploadBody } from './upload.ts';

let service: TestService;
let api: Api;

beforeAll(async () => {
  service = await openTestService();
  api = createApi({ baseUrl: service.baseUrl, fetch: service.fetch, wait: async () => undefined });
});
beforeEach(() => {
  service.asked.length = 0;
  service.between = (_asked, go) => go();
});
afterAll(async () => service[Symbol.asyncDispose]());

const lines = () => service.asked.map(({ line }) => line.replace(/shares\/\w+/, 'shares/…'));
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

group('files', () => {
  test('arrive unchanged with their names, and with no text if none was sent', async () => {
    const sent = testFiles(1000, 0, CHUNK_BYTES, 5);
    const shared = await sentFiles(api, sent);
    const { opened: share, holder } = await opened(api, shared);
    expect(share.payload.files).toEqual(sent.files);
    expect(share.payload.text).toBeUndefined();
    expect(same(await readAll(api, holder), sent.content)).toBe(true);
    const ranges = fileRanges(sent.files);
    expect(ranges.map(({ start, end }) => end - start)).toEqual([1000, 0, CHUNK_BYTES, 5]);
    for (const range of ranges) {
      const file = await readAll(api, holder, range);
      expect(same(file, sent.content.subarray(range.start, range.end))).toBe(true);
    }
  });

  test('of any sizes arrive unchanged', async () => {
    const edge = fc.constantFrom(
      ...[1, 1023, 1024, 1025, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 8 * CHUNK_BYTES],
      ...[7 * CHUNK_BYTES + 1, 9 * CHUNK_BYTES - 1, 16 * CHUNK_BYTES + 1, 3_145_729],
    );
    const sizes = fc.array(fc.oneof(fc.constant(0), fc.nat(3000), edge), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(sizes, async (some) => {
        fc.pre(some.some((size) => size > 0));
        const sent = testFiles(...some);
        const progress: number[] = [];
        const shared = await sentFiles(api, sent, { onProgress: (bytes) => progress.push(bytes) });
        expect(progress.at(-1)).toBe(bodyLengths(sent.content.length).encryptedBytes);
        expect(progress).toEqual(progress.toSorted((a, b) => a - b));
        const { holder } = await opened(api, shared);
        expect(same(await readAll(api, holder), sent.content)).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  test('by the thousand, including empty ones, form one file body', async () => {
    const sent = testFiles(...Array.from({ length: 2000 }, (_, i) => (i % 3 === 0 ? 0 : (i * 37) % 900)));
    const { holder } = await opened(api, await sentFiles(api, sent));
    expect(same(await readAll(api, holder), sent.content)).toBe(true);
  });

  test('that are all empty need no file body', async () => {
    const share = await prepared(api, testFiles(0, 0).files);
    expect(share.body).toBeUndefined();
    const shared = await share.send();
    expect(shared.state).toBe('live');
    expect(lines()).toEqual(['GET /api/config', 'PUT /api/shares/…']);
    await expect(opened(api, shared)).rejects.toThrow('no body');
  });

  test('are refused before the upload if a name is invalid or repeated, or if all names are too long together', async () => {
    const file = { name: 'a', size: 1, type: '' };
    for (const name of ['../a', '', 'a\\b', 'a/', 'a\u0000']) {
      await expect(prepared(api, [{ ...file, name }])).rejects.toMatchObject({ code: 'file-name' });
    }
    await expect(prepared(api, [file, file])).rejects.toMatchObject({ code: 'file-name' });
    const many = Array.from({ length: 5000 }, (_, i) => ({ ...file, name: `${'x'.repeat(250)}${i}` }));
    await expect(prepared(api, many)).rejects.toMatchObject({ code: 'too-large' });
    expect(new Set(lines())).toEqual(new Set(['GET /api/config']));
  });
});

group('a share with files', () => {
  test('starts its lifetime when it is sent, and sends the same bytes each time', async () => {
    const { files, source, content } = testFiles(4000);
    const share = await prepared(api, files, { text: 'beside them' });
    await uploadBody(api, { task: share.body ?? expect.unreachable(), source });
    service.clock.advance(7200);
    let lost = 4;
    service.between = async ({ line }, go) => {
      const answer = await go();
      if (line.endsWith(`/${share.id}`) && lost-- > 0) throw new TypeError('fetch failed');
      return answer;
    };
    await expect(share.send()).rejects.toMatchObject({ name: 'NetworkError' });
    service.clock.advance(60);
    const shared = await share.send();
    const now = service.clock.now();
    expect(shared).toMatchObject({ state: 'live', createdAt: now - 60, expiresAt: now - 60 + 3600 });
    const creates = service.asked.filter(({ line }) => line.endsWith(`/${share.id}`)).map(({ body }) => body);
    expect(creates).toHaveLength(5);
    expect(new Set(creates.map((body) => Buffer.from(body).toString('base64'))).size).toBe(1);
    const { opened: openedShare, holder } = await opened(api, shared);
    expect(openedShare.mismatch).toBeUndefined();
    expect(openedShare.payload.text).toBe('beside them');
    expect(same(await readAll(api, holder), content)).toBe(true);
  });

  test('cannot be created while a part is missing', async () => {
    const { files, source } = testFiles(2 * CHUNK_BYTES);
    const share = await prepared(api, files);
    await expect(share.send()).rejects.toMatchObject({ code: 'upload-incomplete' });
    await finished(api, { share, source });
  });

  test('shows neither key nor proof in logs, and its task can be passed to a worker', async () => {
    const share = await prepared(api, testFiles(10).files);
    const task = structuredClone(share.body);
    expect(task).toEqual(share.body);
    expect(JSON.stringify(share)).not.toContain(task?.ownerProof);
    const { opened: openedShare } = await opened(api, await sentFiles(api, testFiles(10)));
    expect(openedShare.body?.totalBytes).toBe(10);
    expect(JSON.parse(JSON.stringify(openedShare))).toMatchObject({ body: '[redacted]', payload: '[redacted]' });
  });

  test('can be discarded before the upload, during it, and when it is live', async () => {
    const { files, source } = testFiles(2 * CHUNK_BYTES);
    const share = await prepared(api, files);
    await share.discard();
    const { body: task = expect.unreachable() } = await prepared(api, files);
    expect(task.id).not.toBe(share.id);

    const cancelled = await prepared(api, files);
    await uploadBody(api, { task: cancelled.body ?? expect.unreachable(), source });
    await cancelled.discard();
    await cancelled.discard();
    await expect(cancelled.send()).rejects.toMatchObject({ code: 'ended', members: { state: 'deleted' } });

    const live = await prepared(api, files);
    const shared = await finished(api, { share: live, source });
    await live.discard();
    expect(await readStatus(api, shared)).toMatchObject({ state: 'deleted' });
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { apiEndpoints } from './app.ts';
import { encodeFrame } from './http/frame.ts';
import { createFrame, openTestApp, sharePath } from './testing/test-app.ts';
import type { TestApp } from './testing/test-app.ts';
import { TestRequestOf } from './testing/test-request.ts';
import { secret, TestShare } from './testing/test-share.ts';
import { TestUpload } from './testing/test-upload.ts';

let app: TestApp;
let now: number;

beforeAll(async () => {
  app = await openTestApp({ env: { SOTTO_CREATE: 'token' } });
  now = app.testStore.clock.now();
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

test('every route declares who may call it', () => {
  const access = Object.fromEntries(
    apiEndpoints(() => false, true).map(({ method, path, access: who }) => [`${method} ${path}`, who]),
  );
  expect(access).toEqual({
    'GET /api/config': 'anyone',
    'GET /api/openapi.json': 'anyone',
    'GET /healthz': 'anyone',
    'GET /readyz': 'anyone',
    'POST /api/reports': 'anyone',
    'POST /api/session/ended-by-provider': 'anyone',
    'POST /api/session/begin': 'session',
    'POST /api/session/end': 'session',
    'POST /api/session/finish': 'session',
    'POST /api/session/pass': 'session',
    'POST /api/session/read': 'session',
    'POST /api/session/terminal': 'session',
    'PUT /api/requests/:id': 'creator',
    'PUT /api/shares/:id': 'creator',
    'PUT /api/shares/:id/upload': 'creator',
    'POST /api/requests/:id/close': 'reader',
    'POST /api/requests/:id/delete': 'reader',
    'POST /api/requests/:id/delete-answer': 'reader',
    'POST /api/requests/:id/describe': 'reader',
    'POST /api/requests/:id/read': 'reader',
    'POST /api/requests/:id/status': 'reader',
    'POST /api/requests/status': 'reader',
    'POST /api/shares/:id/acknowledge': 'reader',
    'POST /api/shares/:id/body': 'reader',
    'POST /api/shares/:id/code': 'reader',
    'POST /api/shares/:id/delete': 'reader',
    'POST /api/shares/:id/describe': 'reader',
    'POST /api/shares/:id/open': 'reader',
    'POST /api/shares/:id/recipients': 'reader',
    'POST /api/shares/:id/renew': 'reader',
    'POST /api/shares/:id/shorten': 'reader',
    'POST /api/shares/:id/status': 'reader',
    'POST /api/shares/:id/unlock': 'reader',
    'POST /api/shares/status': 'reader',
    'PUT /api/shares/:id/parts/:part': 'reader',
  });
});

test('a creator needs a token where the service requires one', async () => {
  const [share, request, upload] = [new TestShare(now), new TestRequestOf(now), new TestUpload(now)];
  const { head, note, sealed } = request.toCreate;
  const replies = [
    await app.ask('PUT', sharePath(share), { bytes: createFrame(share) }),
    await app.ask('PUT', `/api/requests/${encodeId(request.id)}`, {
      bytes: encodeFrame(head, Buffer.concat([note, sealed])),
    }),
    await app.ask('PUT', sharePath(upload.share, 'upload'), { json: upload.message() }),
  ];
  for (const reply of replies) expect(await reply.json()).toMatchObject({ code: 'token-required' });
});

test('a reader needs a proof, and a malformed id is reported like an unknown one', async () => {
  const json = { linkProof: secret() };
  for (const id of [encodeId(new Uint8Array(16)), 'malformed']) {
    const reply = await app.ask('POST', `/api/shares/${id}/describe`, { json });
    expect(await reply.json()).toMatchObject({ code: 'not-found' });
  }
});

test('the OpenAPI document names the access of each operation', async () => {
  const { paths } = (await (await app.ask('GET', '/api/openapi.json')).json()) as {
    paths: Record<string, Record<string, { readonly security: object[]; readonly description: string }>>;
  };
  const create = paths['/api/shares/{id}']?.['put'];
  expect(create?.security).toEqual([{}, { token: [] }, { tokenHeader: [] }]);
  expect(paths['/api/shares/{id}/open']?.['post']).toMatchObject({
    security: [],
    description: 'Needs a proof from the link or the manage link, in the message.',
  });
});

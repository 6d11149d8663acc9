import { expect, test } from 'vitest';
import type { CreateHead } from '#server/shares/wire.ts';
import { createApi } from './api.ts';
import { isSendableToken } from './call.ts';
import type { Fetch } from './exchange.ts';
import { createRequestsApi } from './requests-api.ts';

const proof = 'a'.repeat(43);
const head: CreateHead = {
  ...{ createProof: proof, ownerProof: proof, linkProof: proof, openProof: proof, preamble: proof },
  ...{ expiresAt: 1_800_003_600, maxViews: 1, attemptLimit: 5, onLimit: 'lock', noteBytes: 0 },
};
const answer = { request: '2NEpo7TZRRrLZSi2U4xGyz', linkProof: proof, sealedKey: 'b'.repeat(1558) };
const upload = { createProof: proof, ownerProof: proof, linkProof: proof, bodyBytes: 1, partChunks: 1 };
const nothing = { note: new Uint8Array(0), sealed: new Uint8Array(0) };

/** @returns the authorization header of every call, in order */
function record(token: (() => string | undefined) | undefined) {
  const sent: (string | null)[] = [];
  const fetch: Fetch = (_url, { headers }) => {
    sent.push(new Headers(headers).get('authorization'));
    return Response.json({});
  };
  const options = { baseUrl: 'https://sotto.example/', fetch, ...(token && { token }) };
  return { sent, api: createApi(options), requests: createRequestsApi(options) };
}

const settled = (...calls: Promise<unknown>[]) => Promise.allSettled(calls);

test('a token is sent with every call that creates: a share, its upload, a request', async () => {
  const { sent, api, requests } = record(() => 'a-token');
  await settled(api.create('x', { head, ...nothing }), api.beginUpload('x', upload));
  const { maxViews: _, attemptLimit: __, onLimit: ___, gates: ____, ...proofs } = head;
  const request = { ...proofs, maxAnswers: 1, answerTtl: 60, keep: 'read' as const };
  await settled(requests.createRequest('x', { head: request, ...nothing }));
  expect(sent).toEqual(['Bearer a-token', 'Bearer a-token', 'Bearer a-token']);
});

test('a token is never sent with an answer, or with calls that read, watch or delete', async () => {
  const { sent, api, requests } = record(() => 'a-token');
  await settled(
    api.create('x', { head: { ...head, answer }, ...nothing }),
    api.beginUpload('x', { ...upload, answer: { request: answer.request, linkProof: proof } }),
    api.putPart('x', 0, { ownerProof: proof, bytes: new Uint8Array(1) }),
    api.config(),
    api.describe('x', { linkProof: proof }),
    api.open('x', { linkProof: proof, openProof: proof, claim: proof }, { repeatable: false }),
    api.status('x', { ownerProof: proof }),
    api.remove('x', { ownerProof: proof }),
    requests.describeRequest('x', { linkProof: proof }),
    requests.deleteRequest('x', { ownerProof: proof }),
  );
  expect(sent).toHaveLength(10);
  expect(new Set(sent)).toEqual(new Set([null]));
});

test('behind a sign-in, the token does not use Authorization, and an answer is marked as one', async () => {
  const sent: RequestInit[] = [];
  const fetch: Fetch = (_url, init) => {
    sent.push(init);
    return Response.json({});
  };
  const options = { baseUrl: 'https://sotto.example/', fetch, token: () => 'a-token', behindSignIn: true };
  const api = createApi(options);
  await settled(
    api.create('x', { head, ...nothing }),
    api.create('x', { head: { ...head, answer }, ...nothing }),
    api.beginUpload('x', { ...upload, answer: { request: answer.request, linkProof: proof } }),
    api.putPart('x', 0, { ownerProof: proof, answers: true, bytes: new Uint8Array(1) }),
    api.putPart('x', 0, { ownerProof: proof, bytes: new Uint8Array(1) }),
  );
  const headers = sent.map((init) => new Headers(init.headers));
  expect(headers.map((one) => one.get('authorization'))).toEqual(Array(5).fill(null));
  expect(headers.map((one) => one.get('sotto-token'))).toEqual(['a-token', null, null, null, null]);
  expect(headers.map((one) => one.get('sotto-answer'))).toEqual([null, '1', '1', '1', null]);
  expect(sent.map(({ credentials }) => credentials)).toEqual(Array(5).fill('same-origin'));
});

test('the token is read for each call, and without one there is no header', async () => {
  let held: string | undefined = 'first';
  const { sent, api } = record(() => held);
  await settled(api.create('x', { head, ...nothing }));
  held = 'second';
  await settled(api.create('x', { head, ...nothing }));
  held = undefined;
  await settled(api.create('x', { head, ...nothing }), record(undefined).api.create('x', { head, ...nothing }));
  expect(sent).toEqual(['Bearer first', 'Bearer second', null]);
});

test.each([
  ['sotto_4jzcDgiAi9Tp6Y7dX1B8qA', true],
  ['a'.repeat(512), true],
  ['a'.repeat(513), false],
  ['a token', false],
  ['töken', false],
  ['a\n', false],
  ['', false],
])('“%s” can be sent as a token: %s', (token, isSendable) => {
  expect(isSendableToken(token)).toBe(isSendable);
});

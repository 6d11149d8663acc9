import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe as group, expect, test } from 'vitest';
import { fromBase64url, toBase64url } from '#crypto/bytes.ts';
import { idOf } from '#crypto/ids.ts';
import { ownerKeys } from '#crypto/keys.ts';
import { LinkType, readFragment } from '#crypto/link.ts';
import { newSecret } from '#crypto/random.ts';
import { sealRequest } from '#crypto/requests.ts';
import { decodeFrame, encodeFrame } from '#server/http/frame.ts';
import type { DescribeRequestReply } from '#server/requests/wire.ts';
import { openTestService } from '#server/testing/test-service.ts';
import type { TestService } from '#server/testing/test-service.ts';
import { createApi } from './api.ts';
import type { Api } from './api.ts';
import { prepareAnswer } from './answer.ts';
import { describeRequest, readQuestion } from './question.ts';
import { prepareRequest } from './ask.ts';
import type { CreatedRequest, RequestInput } from './ask.ts';
import { readBody } from './download.ts';
import { idBytes } from './ids.ts';
import { closeRequest, deleteRequest, readInbox } from './inbox.ts';
import { readLink } from './link.ts';
import { readStatus, remove } from './manage.ts';
import { acknowledgeAnswer, openAnswer } from './open-answer.ts';
import { newClaim } from './open.ts';
import { readCounts } from './request-counts.ts';
import { createRequestsApi } from './requests-api.ts';
import type { RequestsApi } from './requests-api.ts';
import { concatenated, uploadBody } from './upload.ts';

let service: TestService;
let api: Api;
let requests: RequestsApi;

beforeAll(async () => {
  service = await openTestService();
  const options = { baseUrl: service.baseUrl, fetch: service.fetch, wait: async () => undefined };
  api = createApi(options);
  requests = createRequestsApi(options);
});
afterAll(() => service[Symbol.asyncDispose]());
beforeEach(() => {
  service.between = (_asked, go) => go();
  service.asked.length = 0;
});

const wish: RequestInput = {
  title: 'The staging key',
  ask: 'User and password of the staging database, please.',
  fields: [
    { name: 'user', type: 'line' },
    { name: 'password', type: 'line' },
  ],
  maxAnswers: 3,
  ttlSeconds: 7200,
  answerTtlSeconds: 3600,
  keep: 'expiry',
};

const askFor = async (change: Partial<RequestInput> = {}): Promise<CreatedRequest> =>
  (await prepareRequest({ api, requests }, { ...wish, ...change })).send();

function holderOf({ id, link }: CreatedRequest) {
  const fragment = readFragment(link, idBytes(id));
  if (!fragment.ok || fragment.type !== LinkType.request) throw new Error('Not a request link.');
  return { id, linkKey: fragment.key };
}

async function answer(asked: CreatedRequest, text = 'hunter2', fields = [{ name: 'user', value: 'app' }]) {
  const holder = holderOf(asked);
  const { asked: question } = await readQuestion(requests, holder);
  const prepared = await prepareAnswer(api, { ...holder, asked: question }, { text, fields });
  return prepared.send();
}

test('a request is created, read by its link and answered, and the answer opens with the manage link alone', async () => {
  const asked = await askFor();
  expect(readLink(asked.link, { publicUrl: service.baseUrl })).toMatchObject({ kind: 'request', id: asked.id });
  const holder = holderOf(asked);
  expect(await describeRequest(requests, holder)).toMatchObject({ state: 'open', answersLeft: 3 });
  const { asked: question } = await readQuestion(requests, holder);
  expect(question).toMatchObject({ title: wish.title, ask: wish.ask, fields: wish.fields, answerTtl: 3600 });
  const receipt = await answer(asked);

  const inbox = await readInbox(requests, asked);
  expect(inbox).toMatchObject({ title: wish.title, state: 'open', answersTaken: 1, fragment: asked.key });
  const [first = expect.unreachable()] = inbox.answers;
  const claim = newClaim();
  const opened = await openAnswer(api, { ...asked, answer: first, claim });
  expect(opened.opened.payload).toMatchObject({ text: 'hunter2', fields: [{ name: 'user', value: 'app' }] });
  const unread = await readStatus(api, receipt);
  expect([unread.answer, unread.readAt]).toEqual([true, undefined]);
  await acknowledgeAnswer(api, { ...asked, answer: opened, claim });
  expect(await readStatus(api, receipt)).toMatchObject({ readAt: expect.any(Number) as number });
  expect(await readCounts(requests, [asked])).toMatchObject([{ answers: 1, unread: 0 }]);
  await remove(api, receipt);
  expect((await readInbox(requests, asked)).answers).toMatchObject([{ state: 'deleted' }]);
});

test('a prepared request can be discarded, whether it was sent, its reply was lost, or neither', async () => {
  const prepared = await prepareRequest({ api, requests }, wish);
  await prepared.discard();
  service.between = async ({ line }, go) => {
    const response = await go();
    return line.startsWith('PUT') ? Promise.reject(new TypeError('cut')) : response;
  };
  await expect(prepared.send()).rejects.toMatchObject({ name: 'NetworkError' });
  service.between = (_asked, go) => go();
  await prepared.discard();
  await expect(prepared.send()).rejects.toMatchObject({ name: 'AlreadyOverError', state: 'deleted' });
  await prepared.discard();
});

test('an answer may have files, and counts from the start of its upload', async () => {
  const asked = await askFor({ maxAnswers: 1 });
  const holder = holderOf(asked);
  const { asked: question } = await readQuestion(requests, holder);
  const bytes = new Uint8Array(700_000).map((_, i) => i % 251);
  const files = [{ name: 'certificate.pem', size: bytes.length, type: '' }];
  const prepared = await prepareAnswer(api, { ...holder, asked: question }, { text: '', files });
  const task = prepared.body ?? expect.unreachable();
  const source = concatenated([{ size: bytes.length, read: async (start, end) => bytes.slice(start, end) }]);
  await uploadBody(api, { task, source });
  await expect(answer(asked)).rejects.toMatchObject({ code: 'not-accepting', members: { state: 'full' } });
  await prepared.send();
  const [only = expect.unreachable()] = (await readInbox(requests, asked)).answers;
  const claim = newClaim();
  const { opened, linkKey } = await openAnswer(api, { ...asked, answer: only, claim });
  const body = opened.body ?? expect.unreachable();
  const parts: Uint8Array[] = [];
  for await (const part of readBody(api, { id: only.id, linkKey, claim, body }, { start: 0, end: bytes.length }))
    parts.push(part);
  expect(Buffer.concat(parts).equals(bytes)).toBe(true);
});

test('the service sees neither question, answer nor field names, and logs show no links', async () => {
  const asked = await askFor();
  await answer(asked, 'needle-in-the-answer', [{ name: 'needle-field', value: 'needle-value' }]);
  const sent = Buffer.concat(service.asked.map(({ line, body }) => Buffer.concat([Buffer.from(line), body])));
  for (const needle of ['staging', 'needle', 'please', asked.key, 'password of'])
    expect(sent.includes(needle)).toBe(false);
  expect(JSON.stringify(asked)).not.toContain(asked.key);
  const inbox = await readInbox(requests, asked);
  expect(inbox).toMatchObject({ fragment: asked.key, title: wish.title });
  for (const logged of [JSON.stringify({ inbox }), inspect({ inbox })]) {
    expect(logged).not.toContain(asked.key);
    expect(logged).not.toContain(wish.title);
  }
});

group('a hostile server', () => {
  const replaceJson = (line: string, change: (value: Record<string, unknown>) => unknown) => {
    service.between = async (asked, go) => {
      const response = await go();
      if (!asked.line.includes(line)) return response;
      const changed = change((await response.json()) as Record<string, unknown>);
      return Response.json(changed, { headers: { 'content-type': 'application/json' } });
    };
  };

  /** A request that the server forges under the id of another. */
  async function forge(asked: CreatedRequest, change: { readonly ask: string }) {
    const own = newSecret();
    const made = await sealRequest(own, {
      createdAt: 1_800_000_000,
      expiresAt: asked.expiresAt,
      title: wish.title,
      ...(wish.fields && { fields: wish.fields }),
      maxAnswers: 3,
      answerTtl: 3600,
      keep: 'expiry',
      ...change,
    });
    expect(made.id).toEqual(idOf(ownerKeys(own).createProof));
    return made;
  }

  test('cannot put another public key or question behind a link', async () => {
    const asked = await askFor();
    const forged = await forge(asked, { ask: 'Your bank password.' });
    const preamble = toBase64url(forged.preamble);
    service.between = async ({ line }, go) => {
      const response = await go();
      if (line.endsWith('/describe')) return Response.json({ ...((await response.json()) as object), preamble });
      if (!line.endsWith('/read')) return response;
      const head = { state: 'open', createdAt: 1, expiresAt: asked.expiresAt, answersLeft: 1 };
      return new Response(encodeFrame(head, forged.sealed), {
        headers: { 'content-type': 'application/octet-stream' },
      });
    };
    await expect(readQuestion(requests, holderOf(asked))).rejects.toMatchObject({ code: 'preamble-tag' });
    service.between = async ({ line }, go) => {
      if (!line.endsWith('/read')) return go();
      const head = { state: 'open', createdAt: 1, expiresAt: asked.expiresAt, answersLeft: 1 };
      return new Response(encodeFrame(head, forged.sealed), {
        headers: { 'content-type': 'application/octet-stream' },
      });
    };
    await expect(readQuestion(requests, holderOf(asked))).rejects.toMatchObject({ name: 'CryptoError' });
  });

  test('cannot swap the keys of two answers, or replay an answer of another request or a deleted one', async () => {
    const [asked, other] = [await askFor(), await askFor()];
    await answer(asked, 'one');
    await answer(asked, 'two');
    await answer(other, 'elsewhere');
    const inbox = await readInbox(requests, asked);
    const [one = expect.unreachable(), two = expect.unreachable()] = inbox.answers;
    const [elsewhere = expect.unreachable()] = (await readInbox(requests, other)).answers;
    const open = (id: string, sealedKey: string | undefined) =>
      openAnswer(api, { ...asked, answer: { id, sealedKey }, claim: newClaim() });
    const refused = { code: 'ciphertext' };
    await expect(open(one.id, two.sealedKey)).rejects.toMatchObject(refused);
    await expect(open(elsewhere.id, elsewhere.sealedKey)).rejects.toMatchObject(refused);
    await expect(open(elsewhere.id, one.sealedKey)).rejects.toMatchObject(refused);
    const bent = fromBase64url(one.sealedKey ?? '');
    bent[1167] = (bent[1167] ?? 0) ^ 1;
    await expect(open(one.id, toBase64url(bent))).rejects.toMatchObject(refused);
    const { opened } = await open(one.id, one.sealedKey);
    expect(['one', 'two']).toContain(opened.payload.text);
  });

  test('cannot substitute the content of another answer', async () => {
    const asked = await askFor();
    await answer(asked, 'one');
    await answer(asked, 'two');
    const { answers } = await readInbox(requests, asked);
    const [one = expect.unreachable(), two = expect.unreachable()] = answers;
    const claim = newClaim();
    const kept = await openAnswer(api, { ...asked, answer: two, claim });
    expect(kept.opened.payload.text).toBeDefined();
    service.between = async (sent, go) => {
      if (!sent.line.includes(one.id)) return go();
      const line = sent.line.replace(one.id, two.id);
      const [method = 'POST', path = ''] = line.split(' ');
      const request = service.asked.findLast(({ line: earlier }) => earlier === line);
      return service.fetch(new URL(path, service.baseUrl).href, {
        method,
        headers: { 'content-type': 'application/json' },
        body: request?.body ?? null,
      });
    };
    await expect(openAnswer(api, { ...asked, answer: one, claim: newClaim() })).rejects.toMatchObject({
      code: 'preamble-tag',
    });
  });

  test.each<[string, Partial<DescribeRequestReply>, boolean]>([
    ['keeps them', {}, false],
    ['accepts answers for longer', { expiresAt: 9_000_000_000 }, true],
    ['accepts answers for a shorter time', { expiresAt: 1_000_000_000 }, true],
    ['accepts more answers', { answersLeft: 4 }, true],
    ['claims a creation after the expiry', { createdAt: 9_000_000_000 }, true],
  ])('is checked against the sealed terms: it %s', async (_, change, broken) => {
    const asked = await askFor();
    service.between = async ({ line }, go) => {
      const response = await go();
      if (!line.endsWith('/read')) return response;
      const { head, tail } = decodeFrame(new Uint8Array(await response.arrayBuffer())) ?? expect.unreachable();
      return new Response(encodeFrame({ ...(head as object), ...change }, tail), {
        headers: { 'content-type': 'application/octet-stream' },
      });
    };
    const question = await readQuestion(requests, holderOf(asked));
    const sealed = { expiresAt: asked.expiresAt, maxAnswers: 3 };
    expect(question.asked).toMatchObject(sealed);
    expect(question.mismatch).toEqual(broken ? sealed : undefined);
  });

  test('cannot show a closed request as open without being noticed', async () => {
    const asked = await askFor();
    await closeRequest(requests, asked);
    replaceJson('/describe', (value) => ({ ...value, state: 'open' }));
    await expect(answer(asked)).rejects.toMatchObject({ code: 'not-accepting', members: { state: 'closed' } });
  });
});

test('a closed or deleted request says so to everyone with the link', async () => {
  const asked = await askFor();
  await closeRequest(requests, asked);
  expect(await describeRequest(requests, holderOf(asked))).toMatchObject({ state: 'closed' });
  await deleteRequest(requests, asked);
  const gone = await describeRequest(requests, holderOf(asked));
  expect(gone).toMatchObject({ state: 'deleted' });
  expect(gone.preamble).toBeUndefined();
});

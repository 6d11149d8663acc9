import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeId } from '#crypto/ids.ts';
import { LinkType, readFragment } from '#crypto/link.ts';
import type { PasswordKdf } from '#crypto/password.ts';
import { newerPreamble } from '#crypto/testing/newer-preamble.ts';
import { decodeFrame, encodeFrame } from '#server/http/frame.ts';
import { openTestService } from '#server/testing/test-service.ts';
import type { TestService } from '#server/testing/test-service.ts';
import { createApi } from './api.ts';
import type { Api } from './api.ts';
import { prepareAnswer } from './answer.ts';
import { describeRequest, readQuestion } from './question.ts';
import { prepareRequest } from './ask.ts';
import type { CreatedRequest } from './ask.ts';
import { isFromNewerVersion } from './errors.ts';
import { readLink } from './link.ts';
import { idBytes } from './ids.ts';
import { closeRequest, deleteAnswer, deleteRequest, readInbox } from './inbox.ts';
import { changeRecipient, readStatus, readStatuses, remove, shorten, unlock } from './manage.ts';
import { acknowledgeAnswer, openAnswer } from './open-answer.ts';
import { checkOwnTerms } from './own-terms.ts';
import { acknowledge, describe, newClaim, openShare, renew } from './open.ts';
import { createReportsApi } from './reports-api.ts';
import { readCounts } from './request-counts.ts';
import { requestCode } from './request-code.ts';
import { createRequestsApi } from './requests-api.ts';
import type { RequestsApi } from './requests-api.ts';
import { shareSecret } from './share.ts';
import type { Shared } from './share.ts';
import { opened, readAll, sentFiles, testFiles } from './testing/shared-files.ts';

/** A newer server may add members to every object that it sends. Older clients must ignore them. */

let service: TestService;
let api: Api;
let requests: RequestsApi;
const readWithAdditions = new Set<string>();

beforeAll(async () => {
  service = await openTestService({
    SOTTO_ABUSE_CONTACT: 'mailto:abuse@example.org',
    SOTTO_SMTP_URL: 'smtp://localhost',
    SOTTO_MAIL_FROM: 'sotto@example.org',
    SOTTO_MAIL_RECIPIENTS: 'anyone',
  });
  service.between = addMembers;
  const options = { baseUrl: service.baseUrl, fetch: service.fetch, wait: async () => undefined };
  api = createApi(options);
  requests = createRequestsApi(options);
});
afterAll(() => service[Symbol.asyncDispose]());

const addMembers: TestService['between'] = async ({ line }, go) => {
  readWithAdditions.add(line.replaceAll(/\/[1-9A-HJ-NP-Za-km-z]{16,22}\b/g, '/:id'));
  return withAdditions(await go());
};

async function withAdditions(response: Response): Promise<Response> {
  const type = response.headers.get('content-type') ?? '';
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (type.includes('json')) {
    return new Response(JSON.stringify(enlarged(JSON.parse(new TextDecoder().decode(bytes)))), response);
  }
  const frame = decodeFrame(bytes);
  return new Response(frame ? encodeFrame(enlarged(frame.head), frame.tail) : bytes, response);
}

function enlarged(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(enlarged);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, enlarged(member)] as const);
  return { ...Object.fromEntries(members), addedIn2030: { gates: [1] }, addedToo: null };
}

const kdf: PasswordKdf = async (password) => new Uint8Array(32).fill(password.length);

async function openText({ link, id }: Shared, password: string): Promise<string | undefined> {
  const reading = readLink(link, { publicUrl: service.baseUrl });
  const fragment = readFragment(reading.kind === 'share' ? reading.fragment : '', decodeId(id) ?? new Uint8Array());
  if (!fragment.ok || fragment.type !== LinkType.sharePassword) throw new Error('Not a link with a password.');
  const request = { id, linkKey: fragment.key, type: fragment.type, claim: newClaim(), password, kdf };
  return (await openShare(api, { ...request, description: await describe(api, request) })).payload.text;
}

function holderOf({ id, link }: CreatedRequest) {
  const fragment = readFragment(link, idBytes(id));
  if (!fragment.ok || fragment.type !== LinkType.request) throw new Error('Not a request link.');
  return { id, linkKey: fragment.key };
}

const wish = {
  ...{ title: 'Key', ask: 'The key, please.', ttlSeconds: 7200, answerTtlSeconds: 3600 },
  ...{ fields: [], maxAnswers: 3, keep: 'expiry' as const },
};

/** Every description that follows is of a share or request that a newer version sealed. */
function describeAsNewer(link: string): void {
  service.between = async ({ line }, go) => {
    const response = await go();
    if (!line.endsWith('/describe')) return response;
    return Response.json({ ...((await response.json()) as object), preamble: newerPreamble(link) });
  };
}

test('what a newer version sealed is named as such before anything but the link proof is sent', async () => {
  const shared = await shareSecret(api, { text: 'later', password: 'p', maxViews: 1, ttlSeconds: 3600, kdf });
  const asked = await (await prepareRequest({ api, requests }, wish)).send();
  const inbox = await readInbox(requests, asked);
  const sentBefore = service.asked.length;
  try {
    describeAsNewer(shared.link);
    await expect(openText(shared, 'p')).rejects.toSatisfy(isFromNewerVersion);
    describeAsNewer(asked.link);
    await expect(readQuestion(requests, holderOf(asked))).rejects.toSatisfy(isFromNewerVersion);
    expect(await checkOwnTerms(requests, asked, inbox)).toEqual({ at: 'newer' });
  } finally {
    service.between = addMembers;
  }
  expect(service.asked.slice(sentBefore).every(({ line }) => line.endsWith('/describe'))).toBe(true);
});

test('a share with files is created, opened and ended', async () => {
  const sent = testFiles(3000);
  const shared = await sentFiles(api, sent);
  const reading = await opened(api, shared);
  expect(await readAll(api, reading.holder)).toEqual(sent.content);
  expect((await renew(api, reading.holder)).leaseUntil).toBeGreaterThan(0);
  expect(await acknowledge(api, reading.holder)).toMatchObject({ state: 'spent' });
  expect(await readStatus(api, shared)).toMatchObject({ state: 'spent' });
  expect(await readStatuses(api, [shared])).toMatchObject([{ state: 'spent' }]);
});

test('wrong password, lock, unlock and deletion work', async () => {
  const terms = { text: 'hunter2', maxViews: 1, ttlSeconds: 3600, password: 'right', attemptLimit: 1, kdf };
  const shared = await shareSecret(api, terms);
  await expect(openText(shared, 'no')).rejects.toMatchObject({ code: 'locked' });
  expect((await unlock(api, shared)).state).toBe('live');
  expect(await openText(shared, 'right')).toBe('hunter2');
  expect((await remove(api, shared)).state).toBe('deleted');
});

test('a code is requested, a person is revoked, and the expiry is brought forward', async () => {
  const people = ['ana@example.org', 'bob@example.org'];
  const shared = await shareSecret(api, { text: 'hunter2', maxViews: 1, ttlSeconds: 3600, people, kdf });
  const reading = readFragment(shared.link, idBytes(shared.id));
  if (!reading.ok) throw new Error('A link was not read.');
  const request = { id: shared.id, linkKey: reading.key, claim: newClaim(), locale: 'en' };
  expect((await requestCode(api, { ...request, address: 'bob@example.org' })).again).toBeGreaterThan(0);
  const changed = await changeRecipient(api, { ...shared, n: 1, action: 'revoke' });
  expect([changed.addresses, changed.people?.recipients[0]?.revokedAt]).toEqual([people, expect.any(Number)]);
  const { expiresAt } = shared;
  expect(await shorten(api, { ...shared, expiresAt: expiresAt - 600 })).toMatchObject({ firstExpiresAt: expiresAt });
});

test('a request, its answer and its receipt work', async () => {
  const asked = await (await prepareRequest({ api, requests }, wish)).send();
  const holder = holderOf(asked);
  expect(await describeRequest(requests, holder)).toMatchObject({ state: 'open' });
  const { asked: question } = await readQuestion(requests, holder);
  const receipt = await (await prepareAnswer(api, { ...holder, asked: question }, { text: 'hunter2' })).send();
  const [first = expect.unreachable()] = (await readInbox(requests, asked)).answers;
  const claim = newClaim();
  const answer = await openAnswer(api, { ...asked, answer: first, claim });
  await acknowledgeAnswer(api, { ...asked, answer, claim });
  expect(await readStatus(api, receipt)).toMatchObject({ answer: true });
  expect(await readCounts(requests, [asked])).toMatchObject([{ answers: 1, unread: 0 }]);
  expect((await closeRequest(requests, asked)).state).toBe('closed');
  expect((await deleteAnswer(requests, { ...asked, answer: first.id })).answers).toMatchObject([{ state: 'deleted' }]);
  expect((await deleteRequest(requests, asked)).state).toBe('deleted');
});

test('a report is accepted, and the configuration is read', async () => {
  const reports = createReportsApi({ baseUrl: service.baseUrl, fetch: service.fetch });
  await reports.report({ id: '1'.repeat(16), reason: 'other' });
  expect(await api.config()).toMatchObject({ create: 'anyone' });
});

test('every reply of the API was tested with additional members', async () => {
  service.between = (_asked, go) => go();
  const reply = await service.fetch(`${service.baseUrl}api/openapi.json`, { method: 'GET' });
  const document: unknown = await reply.json();
  const { paths } = document as { paths: Record<string, Record<string, unknown>> };
  const described = Object.entries(paths).flatMap(([path, verbs]) =>
    Object.keys(verbs)
      .filter((verb) => ['get', 'post', 'put'].includes(verb))
      .map((verb) => `${verb.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, ':id')}`),
  );
  const notReadByClients = ['GET /healthz', 'GET /readyz'];
  const lines = [...readWithAdditions].map((line) => line.replace(/\/parts\/\d+$/, '/parts/:id'));
  expect(described.filter((line) => !lines.includes(line))).toEqual(notReadByClients);
});

import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { decodeId } from '#crypto/ids.ts';
import { hasGate } from '#crypto/gates.ts';
import { MAX_WHO_LENGTH } from '#crypto/limits.ts';
import { LinkType } from '#crypto/link.ts';
import type { PasswordKdf } from '#crypto/password.ts';
import { SIGN_IN_SETTINGS, signedIn } from '#server/testing/test-members.ts';
import type { TestMember } from '#server/testing/test-members.ts';
import { openTestService } from '#server/testing/test-service.ts';
import type { TestService } from '#server/testing/test-service.ts';
import { prepareAnswer } from './answer.ts';
import { describeRequest, readQuestion } from './question.ts';
import { createApi } from './api.ts';
import type { Api } from './api.ts';
import { prepareRequest } from './ask.ts';
import type { RequestInput } from './ask.ts';
import { readInbox } from './inbox.ts';
import { readStatus, readStatuses } from './manage.ts';
import type { Passes } from './member-terms.ts';
import { ownerBody } from './owner.ts';
import { describe, gatesBefore, newClaim, openShare } from './open.ts';
import { checkOwnTerms } from './own-terms.ts';
import { createRequestsApi } from './requests-api.ts';
import type { RequestsApi } from './requests-api.ts';
import { prepareShare, shareSecret } from './share.ts';
import type { Shared } from './share.ts';
import type { ShareInput } from './share-input.ts';
import { shownSender } from './shown-sender.ts';
import { testFiles } from './testing/shared-files.ts';
import { uploadBody } from './upload.ts';
import { readWholeLink } from './whole-link.ts';

const SIGN_IN = { ...SIGN_IN_SETTINGS, SOTTO_SMTP_URL: 'smtp://localhost', SOTTO_MAIL_FROM: 'sotto@example.org' };
const kdf: PasswordKdf = async (password) => new Uint8Array(32).fill(password.length);

interface Used {
  readonly api: Api;
  readonly requests: RequestsApi;
}

let service: TestService;
let used: Used;
const use = (one: TestService): Used => {
  const options = { baseUrl: one.baseUrl, fetch: one.fetch, wait: async () => undefined };
  return { api: createApi(options), requests: createRequestsApi(options) };
};
beforeAll(async () => {
  service = await openTestService(SIGN_IN);
  used = use(service);
});
beforeEach(() => {
  service.between = (_asked, go) => go();
});
afterAll(() => service[Symbol.asyncDispose]());

/** Notes for which use each pass was fetched. */
function passesOf(member: TestMember): Passes & { readonly fetched: string[] } {
  const fetched: string[] = [];
  const passes: Passes = (purpose, id) => {
    fetched.push(`${purpose} ${id}`);
    return member.pass(purpose, decodeId(id) ?? new Uint8Array());
  };
  return Object.assign(passes, { fetched });
}
const member = async (sub: string, groups: readonly string[] = []) =>
  passesOf(await signedIn(service.deps, { sub, groups }));
const made = (input: Partial<ShareInput>, { api } = used) =>
  shareSecret(api, { text: 'hunter2', maxViews: 2, ttlSeconds: 7200, kdf, ...input });

function readerOf({ link }: Pick<Shared, 'link'>) {
  const whole = readWholeLink(link);
  if (!whole.ok || (whole.type !== LinkType.share && whole.type !== LinkType.sharePassword))
    throw new Error('No share.');
  return { id: whole.id, linkKey: whole.key, type: whole.type, claim: newClaim() };
}
const opened = async (reader: ReturnType<typeof readerOf>, passes?: Passes) =>
  openShare(used.api, { ...reader, passes, description: await describe(used.api, reader), kdf });

/** Changes every description of a share or a request. */
function describeAs(change: (description: Record<string, unknown>) => object): void {
  service.between = async ({ line }, go) => {
    const reply = await go();
    return line.endsWith('/describe') ? Response.json(change((await reply.json()) as Record<string, unknown>)) : reply;
  };
}
const linesSince = (before: number) => service.asked.slice(before).map(({ line }) => line.split('/').at(-1));

test('a share for members opens with a pass, which is fetched right before, and its owner sees who opened it', async () => {
  const shared = await made({ members: {} });
  const reader = readerOf(shared);
  const description = await describe(used.api, reader);
  expect([hasGate(gatesBefore(reader, description), 'members'), description.members]).toEqual([true, {}]);
  await expect(opened(reader)).rejects.toMatchObject({ code: 'pass-required' });
  const ben = await member('ben');
  const { payload, mismatch, viewsLeft } = await opened(reader, ben);
  expect([payload.text, payload.gates, mismatch, viewsLeft]).toEqual(['hunter2', { members: {} }, undefined, 1]);
  expect(ben.fetched).toEqual([`open ${shared.id}`]);
  const status = await readStatus(used.api, shared);
  expect(status.openers).toEqual([{ openedAt: service.clock.now(), type: 'address', who: 'ben@example.org' }]);
  expect(`${inspect(status, { depth: 9 })} ${JSON.stringify(status)}`).not.toContain('ben@example.org');
  expect((await readStatuses(used.api, [shared]))[0]).not.toHaveProperty('receipts');
});

test('the owner of a share that members with the longest names have opened a hundred times still reads and ends it', async () => {
  const shared = await made({ members: {}, maxViews: 100 });
  // Six bytes each in JSON.
  const who = '\u0001'.repeat(MAX_WHO_LENGTH);
  const ana = passesOf(await signedIn(service.deps, { sub: who, address: null }));
  for (let times = 0; times < 100; times++) await opened(readerOf(shared), ana);
  const { openers } = await readStatus(used.api, shared);
  expect(openers).toEqual(Array.from({ length: 100 }, () => ({ openedAt: service.clock.now(), type: 'account', who })));
  expect((await used.api.remove(shared.id, ownerBody(shared))).receipts).toHaveLength(100);
});

test('the content comes again with the same claim, and without another pass', async () => {
  const reader = readerOf(await made({ members: {} }));
  const ben = await member('ben');
  await opened(reader, ben);
  expect((await opened(reader, ben)).payload.text).toBe('hunter2');
  expect(ben.fetched).toHaveLength(1);
});

test('a group that is named twice is sealed once', async () => {
  const reader = readerOf(await made({ members: { groups: ['staff', 'ops', 'staff'] } }));
  expect((await describe(used.api, reader)).members).toEqual({ groups: ['staff', 'ops'] });
  const { payload, mismatch } = await opened(reader, await member('ben', ['ops']));
  expect([payload.gates, mismatch]).toEqual([{ members: { groups: ['staff', 'ops'] } }, undefined]);
});

test('only members of a group that was chosen open it', async () => {
  const reader = readerOf(await made({ members: { groups: ['ops', 'staff'] } }));
  expect((await describe(used.api, reader)).members).toEqual({ groups: ['ops', 'staff'] });
  await expect(opened(reader, await member('ben'))).rejects.toMatchObject({ code: 'not-a-member' });
  const { mismatch, payload } = await opened(reader, await member('carla', ['staff']));
  expect([mismatch, payload.gates]).toEqual([undefined, { members: { groups: ['ops', 'staff'] } }]);
});

test.each([
  ['hides that it is for members', { members: {} }, ({ members: _, ...rest }: Record<string, unknown>) => rest],
  ['says that it is for members', undefined, (description: object) => ({ ...description, members: {} })],
])('a server that %s is refused before anything but the link proof is sent', async (_name, members, change) => {
  const reader = readerOf(await made({ ...members }));
  describeAs(change);
  const [before, ben] = [service.asked.length, await member('ben')];
  await expect(opened(reader, ben)).rejects.toMatchObject({ name: 'CryptoError', code: 'preamble-gates' });
  expect([linesSince(before), ben.fetched]).toEqual([['describe'], []]);
});

test.each([
  ['leaves out the groups', { groups: ['ops'] }, {}],
  ['adds a group', { groups: ['ops'] }, { groups: ['ops', 'staff'] }],
  ['invents groups', {}, { groups: ['ops'] }],
])('a server that %s does not keep the terms', async (_name, members, stated) => {
  const reader = readerOf(await made({ members }));
  describeAs((description) => ({ ...description, members: stated }));
  expect((await opened(reader, await member('ben', ['ops']))).mismatch).toMatchObject({ members });
});

test('a receipt that the server moves to another opening, or to another share, names nobody', async () => {
  const [shared, other] = [await made({ members: {} }), await made({ members: {} })];
  await opened(readerOf(shared), await member('ben'));
  await opened(readerOf(other), await member('carla'));
  const { receipts } = await used.api.status(other.id, ownerBody(other));
  service.between = async ({ line }, go) => {
    const reply = (await (await go()).json()) as { receipts: { openedAt: number }[] };
    if (!line.endsWith('/status')) return Response.json(reply);
    const moved = reply.receipts.map((one) => ({ ...one, openedAt: one.openedAt - 1 }));
    return Response.json({ ...reply, receipts: [...moved, ...(receipts ?? [])] });
  };
  const { openers } = await readStatus(used.api, shared);
  expect(openers?.map(({ who }) => who)).toEqual([undefined, undefined]);
});

test('a sender who wants it is shown to people with the link, and only an address is shown', async () => {
  const ana = await member('ana');
  const shared = await made({ showSender: true, passes: ana });
  expect(ana.fetched).toEqual([`create ${shared.id}`]);
  expect(shownSender(await describe(used.api, readerOf(shared)))).toBe('ana@example.org');
  expect(shownSender(await describe(used.api, readerOf(await made({ passes: ana }))))).toBeUndefined();
  expect(ana.fetched).toHaveLength(1);
  for (const from of ['The Bank', 'Ana@Example.org', 'a@b.example\u202E', undefined])
    expect(shownSender({ from })).toBeUndefined();
});

test('what only members may have is refused before anything is sealed, if nobody has signed in', async () => {
  const before = service.asked.length;
  for (const input of [{ showSender: true }, { notifyMail: { locale: 'en' } }])
    await expect(made(input)).rejects.toMatchObject({ code: 'pass-required' });
  expect(linesSince(before)).toEqual(['config', 'config']);
});

test('a group that the service does not know is refused before anything is sealed', async () => {
  const before = service.asked.length;
  await expect(made({ members: { groups: ['ops', 'board'] } })).rejects.toMatchObject({
    code: 'terms-refused',
    members: { limit: 'groups' },
  });
  expect(linesSince(before)).toEqual(['config']);
});

test.each([
  ['members', { members: {} }],
  ['members', { showSender: true }],
  ['notifyMail', { notifyMail: { locale: 'en' } }],
] as const)('a service without sign-in refuses %s before anything is sealed', async (limit, input) => {
  await using plain = await openTestService();
  const passes = () => Promise.reject(new Error('There is no sign-in.'));
  await expect(made({ ...input, passes }, use(plain))).rejects.toMatchObject({ members: { limit } });
  expect(plain.asked.map(({ line }) => line)).toEqual(['GET /api/config']);
});

test('a service says whom one may choose, and shares and requests obey it before anything is sealed', async () => {
  await using strict = await openTestService({ ...SIGN_IN, SOTTO_WHO: 'members' });
  const there = use(strict);
  const who = { code: 'terms-refused', members: { limit: 'who' } };
  await expect(made({}, there)).rejects.toMatchObject(who);
  await expect(prepareRequest(there, wish)).rejects.toMatchObject(who);
  expect(strict.asked.map(({ line }) => line)).toEqual(['GET /api/config', 'GET /api/config']);
  expect((await made({ members: {} }, there)).state).toBe('live');
});

test('where only members create, each try to create has a pass of its own, also after a lost reply', async () => {
  await using strict = await openTestService({ ...SIGN_IN, SOTTO_CREATE: 'member' });
  const { api } = use(strict);
  const input = { text: 'x', maxViews: 1, ttlSeconds: 3600, kdf };
  await expect(prepareShare(api, input)).rejects.toMatchObject({ code: 'pass-required' });
  const ana = passesOf(await signedIn(strict.deps, { sub: 'ana' }));
  const prepared = await prepareShare(api, { ...input, passes: ana });
  strict.between = async ({ line }, go) => {
    await go();
    throw new TypeError(line);
  };
  await expect(prepared.send()).rejects.toMatchObject({ name: 'NetworkError' });
  strict.between = (_asked, go) => go();
  strict.clock.advance(301);
  expect((await prepared.send()).state).toBe('live');
  expect(ana.fetched).toEqual([`create ${prepared.id}`, `create ${prepared.id}`]);
});

test('an upload needs a pass where it begins, and none where it ends, unless the terms need one', async () => {
  await using strict = await openTestService({ ...SIGN_IN, SOTTO_CREATE: 'member' });
  const { api } = use(strict);
  const { files, source } = testFiles(100);
  for (const [input, uses] of [
    [{}, 1],
    [{ showSender: true }, 2],
  ] as const) {
    const ana = await signedIn(strict.deps, { sub: 'ana' });
    const passes = passesOf(ana);
    const prepared = await prepareShare(api, { text: '', files, maxViews: 1, ttlSeconds: 3600, kdf, passes, ...input });
    const task = prepared.body;
    if (task === undefined) throw new Error('No upload.');
    await expect(uploadBody(api, { task, source })).rejects.toMatchObject({ code: 'pass-required' });
    await uploadBody(api, { task, source }, { passes });
    if (uses === 1) await ana.signOut();
    expect((await prepared.send()).state).toBe('live');
    expect(passes.fetched).toEqual(Array(uses).fill(`create ${prepared.id}`));
  }
});

const wish: RequestInput = {
  title: 'The key',
  ask: 'Which?',
  maxAnswers: 2,
  ttlSeconds: 3600,
  answerTtlSeconds: 3600,
  keep: 'expiry',
};
const holderOf = (link: string) => {
  const whole = readWholeLink(link);
  if (!whole.ok) throw new Error('Not a link.');
  return { id: whole.id, linkKey: whole.key };
};

test('a request for members is read and answered with passes, also with files, and its owner reads the answers', async () => {
  const asked = await (await prepareRequest(used, { ...wish, members: { groups: ['ops'] } })).send();
  expect(asked.members).toEqual({ groups: ['ops'] });
  const holder = holderOf(asked.link);
  expect((await describeRequest(used.requests, holder)).members).toEqual({ groups: ['ops'] });
  await expect(readQuestion(used.requests, holder)).rejects.toMatchObject({ code: 'pass-required' });
  const passes = await member('ben', ['ops']);
  const question = await readQuestion(used.requests, { ...holder, passes });
  expect([question.asked.ask, question.mismatch]).toEqual(['Which?', undefined]);
  const without = prepareAnswer(used.api, { ...holder, asked: question.asked }, { text: 'this' });
  await expect(without).rejects.toMatchObject({ code: 'pass-required' });
  const answering = { ...holder, passes, asked: question.asked };
  await (await prepareAnswer(used.api, answering, { text: 'this' })).send();
  const { files, source } = testFiles(10);
  const long = await prepareAnswer(used.api, answering, { text: '', files });
  if (long.body === undefined) throw new Error('No upload.');
  await uploadBody(used.api, { task: long.body, source }, { passes });
  await long.send();
  expect(passes.fetched).toEqual([`read ${asked.id}`, `answer ${asked.id}`, `answer ${asked.id}`]);
  const inbox = await readInbox(used.requests, asked);
  expect([inbox.answers.length, inbox.members]).toEqual([2, { groups: ['ops'] }]);
  expect(await checkOwnTerms(used.requests, asked, inbox)).toEqual({ at: 'members-only' });
  expect(await checkOwnTerms(used.requests, { ...asked, passes }, inbox)).toEqual({ at: 'kept' });
  const stated = { ...inbox, members: {} };
  expect(await checkOwnTerms(used.requests, { ...asked, passes }, stated)).toMatchObject({ at: 'changed' });
});

test('a server that hides or changes who answers a request is found out', async () => {
  const holder = holderOf((await (await prepareRequest(used, { ...wish, members: { groups: ['ops'] } })).send()).link);
  describeAs(({ members: _, ...rest }) => rest);
  await expect(describeRequest(used.requests, holder)).rejects.toMatchObject({ code: 'preamble-gates' });
});

test('a request can show who asks, and needs a pass for that', async () => {
  await expect(prepareRequest(used, { ...wish, showSender: true })).rejects.toMatchObject({ code: 'pass-required' });
  const passes = await member('ana');
  const asked = await (await prepareRequest(used, { ...wish, showSender: true, passes })).send();
  expect(passes.fetched).toEqual([`request ${asked.id}`]);
  expect(shownSender(await describeRequest(used.requests, holderOf(asked.link)))).toBe('ana@example.org');
});

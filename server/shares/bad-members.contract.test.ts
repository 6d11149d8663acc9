import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { encodeFrame } from '#server/http/frame.ts';
import { requestFrame } from '#server/testing/every-route.ts';
import { createFrame, openTestApp, sharePath } from '#server/testing/test-app.ts';
import type { TestApp } from '#server/testing/test-app.ts';
import { SIGN_IN_SETTINGS, signedIn } from '#server/testing/test-members.ts';
import type { TestMember } from '#server/testing/test-members.ts';
import { madeRequest, TestRequestOf } from '#server/testing/test-request.ts';
import { madeShare, secret, TestShare } from '#server/testing/test-share.ts';
import { TestUpload } from '#server/testing/test-upload.ts';

let app: TestApp;
let ana: TestMember;
const failures: unknown[] = [];

beforeAll(async () => {
  app = await openTestApp({
    log: { info: () => undefined, warn: () => undefined, error: (...fault) => void failures.push(fault) },
    env: {
      ...SIGN_IN_SETTINGS,
      ...{ SOTTO_SMTP_URL: 'smtp://127.0.0.1:9', SOTTO_MAIL_FROM: 'sotto@example.org' },
    },
  });
  ana = await signedIn(app.deps, { groups: ['ops'] });
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  expect(failures).toEqual([]);
});

const now = () => app.testStore.clock.now();
const [MALFORMED, PASS_REQUIRED] = [
  { status: 400, code: 'malformed' },
  { status: 401, code: 'pass-required' },
];

/** Everything that a create, an opening or an answer can leave behind. */
async function rows(): Promise<unknown> {
  const { kysely } = app.deps.store.read;
  const tables = [
    'share',
    'content',
    'gate',
    'member_terms',
    'opening',
    'request',
    'answer',
    'tally',
    'outbox',
  ] as const;
  return Promise.all(tables.map(async (table) => [table, await kysely.selectFrom(table).selectAll().execute()]));
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly json?: unknown;
  readonly bytes?: Uint8Array<ArrayBuffer>;
}

/** It is refused with exactly this error, and leaves every row as it was. */
async function expectRefused({ method, path, ...body }: Sent, problem: object, name: string): Promise<void> {
  const before = await rows();
  const reply = await app.ask(method, path, body);
  expect([name, await reply.json()]).toMatchObject([name, problem]);
  expect([name, await rows()]).toEqual([name, before]);
}

const requestPath = ({ id }: TestRequestOf, verb?: string) =>
  `/api/requests/${encodeId(id)}${verb === undefined ? '' : `/${verb}`}`;

/** Texts and values that are no pass. */
const noPasses: Readonly<Record<string, unknown>> = {
  ...{ empty: '', short: 'A'.repeat(42), long: 'A'.repeat(8193) },
  ...{
    padded: `${'A'.repeat(87)}=`,
    'plain base64': '+/'.repeat(50),
    spaces: ' '.repeat(100),
    'a token': 'a.b.c'.repeat(20),
  },
  ...{
    'letters outside ASCII': 'ä'.repeat(100),
    'a NUL': `${'A'.repeat(99)}\0`,
  },
  ...{ null: null, number: 5, true: true, array: ['A'.repeat(100)], object: { pass: 'A'.repeat(100) } },
};

const badMembers: Readonly<Record<string, unknown>> = {
  ...{ null: null, array: [], true: true, text: 'ops', 'an unknown member': { all: true } },
  ...{ 'no groups': { groups: [] }, 'groups that are null': { groups: null }, 'groups as text': { groups: 'ops' } },
  ...{ 'a number': { groups: [1] }, 'an empty name': { groups: ['ops', ''] }, 'a nested list': { groups: [['ops']] } },
  ...{
    'a group twice': { groups: ['ops', 'ops'] },
    'eleven groups': { groups: Array.from({ length: 11 }, (_, at) => `g${at}`) },
  },
  ...{ 'a name of 129 letters': { groups: ['a'.repeat(129)] }, 'a name of 130 bytes': { groups: ['ä'.repeat(65)] } },
};

/** From `receiptKey`, `showSender` and `notifyMail`. */
const badTerms: Readonly<Record<string, object>> = {
  'no receipt key': { receiptKey: undefined },
  'a receipt key that is null': { receiptKey: null },
  'a short receipt key': { receiptKey: secret().slice(1) },
  'a long receipt key': { receiptKey: `${secret()}A` },
  'a receipt key with trailing bits': { receiptKey: `${secret().slice(0, -1)}B` },
  'a sender that is not shown': { showSender: false },
  'a sender by name': { showSender: 'ana@example.org' },
  'mail without a language': { notifyMail: {} },
  'mail as a flag': { notifyMail: true },
  'mail in no language': { notifyMail: { locale: 'e' } },
  'mail in a path': { notifyMail: { locale: '../en' } },
  'mail in a long language': { notifyMail: { locale: 'a'.repeat(36) } },
  'mail to somebody else': { notifyMail: { locale: 'en', address: 'eve@evil.example' } },
  'the claims themselves': { member: { who: 'ana@example.org', groups: ['ops'] } },
};

test('a share for members with a malformed head is refused whole', async () => {
  const share = new TestShare(now(), { members: ['ops'] });
  const { head } = share.toCreate;
  const put = (changes: object): Sent => {
    const toCreate = { ...share.toCreate, head: { ...head, ...changes } } as TestShare['toCreate'];
    return { method: 'PUT', path: sharePath(share), bytes: createFrame({ toCreate }) };
  };
  for (const [name, members] of Object.entries(badMembers))
    await expectRefused(put({ gates: { members } }), MALFORMED, `members: ${name}`);
  for (const [name, changes] of Object.entries(badTerms)) await expectRefused(put(changes), MALFORMED, name);
  for (const [name, pass] of Object.entries(noPasses)) await expectRefused(put({ pass }), MALFORMED, `pass: ${name}`);
  const people = { addresses: ['bob@example.org'], list: 'A'.repeat(1430) };
  const gates: Record<string, object | undefined> = {
    ...{
      none: undefined,
      empty: {},
      'another one': { notBefore: now() },
      'one more': { members: {}, notBefore: now() },
    },
    ...{ 'of people': { people }, 'of people too': { members: {}, people }, unknown: { members: {}, robots: {} } },
  };
  for (const [name, other] of Object.entries(gates))
    await expectRefused(put({ gates: other }), MALFORMED, `gates: ${name}`);
  const preamble = Buffer.from(head.preamble, 'base64url');
  for (const bits of [0, 3, 7, 8, 9, 0x81, 0xff]) {
    const changed = Buffer.from(preamble);
    changed[3] = bits;
    await expectRefused(put({ preamble: changed.toString('base64url') }), MALFORMED, `bits ${bits}`);
  }
  expect((await app.ask('PUT', sharePath(share), { bytes: createFrame(share) })).status).toBe(201);
});

test('a share that is for anybody has nothing of members but a shown sender and mail, with a pass', async () => {
  const share = new TestShare(now());
  const put = (changes: object): Sent => {
    const toCreate = { ...share.toCreate, head: { ...share.toCreate.head, ...changes } };
    return { method: 'PUT', path: sharePath(share), bytes: createFrame({ toCreate }) };
  };
  await expectRefused(put({ receiptKey: secret() }), MALFORMED, 'a receipt key');
  await expectRefused(put({ gates: { members: {} } }), MALFORMED, 'members');
  for (const [name, changes] of Object.entries(badTerms).filter(([term]) => !term.includes('receipt')))
    await expectRefused(put(changes), MALFORMED, name);
  const useless = {
    'no pass': undefined,
    'another purpose': await ana.pass('open', share.id),
    'for requests': await ana.pass('request', share.id),
    'another share': await ana.pass('create', new TestShare(now()).id),
    over: await ana.pass('create', share.id, { exp: now() }),
    'with more in it': await ana.pass('create', share.id, { more: true } as object),
    'with a creator that is false': await ana.pass('create', share.id, { creator: false as true }),
    'of nobody': await ana.pass('create', share.id, { s: secret() }),
    cut: (await ana.pass('create', share.id)).slice(0, -4),
    'the longest': 'A'.repeat(8192),
  };
  for (const [name, pass] of Object.entries(useless)) {
    for (const wanted of [{ showSender: true }, { notifyMail: { locale: 'en' } }])
      await expectRefused(put({ ...wanted, ...(pass !== undefined && { pass }) }), PASS_REQUIRED, name);
  }
  const unverified = await signedIn(app.deps, { sub: 'b1f4', address: null });
  const pass = await unverified.pass('create', share.id);
  const refused = { status: 422, code: 'terms-refused', limit: 'address' };
  for (const wanted of [{ showSender: true }, { notifyMail: { locale: 'en' } }])
    await expectRefused(put({ ...wanted, pass }), refused, `without a verified address: ${Object.keys(wanted).join()}`);
  const made = put({ showSender: true, notifyMail: { locale: 'en' }, pass: await ana.pass('create', share.id) });
  expect((await app.ask(made.method, made.path, { bytes: made.bytes ?? new Uint8Array() })).status).toBe(201);
});

test('an opening with a malformed pass is malformed, and with a useless one spends and counts nothing', async () => {
  const share = await madeShare(app.deps, { members: ['ops'], password: true });
  const { linkProof, openProof } = share;
  const open = (pass: unknown, proof = openProof): Sent => ({
    ...{ method: 'POST', path: sharePath(share, 'open') },
    json: { linkProof, openProof: proof, claim: secret(), pass },
  });
  for (const [name, pass] of Object.entries(noPasses)) await expectRefused(open(pass), MALFORMED, name);
  const useless = [
    'A'.repeat(43),
    'A'.repeat(45),
    `${'A'.repeat(86)}B`,
    'A'.repeat(8192),
    await ana.pass('open', share.id, { for: 'steal' as 'open' }),
  ];
  const other = await (await signedIn(app.deps, { sub: 'eve' })).pass('open', share.id, { groups: [] });
  for (const proof of [openProof, secret()]) {
    for (const pass of useless) await expectRefused(open(pass, proof), PASS_REQUIRED, pass.slice(0, 60));
    await expectRefused(open(other, proof), { status: 403, code: 'not-a-member' }, 'another group');
  }
  for (const verb of ['describe', 'renew', 'acknowledge', 'status', 'delete', 'unlock']) {
    const json = { linkProof, ownerProof: share.ownerProof, claim: secret(), pass: await ana.pass('open', share.id) };
    await expectRefused({ method: 'POST', path: sharePath(share, verb), json }, MALFORMED, `${verb} takes no pass`);
  }
});

test('a request for members with a malformed head is refused whole', async () => {
  const request = new TestRequestOf(now(), { members: ['ops'] });
  const put = (changes: object): Sent => {
    const toCreate = {
      ...request.toCreate,
      head: { ...request.toCreate.head, ...changes },
    } as TestRequestOf['toCreate'];
    return { method: 'PUT', path: requestPath(request), bytes: requestFrame({ toCreate }) };
  };
  for (const [name, members] of Object.entries(badMembers))
    await expectRefused(put({ gates: { members } }), MALFORMED, `members: ${name}`);
  for (const [name, changes] of Object.entries(badTerms).filter(([term]) => term !== 'no receipt key'))
    await expectRefused(put(changes), MALFORMED, name);
  for (const [name, pass] of Object.entries(noPasses)) await expectRefused(put({ pass }), MALFORMED, `pass: ${name}`);
  await expectRefused(put({ receiptKey: secret() }), MALFORMED, 'a receipt key');
  for (const gates of [undefined, {}, { notBefore: now() }, { members: {}, notBefore: now() }])
    await expectRefused(put({ gates }), MALFORMED, JSON.stringify({ gates }));
  await expectRefused(put({ showSender: true }), PASS_REQUIRED, 'a shown sender without a pass');
  const wrong = await ana.pass('create', request.id);
  await expectRefused(put({ showSender: true, pass: wrong }), PASS_REQUIRED, 'a pass for shares');
  expect((await app.ask('PUT', requestPath(request), { bytes: requestFrame(request) })).status).toBe(201);
});

test('reading and answering with a malformed pass is malformed, and with a useless one takes no place', async () => {
  const request = await madeRequest(app.deps, { members: ['ops'] });
  const { linkProof, openProof } = request;
  const read = (pass: unknown): Sent => ({
    ...{ method: 'POST', path: requestPath(request, 'read'), json: { linkProof, openProof, pass } },
  });
  const answer = request.answer(now());
  const { head, note, sealed } = answer.toCreate;
  const tail = Buffer.concat([note, sealed]);
  const put = (part: object, changes: object = {}): Sent => ({
    ...{ method: 'PUT', path: sharePath(answer) },
    bytes: encodeFrame({ ...head, ...changes, answer: { ...head.answer, ...part } }, tail),
  });
  const upload = new TestUpload(now(), { bodyBytes: 5000 });
  const begin = (part: object, changes: object = {}): Sent => ({
    ...{ method: 'PUT', path: sharePath(upload.share, 'upload') },
    json: { ...upload.message(), ...changes, answer: { ...request.place, ...part } },
  });
  for (const [name, pass] of Object.entries(noPasses)) {
    await expectRefused(read(pass), MALFORMED, `read: ${name}`);
    await expectRefused(put({ pass }), MALFORMED, `answer: ${name}`);
    await expectRefused(begin({ pass }), MALFORMED, `upload: ${name}`);
    await expectRefused(begin({}, { pass }), MALFORMED, `beside the answer: ${name}`);
  }
  const right = await ana.pass('answer', request.id);
  for (const to of [put, begin]) {
    await expectRefused(to({ pass: right }, { pass: right }), MALFORMED, 'a second pass');
    await expectRefused(to({ pass: right, who: 'ana@example.org' }), MALFORMED, 'an unknown member');
    for (const useless of [await ana.pass('read', request.id), await ana.pass('answer', answer.id), 'A'.repeat(8192)])
      await expectRefused(to({ pass: useless }), PASS_REQUIRED, useless.slice(0, 60));
    await expectRefused(to({}), PASS_REQUIRED, 'no pass');
  }
  for (const [name, changes] of Object.entries({
    ...{
      'a shown sender': { showSender: true },
      mail: { notifyMail: { locale: 'en' } },
      'a key': { receiptKey: secret() },
    },
    ...{ gates: { gates: { members: {} } } },
  }))
    await expectRefused(put({ pass: right }, changes), MALFORMED, `an answer has no ${name}`);
  await expectRefused(read('A'.repeat(43)), PASS_REQUIRED, 'a useless pass');
  await expectRefused(read(await ana.pass('answer', request.id)), PASS_REQUIRED, 'another purpose');
  expect(
    (await app.ask('PUT', sharePath(answer), { bytes: put({ pass: right }).bytes ?? new Uint8Array() })).status,
  ).toBe(201);
});

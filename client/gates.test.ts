import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hasGate } from '#crypto/gates.ts';
import { decodeId } from '#crypto/ids.ts';
import { LinkType } from '#crypto/link.ts';
import type { PasswordKdf } from '#crypto/password.ts';
import { mailedCodes } from '#server/testing/mailed-codes.ts';
import { openTestService } from '#server/testing/test-service.ts';
import type { TestService } from '#server/testing/test-service.ts';
import { createApi } from './api.ts';
import type { Api } from './api.ts';
import { changeRecipient, readStatus, readStatuses, shorten } from './manage.ts';
import { describe, gatesBefore, newClaim, openShare } from './open.ts';
import { markOf, requestCode } from './request-code.ts';
import { shareSecret } from './share.ts';
import type { Shared } from './share.ts';
import type { ShareInput } from './share-input.ts';
import { readWholeLink } from './whole-link.ts';

let service: TestService;
let api: Api;
beforeAll(async () => {
  const mail = { SOTTO_SMTP_URL: 'smtp://localhost', SOTTO_MAIL_FROM: 'sotto@example.org' };
  service = await openTestService({ ...mail, SOTTO_MAIL_RECIPIENTS: 'anyone', SOTTO_WEBHOOKS: 'anyone' });
  api = createApi({ baseUrl: service.baseUrl, fetch: service.fetch, wait: async () => undefined });
});
beforeEach(() => {
  // One sender can name one person five times a day.
  service.clock.advance(86_400);
  service.between = (_asked, go) => go();
});
afterAll(() => service[Symbol.asyncDispose]());

const kdf: PasswordKdf = async (password) => new Uint8Array(32).fill(password.length);
const ANNA = 'anna@example.org';
const BOB = 'bob@example.org';
const now = () => service.clock.now();
const made = (input: Partial<ShareInput>) =>
  shareSecret(api, { text: 'hunter2', maxViews: 1, ttlSeconds: 7200, kdf, ...input });

function readerOf({ link }: Pick<Shared, 'link'>) {
  const whole = readWholeLink(link);
  if (!whole.ok || (whole.type !== LinkType.share && whole.type !== LinkType.sharePassword))
    throw new Error('Not a link to a share.');
  return { id: whole.id, linkKey: whole.key, type: whole.type, claim: newClaim() };
}
type Reader = ReturnType<typeof readerOf>;

const opened = async (reader: Reader, secrets: { readonly code?: string; readonly password?: string } = {}) =>
  openShare(api, { ...reader, ...secrets, description: await describe(api, reader), kdf });

async function codeFor(reader: Reader, address = ANNA): Promise<string> {
  await requestCode(api, { ...reader, address, locale: 'en' });
  const id = decodeId(reader.id) ?? new Uint8Array();
  return (await mailedCodes(service.deps, id, reader.claim)).at(-1)?.code ?? '';
}
const wrong = (code: string) => code.replace(/.$/, (digit) => String((Number(digit) + 1) % 10));

/** Changes every description. */
function describeAs(change: (description: Record<string, unknown>) => object): void {
  service.between = async ({ line }, go) => {
    const reply = await go();
    return line.endsWith('/describe') ? Response.json(change((await reply.json()) as Record<string, unknown>)) : reply;
  };
}

test('the gates of a share are read from its preamble before it is opened', async () => {
  const reader = readerOf(await made({ people: [ANNA], notBefore: now() + 60 }));
  const gates = gatesBefore(reader, await describe(api, reader));
  expect([hasGate(gates, 'people'), hasGate(gates, 'notBefore'), hasGate(gates, 'members')]).toEqual([
    ...[true, true, false],
  ]);
  const plain = readerOf(await made({}));
  expect(gatesBefore(plain, await describe(api, plain))).toBe(0);
});

test('a named person opens with the code, each person once, and the owner sees who', async () => {
  const shared = await made({ people: [ANNA, BOB] });
  for (const [n, address] of [ANNA, BOB].entries()) {
    const reader = readerOf(shared);
    const code = await codeFor(reader, address);
    const { payload, viewsLeft, mismatch } = await opened(reader, { code });
    expect([payload.text, payload.gates, viewsLeft, mismatch]).toEqual(['hunter2', { emails: {} }, 0, undefined]);
    const { people } = await readStatus(api, shared);
    expect(people?.recipients[n]).toMatchObject({ n: n + 1, openedAt: [now()], codeRequests: 1 });
  }
});

test('the reply to a request for a code is the same for everybody', async () => {
  const reader = readerOf(await made({ people: [ANNA] }));
  for (const address of [ANNA, 'eve@evil.example'])
    expect(await requestCode(api, { ...reader, address, locale: 'de' })).toEqual({ again: 60 });
});

test('a wrong code is refused with the tries that are left, and is sent only once', async () => {
  const reader = readerOf(await made({ people: [ANNA], password: 'right' }));
  const code = await codeFor(reader);
  await expect(opened(reader, { password: 'right' })).rejects.toMatchObject({ code: 'code-required' });
  let sent = 0;
  service.between = async ({ line }, go) => {
    if (line.endsWith('/open')) sent += 1;
    return go();
  };
  await expect(opened(reader, { password: 'right', code: wrong(code) })).rejects.toMatchObject({
    ...{ code: 'wrong-code', members: { triesLeft: 4 } },
  });
  service.between = async ({ line }, go) => {
    if (!line.endsWith('/open')) return go();
    sent += 1;
    throw new TypeError('fetch failed');
  };
  await expect(opened(reader, { password: 'right', code })).rejects.toMatchObject({ name: 'NetworkError' });
  expect(sent).toBe(2);
});

test('after the opening, the same claim gets the content again without a code', async () => {
  const reader = readerOf(await made({ people: [ANNA] }));
  await opened(reader, { code: await codeFor(reader) });
  expect((await opened(reader)).payload.text).toBe('hunter2');
});

test('page, terminal and mail compute the same four characters for a claim', () => {
  const claim = newClaim();
  expect(markOf(claim)).toMatch(/^[1-9A-HJ-NP-Za-km-z]{4}$/);
  expect(markOf(claim)).toBe(markOf(claim));
  expect(markOf(newClaim())).not.toBe(markOf(claim));
});

test('before its first moment a share is refused with that moment, and opens from then on', async () => {
  const notBefore = now() + 600;
  const reader = readerOf(await made({ notBefore }));
  await expect(opened(reader)).rejects.toMatchObject({ code: 'too-early', members: { notBefore } });
  service.clock.advance(600);
  const { payload, mismatch } = await opened(reader);
  expect([payload.gates, mismatch]).toEqual([{ notBefore }, undefined]);
});

test.each([
  ['hides the first moment', { notBefore: 60 }, ({ notBefore: _, ...rest }: Record<string, unknown>) => rest],
  ['invents a first moment', { notBefore: undefined }, (description: object) => ({ ...description, notBefore: 1 })],
])('a server that %s is refused before anything but the link proof is sent', async (_name, { notBefore }, change) => {
  const reader = readerOf(await made(notBefore === undefined ? {} : { notBefore: now() + notBefore }));
  describeAs(change);
  const before = service.asked.length;
  await expect(opened(reader)).rejects.toMatchObject({ name: 'CryptoError', code: 'preamble-gates' });
  expect(service.asked.slice(before).map(({ line }) => line.split('/').at(-1))).toEqual(['describe']);
});

test('a server that moves the first moment does not keep the terms', async () => {
  const notBefore = now() + 60;
  const reader = readerOf(await made({ notBefore }));
  service.clock.advance(60);
  describeAs((description) => ({ ...description, notBefore: notBefore - 60 }));
  expect((await opened(reader)).mismatch).toMatchObject({ notBefore });
});

test('an earlier expiry breaks no terms; a later one, or one without the first, does', async () => {
  const shared = await made({ maxViews: 3 });
  const expiresAt = now() + 600;
  expect(await shorten(api, { ...shared, expiresAt })).toMatchObject({ expiresAt, firstExpiresAt: shared.expiresAt });
  expect((await opened(readerOf(shared))).mismatch).toBeUndefined();
  describeAs(({ firstExpiresAt: _, ...description }) => description);
  expect((await opened(readerOf(shared))).mismatch).toMatchObject({ expiresAt: shared.expiresAt });
  describeAs((description) => ({ ...description, expiresAt: shared.expiresAt + 60 }));
  expect((await opened(readerOf(shared))).mismatch).toMatchObject({ expiresAt: shared.expiresAt });
});

test('an expiry is never put back', async () => {
  const shared = await made({});
  const later = await shorten(api, { ...shared, expiresAt: shared.expiresAt + 60 });
  expect([later.expiresAt, later.firstExpiresAt]).toEqual([shared.expiresAt, undefined]);
});

test('a revoked person gets no code any more, and others do', async () => {
  const shared = await made({ people: [ANNA, BOB] });
  const reader = readerOf(shared);
  const code = await codeFor(reader);
  const { people, viewsLeft } = await changeRecipient(api, { ...shared, n: 1, action: 'revoke' });
  expect([people?.recipients[0]?.revokedAt, viewsLeft]).toEqual([now(), 1]);
  await expect(opened(reader, { code })).rejects.toMatchObject({ code: 'wrong-code' });
  expect(await codeFor(readerOf(shared))).toBe('');
  const other = readerOf(shared);
  expect((await opened(other, { code: await codeFor(other, BOB) })).payload.text).toBe('hunter2');
});

test('after a reset, a person can have a new code', async () => {
  const shared = await made({ people: [ANNA] });
  const reader = readerOf(shared);
  const code = await codeFor(reader);
  await changeRecipient(api, { ...shared, n: 1, action: 'reset' });
  await expect(opened(reader, { code })).rejects.toMatchObject({ code: 'wrong-code' });
  const again = readerOf(shared);
  expect((await opened(again, { code: await codeFor(again) })).payload.text).toBe('hunter2');
});

test('the owner gets the addresses from the sealed list, which logs do not show, and batches do not have', async () => {
  const shared = await made({ people: [ANNA, BOB] });
  const status = await readStatus(api, shared);
  expect(status.addresses).toEqual([ANNA, BOB]);
  expect(`${inspect(status, { depth: 9 })} ${JSON.stringify(status)}`).not.toContain('example.org');
  const [batched] = await readStatuses(api, [shared]);
  expect(batched).toMatchObject({ maxViews: 2, people: { viewsEach: 1, recipients: [{ n: 1 }, { n: 2 }] } });
  expect(inspect(batched, { depth: 9 })).not.toMatch(/example\.org|list:/);
});

test('no request but a create and one for a code has an address, none has the key, and that one has no claim', async () => {
  const shared = await made({ people: [ANNA] });
  const reader = readerOf(shared);
  const before = service.asked.length;
  await opened(reader, { code: await codeFor(reader) });
  await readStatus(api, shared);
  const texts = service.asked.slice(before).map(({ line, body }) => `${line} ${new TextDecoder().decode(body)}`);
  expect(texts.filter((text) => text.includes(ANNA)).map((text) => text.split(' ')[1]?.split('/').at(-1))).toEqual([
    'code',
  ]);
  expect(texts.filter((text) => text.includes(shared.key))).toEqual([]);
  expect(texts.filter((text) => text.includes('/code ') && text.includes(reader.claim))).toEqual([]);
});

test.each([
  ['named people', { people: ['anna@example.org'] }, 'people'],
  ['notices', { notify: { url: 'https://hooks.example/x' } }, 'webhooks'],
] as const)('%s are refused before anything is sent if the service does not have them', async (_name, input, limit) => {
  await using plain = await openTestService();
  const plainApi = createApi({ baseUrl: plain.baseUrl, fetch: plain.fetch });
  const sending = shareSecret(plainApi, { text: 'x', maxViews: 1, ttlSeconds: 3600, kdf, ...input });
  await expect(sending).rejects.toMatchObject({ code: 'terms-refused', members: { limit } });
  expect(plain.asked.map(({ line }) => line)).toEqual(['GET /api/config']);
});

test('twenty of the longest addresses and the longest endpoint fit into one share', async () => {
  const domain = `${`${'a'.repeat(63)}.`.repeat(3)}${'b'.repeat(57)}.org`;
  const people = Array.from({ length: 20 }, (_, at) => `${String(at).padStart(64, 'x')}@${domain}`);
  const notify = { url: 'https://hooks.example/'.padEnd(2048, 'x'), reference: '🔑'.repeat(32) };
  const { id, ownerKey } = await made({ people, notify });
  expect((await readStatus(api, { id, ownerKey })).addresses).toEqual(people);
});

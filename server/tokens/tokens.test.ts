import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { encodeFrame } from '#server/http/frame.ts';
import type { Log } from '#server/http/log.ts';
import { findTokens, revoke } from '#server/records/token.ts';
import { createFrame, openTestApp, sharePath } from '#server/testing/test-app.ts';
import type { TestApp } from '#server/testing/test-app.ts';
import { TestRequestOf } from '#server/testing/test-request.ts';
import { TestShare } from '#server/testing/test-share.ts';
import { dialects } from '#server/testing/test-stores.ts';
import { TestUpload } from '#server/testing/test-upload.ts';
import { createToken, isLabel } from './create-token.ts';
import type { CreatedToken } from './create-token.ts';

const DAY = 86_400;

describe.each(dialects)('%s', (dialect) => {
  let app: TestApp;
  let labels = 0;
  const logged: unknown[] = [];
  const note = (...line: unknown[]) => void logged.push(line);
  const log: Log = { info: note, warn: note, error: note };

  beforeAll(async () => {
    app = await openTestApp({ dialect, env: { SOTTO_CREATE: 'token' }, log });
  });

  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });

  const newShare = () => new TestShare(app.testStore.clock.now());
  const newToken = async (lifeSeconds?: number): Promise<CreatedToken> => {
    const made = await createToken(app.deps, { label: `token ${++labels}.`, lifeSeconds });
    if (made === undefined) throw new Error('The label was taken.');
    return made;
  };
  const bearing = (token: string | undefined) => ({
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
  const put = (share: TestShare, token?: string) =>
    app.ask('PUT', sharePath(share), { bytes: createFrame(share), ...bearing(token) });
  const putRequest = ({ id, toCreate: { head, note: sealedNote, sealed } }: TestRequestOf, token?: string) =>
    app.ask('PUT', `/api/requests/${encodeId(id)}`, {
      bytes: encodeFrame(head, Buffer.concat([sealedNote, sealed])),
      ...bearing(token),
    });
  const begin = (upload: TestUpload, token?: string) =>
    app.ask('PUT', sharePath(upload.share, 'upload'), { json: upload.message(), ...bearing(token) });
  const whole = async (response: Response) => ({
    status: response.status,
    headers: [...response.headers],
    body: await response.text(),
  });

  test('token holders create shares, uploads and requests', async () => {
    const { token } = await newToken();
    expect(token).toMatch(/^sotto_[1-9A-HJ-NP-Za-km-z]{43,44}$/);
    const upload = new TestUpload(app.testStore.clock.now());
    const request = new TestRequestOf(app.testStore.clock.now());
    expect((await put(newShare(), token)).status).toBe(201);
    expect((await begin(upload, token)).status).toBe(201);
    expect((await putRequest(request, token)).status).toBe(201);
    const another = new TestRequestOf(app.testStore.clock.now());
    for (const refused of [await put(newShare()), await begin(upload), await putRequest(another)]) {
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toBe('Bearer');
      expect(await refused.json()).toMatchObject({ code: 'token-required' });
    }
  });

  test('a missing, wrong, truncated, expired or revoked token gets one reply, whether the id is taken or not', async () => {
    const { token } = await newToken();
    const expired = await newToken(60);
    const revoked = await newToken();
    const taken = newShare();
    expect((await put(taken, token)).status).toBe(201);
    await app.deps.store.write((tx) => revoke(tx, { number: revoked.number, label: null }));
    app.testStore.clock.advance(60);
    const expected = await whole(await put(newShare()));
    for (const wrong of [`${token}1`, token.slice(0, -1), token.slice(6), 'x', expired.token, revoked.token]) {
      expect(await whole(await put(newShare(), wrong)), wrong).toEqual(expected);
      const stranger = { bytes: createFrame(newShare()), ...bearing(wrong) };
      expect(await whole(await app.ask('PUT', sharePath(taken), stranger)), wrong).toEqual(expected);
    }
    for (const authorization of [`Basic ${token}`, token, `Bearer ${token} ${token}`, 'Bearer', '']) {
      const answer = await app.ask('PUT', sharePath(taken), {
        bytes: createFrame(newShare()),
        headers: { authorization },
      });
      expect(await whole(answer), authorization).toEqual(expected);
    }
    expect((await put(taken, token)).status).toBe(200);
  });

  test('a sign-in in front of the service may use Authorization and cookies; the token is sent as Sotto-Token', async () => {
    const { token } = await newToken();
    const [gate, other] = ['Bearer eyJhbGciOiJub25lIn0.e30.', (await newToken()).token];
    const create = (headers: Record<string, string>) =>
      app.ask('PUT', sharePath(newShare()), { bytes: createFrame(newShare()), headers });
    const made = async (headers: Record<string, string>) => {
      const share = newShare();
      return (await app.ask('PUT', sharePath(share), { bytes: createFrame(share), headers })).status;
    };
    expect(await made({ 'sotto-token': token })).toBe(201);
    expect(await made({ 'sotto-token': token, authorization: gate, cookie: 'session=1; sotto=2' })).toBe(201);
    expect(await made({ 'sotto-token': token, authorization: `Bearer ${other}` })).toBe(201);
    expect((await create({ 'sotto-token': 'x', authorization: `Bearer ${other}` })).status).toBe(401);
    expect((await create({ cookie: `sotto-token=${token}; authorization=${token}` })).status).toBe(401);
  });

  test('a create that claims to be an answer is refused like any other, with a token or without', async () => {
    const { token } = await newToken();
    const now = app.testStore.clock.now();
    const says = { 'sotto-answer': '1', 'sotto-token': token };
    const upload = new TestUpload(now);
    const request = new TestRequestOf(now);
    const share = newShare();
    const { head, note: sealedNote, sealed } = request.toCreate;
    const replies = [
      await app.ask('PUT', sharePath(share), { bytes: createFrame(share), headers: says }),
      await app.ask('PUT', sharePath(upload.share, 'upload'), { json: upload.message(), headers: says }),
      await app.ask('PUT', `/api/requests/${encodeId(request.id)}`, {
        bytes: encodeFrame(head, Buffer.concat([sealedNote, sealed])),
        headers: says,
      }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([400, 400, 400]);
    expect((await put(share, token)).status).toBe(201);
  });

  test('a repeated create succeeds for its creator, whatever happened to the token', async () => {
    const { token, number } = await newToken();
    const share = newShare();
    const request = new TestRequestOf(app.testStore.clock.now());
    await put(share, token);
    await putRequest(request, token);
    await app.deps.store.write((tx) => revoke(tx, { number, label: null }));
    expect((await put(share, token)).status).toBe(200);
    expect((await putRequest(request)).status).toBe(200);
    const { ownerProof } = share;
    await app.ask('POST', sharePath(share, 'delete'), { json: { ownerProof } });
    expect(await (await put(share)).json()).toMatchObject({ state: 'deleted' });
  });

  test('opening, managing and answering need no token', async () => {
    const { token } = await newToken();
    const share = newShare();
    await put(share, token);
    const request = new TestRequestOf(app.testStore.clock.now(), { maxAnswers: 2 });
    await putRequest(request, token);
    const { linkProof, openProof, ownerProof } = share;
    const open = { linkProof, openProof, claim: linkProof };
    expect((await app.ask('POST', sharePath(share, 'open'), { json: open })).status).toBe(200);
    expect((await app.ask('POST', sharePath(share, 'status'), { json: { ownerProof } })).status).toBe(200);
    expect((await put(request.answer(app.testStore.clock.now()))).status).toBe(201);
    const upload = new TestUpload(app.testStore.clock.now());
    const answering = { json: { ...upload.message(), answer: request.place } };
    expect((await app.ask('PUT', sharePath(upload.share, 'upload'), answering)).status).toBe(201);
  });

  test('a create that claims to be an answer but has no request’s link creates nothing', async () => {
    const stranger = new TestRequestOf(app.testStore.clock.now());
    const answer = stranger.answer(app.testStore.clock.now());
    expect((await put(answer)).status).toBe(404);
    expect(
      (await app.ask('POST', sharePath(answer, 'status'), { json: { ownerProof: answer.ownerProof } })).status,
    ).toBe(404);
  });

  test('if a token is revoked during an upload, the upload cannot go live with it, but can with another token', async () => {
    const [first, second] = [await newToken(), await newToken()];
    const upload = new TestUpload(app.testStore.clock.now());
    await begin(upload, first.token);
    await app.deps.store.write((tx) => revoke(tx, { number: first.number, label: null }));
    await upload.putAll(app.deps);
    expect((await put(upload.share, first.token)).status).toBe(401);
    expect((await put(upload.share, second.token)).status).toBe(201);
  });

  test('only a token’s hash and the day of its last use are stored', async () => {
    const { token, number } = await newToken();
    const lastUsed = async () =>
      (await findTokens(app.deps.store.read)).find((one) => one.number === number)?.lastUsedDay;
    expect(await lastUsed()).toBeNull();
    await put(newShare(), token);
    const today = Math.floor(app.testStore.clock.now() / DAY);
    expect(await lastUsed()).toBe(today);
    app.testStore.clock.advance(DAY);
    await put(newShare(), token);
    expect(await lastUsed()).toBe(today + 1);
    const rows = await app.deps.store.read.kysely.selectFrom('token').selectAll().execute();
    expect(
      JSON.stringify(rows.map(({ hash, ...row }) => ({ ...row, hash: Buffer.from(hash).toString('latin1') }))),
    ).not.toContain(token.slice(6));
  });

  test('a label belongs to one token until that is revoked', async () => {
    const label = 'build server';
    const first = await createToken(app.deps, { label });
    expect(await createToken(app.deps, { label })).toBeUndefined();
    expect(await app.deps.store.write((tx) => revoke(tx, { label, number: null }))).toMatchObject({ label });
    expect(await app.deps.store.write((tx) => revoke(tx, { label, number: null }))).toBeUndefined();
    const second = await createToken(app.deps, { label });
    expect(second?.number).not.toBe(first?.number);
    expect((await put(newShare(), first?.token)).status).toBe(401);
    expect((await put(newShare(), second?.token)).status).toBe(201);
  });

  test('the log contains no token', () => {
    expect(logged.length).toBeGreaterThan(20);
    expect(JSON.stringify(logged)).not.toMatch(/sotto_|[Bb]earer/);
  });
});

test('the OpenAPI document says where a token is accepted', async () => {
  await using app = await openTestApp();
  const { paths, components } = (await (await app.ask('GET', '/api/openapi.json')).json()) as {
    paths: Record<string, Record<string, { security?: readonly unknown[]; responses: Record<string, unknown> }>>;
    components: { securitySchemes: unknown };
  };
  const taking = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { security, responses }]) =>
      security === undefined || security.length === 0 ? [] : [[`${method} ${path}`, '401' in responses]],
    ),
  );
  expect(taking.toSorted()).toEqual([
    ['put /api/requests/{id}', true],
    ['put /api/shares/{id}', true],
    ['put /api/shares/{id}/upload', true],
  ]);
  expect(components.securitySchemes).toMatchObject({
    token: { type: 'http', scheme: 'bearer' },
    tokenHeader: { type: 'apiKey', name: 'Sotto-Token' },
  });
});

test('where anyone may create, tokens are ignored', async () => {
  await using app = await openTestApp();
  const share = new TestShare(app.testStore.clock.now());
  const headers = { authorization: 'Bearer sotto_1' };
  expect((await app.ask('PUT', sharePath(share), { bytes: createFrame(share), headers })).status).toBe(201);
});

test.each([
  ['ci', true],
  ['Ada’s laptop', true],
  ['x'.repeat(64), true],
  ['', false],
  ['12', false],
  [' ci', false],
  ['a\nb', false],
  ['x'.repeat(65), false],
])('a label is one line and not a number: %j', (label, good) => {
  expect(isLabel(label)).toBe(good);
});

import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeFrame } from '#server/http/frame.ts';
import { createFrame, openTestApp, sharePath } from '#server/testing/test-app.ts';
import type { Ask, TestApp } from '#server/testing/test-app.ts';
import { madeShare, secret, TestShare } from '#server/testing/test-share.ts';
import type { TestTerms } from '#server/testing/test-share.ts';
import { dialects } from '#server/testing/test-stores.ts';
import * as ownerWire from '#server/owner/wire.ts';
import * as wire from './wire.ts';

const apiHeaders = {
  'cache-control': 'no-store, no-transform',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

async function readJson(response: Response): Promise<Record<string, unknown>> {
  return (await response.json()) as Record<string, unknown>;
}

const keys = (value: object) => Object.keys(value).toSorted();

describe.each(dialects)('%s', (dialect) => {
  let app: TestApp;
  let ask: Ask;

  beforeAll(async () => {
    app = await openTestApp({ dialect });
    ({ ask } = app);
  });

  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });

  const made = (terms?: TestTerms) => madeShare(app.deps, terms);
  const post = (share: TestShare, verb: string, json: object) => ask('POST', sharePath(share, verb), { json });
  const open = (share: TestShare, claim: string, openProof = share.openProof) =>
    post(share, 'open', { linkProof: share.linkProof, openProof, claim });

  async function expectProblem(response: Response, status: number, members: Record<string, unknown>): Promise<void> {
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toEqual({ ...apiHeaders, 'content-type': 'application/problem+json' });
    const problem = await readJson(response);
    expect(problem).toEqual({
      type: `urn:sotto:error:${String(members['code'])}`,
      title: problem['title'],
      status,
      ...members,
    });
    expect(problem['title']).toEqual(expect.any(String));
  }

  async function expectJson(
    response: Response,
    status: number,
    schema: v.GenericSchema,
  ): Promise<Record<string, unknown>> {
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toEqual({ ...apiHeaders, 'content-type': 'application/json' });
    const answer = await readJson(response);
    // Readers ignore unknown members, but the server must not send any that the schema lacks.
    expect(v.parse(schema, answer)).toEqual(answer);
    return answer;
  }

  test('a share is created with 201, and found again with 200', async () => {
    const share = new TestShare(app.testStore.clock.now());
    const create = () => ask('PUT', sharePath(share), { bytes: createFrame(share) });
    const answer = await expectJson(await create(), 201, wire.CreateReply);
    expect(keys(answer)).toEqual(['createdAt', 'expiresAt', 'state']);
    expect(await expectJson(await create(), 200, wire.CreateReply)).toEqual(answer);
  });

  test('the same id with other content is a conflict for its creator', async () => {
    const share = await made();
    const sealed = Buffer.alloc(share.toCreate.sealed.length);
    const bytes = createFrame({ toCreate: { ...share.toCreate, sealed } });
    const response = await ask('PUT', sharePath(share), { bytes });
    await expectProblem(response, 409, { code: 'conflict' });
  });

  test('terms over a limit are refused with its name', async () => {
    const now = app.testStore.clock.now();
    for (const [limit, terms] of [
      ['minTtlSeconds', { expiresAt: now - 1000 }],
      ['maxTtlSeconds', { expiresAt: now + 10_000_000 }],
    ] as const) {
      const share = new TestShare(now, terms);
      const response = await ask('PUT', sharePath(share), { bytes: createFrame(share) });
      await expectProblem(response, 422, { code: 'terms-refused', limit });
    }
  });

  test('a share without a password is described by these members', async () => {
    const share = await made();
    const answer = await expectJson(
      await post(share, 'describe', { linkProof: share.linkProof }),
      200,
      wire.DescribeReply,
    );
    expect(keys(answer)).toEqual([
      'createdAt',
      'expiresAt',
      'maxViews',
      'openedAt',
      'preamble',
      'resumable',
      'sealedBytes',
      'state',
      'viewsLeft',
    ]);
    expect(answer.sealedBytes).toBe(share.toCreate.sealed.length);
  });

  test('a share with a password is described by two more', async () => {
    const share = await made({ password: true });
    const answer = await expectJson(
      await post(share, 'describe', { linkProof: share.linkProof }),
      200,
      wire.DescribeReply,
    );
    expect(answer).toMatchObject({ attemptsLeft: 5, onLimit: 'lock' });
  });

  test('opening returns a frame with the sealed bytes, and the same bytes to the same claim', async () => {
    const share = await made();
    const claim = secret();
    for (const repeated of [false, true]) {
      const response = await open(share, claim);
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toEqual({
        ...apiHeaders,
        'content-type': 'application/octet-stream',
      });
      const frame = decodeFrame(new Uint8Array(await response.arrayBuffer()));
      expect(v.parse(wire.OpenReplyHead, frame?.head)).toMatchObject({ repeated, viewsLeft: 0 });
      expect(Buffer.from(frame?.tail ?? []).equals(share.toCreate.sealed)).toBe(true);
    }
    await expectProblem(await open(share, secret()), 410, {
      code: 'ended',
      state: 'spent',
      openedAt: [app.testStore.clock.now()],
    });
  });

  test('a claim is renewed, acknowledged, and acknowledged again', async () => {
    const share = await made();
    const claim = secret();
    const body = { linkProof: share.linkProof, claim };
    await expectProblem(await post(share, 'renew', body), 409, { code: 'lease-over' });
    await open(share, claim);
    await expectJson(await post(share, 'renew', body), 200, wire.RenewReply);
    for (let times = 0; times < 2; times++) {
      const answer = await expectJson(await post(share, 'acknowledge', body), 200, wire.AcknowledgeReply);
      expect(answer).toEqual({ state: 'spent', viewsLeft: 0, endedAt: app.testStore.clock.now() });
    }
  });

  test('wrong passwords count down, then lock, and the owner unlocks', async () => {
    const share = await made({ password: true, attemptLimit: 2 });
    const wrong = () => open(share, secret(), secret());
    await expectProblem(await wrong(), 403, { code: 'wrong-password', attemptsLeft: 1 });
    await expectProblem(await wrong(), 423, { code: 'locked', openedAt: [] });
    await expectProblem(await open(share, secret()), 423, { code: 'locked', openedAt: [] });
    const owner = { ownerProof: share.ownerProof };
    const answer = await expectJson(await post(share, 'unlock', owner), 200, ownerWire.StatusReply);
    expect(answer).toMatchObject({ state: 'live', attempts: 0, attemptLimit: 2, hasPassword: true });
    expect((await open(share, secret())).status).toBe(200);
  });

  test('the owner sees these members, and deletes', async () => {
    const share = await made();
    const owner = { ownerProof: share.ownerProof };
    const status = await expectJson(await post(share, 'status', owner), 200, ownerWire.StatusReply);
    const members = [
      'attemptLimit',
      'attempts',
      'createdAt',
      'expiresAt',
      'hasPassword',
      'maxViews',
      'note',
      'onLimit',
    ];
    expect(keys(status)).toEqual([...members, 'openedAt', 'reading', 'state', 'viewsLeft']);
    const deleted = await expectJson(await post(share, 'delete', owner), 200, ownerWire.StatusReply);
    expect(deleted).toMatchObject({ state: 'deleted', endedAt: app.testStore.clock.now() });
    expect(deleted).not.toHaveProperty('note');
    const again = await expectJson(await post(share, 'delete', owner), 200, ownerWire.StatusReply);
    expect(again).toEqual(deleted);
    await expectProblem(await open(share, secret()), 410, {
      code: 'ended',
      state: 'deleted',
      endedAt: app.testStore.clock.now(),
      openedAt: [],
    });
  });

  test('a status batch reports null for unknown ids and wrong proofs alike', async () => {
    const [known, other] = [await made(), new TestShare(app.testStore.clock.now())];
    const entry = (share: TestShare, ownerProof = share.ownerProof) => ({ id: sharePath(share).slice(12), ownerProof });
    const shares = [entry(known), entry(known, secret()), entry(other)];
    const answer = await expectJson(
      await ask('POST', '/api/shares/status', { json: { shares } }),
      200,
      ownerWire.StatusBatchReply,
    );
    expect(answer).toEqual({ statuses: [expect.objectContaining({ state: 'live' }), null, null] });
  });

  test('probes and documents reply', async () => {
    await expectJson(await ask('GET', '/healthz'), 200, v.object({ status: v.literal('ok') }));
    await expectJson(await ask('GET', '/readyz'), 200, v.object({ status: v.literal('ok') }));
    const config = await expectJson(await ask('GET', '/api/config'), 200, v.looseObject({}));
    expect(config).toMatchObject({ publicUrl: 'http://localhost:3000/', serverTime: app.testStore.clock.now() });
    await expectJson(await ask('GET', '/api/openapi.json'), 200, v.looseObject({ openapi: v.literal('3.1.0') }));
  });
});

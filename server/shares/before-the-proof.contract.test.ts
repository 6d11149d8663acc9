import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toBase64url } from '#crypto/bytes.ts';
import { encodeId } from '#crypto/ids.ts';
import { requestFrame } from '#server/testing/every-route.ts';
import { guesses, pass } from '#server/testing/guesses.ts';
import type { Guess } from '#server/testing/guesses.ts';
import { createFrame, openTestApp, testClient } from '#server/testing/test-app.ts';
import type { TestApp } from '#server/testing/test-app.ts';
import { ANSWER_TTL, madeRequest, TestRequestOf } from '#server/testing/test-request.ts';
import { madeShare, secret, TestShare } from '#server/testing/test-share.ts';
import { dialects } from '#server/testing/test-stores.ts';
import { TestUpload, uploaded } from '#server/testing/test-upload.ts';
import { traced } from '#server/testing/traced-deps.ts';

/**
 * Before a proof is checked, only the record's own row is read, in the same steps as for an unknown id. So neither the
 * reply nor its timing tells somebody who has only the id whether the record exists, how large it is, or in which
 * state.
 */
const [linkProof, ownerProof, claim] = [secret(), secret(), secret()];
const NOW = 1_800_000_000;
const SIGN_IN = { SOTTO_OIDC_ISSUER: 'https://id.example.org', SOTTO_OIDC_CLIENT_ID: 'sotto' };
const strangers = { share: new TestShare(NOW), request: new TestRequestOf(NOW), upload: new TestUpload(NOW) };
/**
 * Creating proves the id itself, so nothing is read under another's id. When a request is answered, only its own row is
 * read.
 */
const OWN_ROW = /^read: select .*from "share" where "id" (= (\?|\$\d+)|in \((\?|\$\d+)\))/;
/** Only with the right proof: a row that is read takes time. */
const PROVEN_ROW = new RegExp(
  `${OWN_ROW.source} and ${/"(link|owner)_hash" (= (\?|\$\d+)|in \((\?|\$\d+)\))$/.source}`,
);

const creating: Readonly<Record<string, readonly Guess[]>> = {
  'PUT /api/shares/:id': [
    (id) => ['PUT', `/api/shares/${id}`, { bytes: createFrame(strangers.share) }],
    (id) => ['PUT', `/api/shares/${id}`, { bytes: createFrame(new TestShare(NOW, { pass, showSender: true })) }],
  ],
  'PUT /api/shares/:id/upload': [
    (id) => ['PUT', `/api/shares/${id}/upload`, { json: strangers.upload.message() }],
    (id) => ['PUT', `/api/shares/${id}/upload`, { json: { ...strangers.upload.message(), pass } }],
  ],
  'PUT /api/requests/:id': [(id) => ['PUT', `/api/requests/${id}`, { bytes: requestFrame(strangers.request) }]],
};

/** An answer from somebody who has the id of the request but not its link. */
const answering: readonly Guess[] = [
  (request) => {
    const answer = { request, linkProof, sealedKey: toBase64url(randomBytes(1168)) };
    const share = new TestShare(NOW, { maxViews: 0, expiresAt: NOW + ANSWER_TTL, answer });
    return ['PUT', `/api/shares/${encodeId(share.id)}`, { bytes: createFrame(share) }];
  },
  (request) => {
    const answer = { request, linkProof, sealedKey: toBase64url(randomBytes(1168)), pass };
    const share = new TestShare(NOW, { maxViews: 0, expiresAt: NOW + ANSWER_TTL, answer });
    return ['PUT', `/api/shares/${encodeId(share.id)}`, { bytes: createFrame(share) }];
  },
  (request) => {
    const upload = new TestUpload(NOW);
    const json = { ...upload.message(), answer: { request, linkProof } };
    return ['PUT', `/api/shares/${encodeId(upload.id)}/upload`, { json }];
  },
];

describe.each(dialects)('%s', (dialect) => {
  let app: TestApp;
  const ids = new Map<string, Uint8Array>();

  beforeAll(async () => {
    app = await openTestApp({ dialect, env: { SOTTO_ABUSE_CONTACT: 'mailto:abuse@example.org', ...SIGN_IN } });
    const { deps } = app;
    const made = async (state: string, terms = {}) => {
      const share = await madeShare(deps, terms);
      ids.set(state, share.id);
      return share;
    };
    await made('live');
    await made('with a password', { password: true });
    await made('for members', { members: [] });
    ids.set('request for members', (await madeRequest(deps, { members: [] })).id);
    await (await made('being read', { maxViews: 0 })).open(deps, claim);
    await (await made('deleted')).delete(deps);
    const locked = await made('locked', { password: true, attemptLimit: 1 });
    await locked.open(deps, secret(), secret()).catch(() => undefined);
    ids.set('with files', (await uploaded(deps)).id);
    const pending = new TestUpload(NOW);
    await pending.begin(deps);
    ids.set('pending', pending.id);
    ids.set('request', (await madeRequest(deps)).id);
    const asked = await madeRequest(deps, { maxAnswers: 10 });
    ids.set('request with answers', asked.id);
    for (let answers = 0; answers < 3; answers++) {
      const answer = asked.answer(NOW);
      await answer.create(deps);
      ids.set('answer', answer.id);
    }
    const closed = await madeRequest(deps);
    await closed.close(deps);
    ids.set('closed request', closed.id);
    const over = await madeRequest(deps);
    await over.delete(deps);
    ids.set('deleted request', over.id);
  });

  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });

  /** @returns the steps of the app for each id, the unknown one first */
  async function stepsOf(ask: Guess): Promise<[state: string, steps: string[]][]> {
    const { deps, take } = traced(app.deps);
    const send = testClient(deps);
    const states: [string, Uint8Array][] = [['unknown', randomBytes(16)], ...ids];
    const found: [string, string[]][] = [];
    for (const [state, id] of states) {
      take();
      await send(...ask(encodeId(id)));
      found.push([state, take()]);
    }
    return found;
  }

  test('every route is tested here', async () => {
    const document = (await (await app.ask('GET', '/api/openapi.json')).json()) as { paths: Record<string, object> };
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    // The routes of sessions have no ids.
    const ofSessions = routes.filter((route) => route.includes(' /api/session/'));
    const withoutRecords = [...ofSessions, 'GET /api/config', 'GET /healthz', 'GET /readyz'];
    const tried = [...Object.keys(guesses), ...Object.keys(creating), 'POST /api/reports', ...withoutRecords];
    expect(routes.toSorted()).toEqual(tried.toSorted());
  });

  test.each(Object.entries(guesses))(
    '%s reads at most its row, and only with the right proof',
    async (_route, cases) => {
      for (const ask of cases) {
        for (const [state, steps] of await stepsOf(ask)) {
          expect(steps, state).toEqual([expect.stringMatching(PROVEN_ROW)]);
        }
      }
    },
  );

  test.each(Object.entries(creating))('%s reads nothing under an id that is not proven', async (_route, cases) => {
    for (const ask of cases) for (const [state, steps] of await stepsOf(ask)) expect(steps, state).toEqual([]);
  });

  test('an answer without the link of its request takes the same steps, whatever the request is', async () => {
    for (const ask of answering) {
      const [[, unknown] = ['', []], ...others] = await stepsOf(ask);
      const reads = unknown.filter((step) => OWN_ROW.test(step));
      expect([unknown, reads.length > 0], 'the share’s own row, which is proven, and the row of the request').toEqual([
        reads,
        true,
      ]);
      for (const [state, steps] of others) expect(steps, state).toEqual(unknown);
    }
  });

  test('a report takes the same steps whether the share exists or not', async () => {
    const [[, unknown] = ['', []], ...others] = await stepsOf((id) => [
      'POST',
      '/api/reports',
      { json: { id, reason: 'other' } },
    ]);
    expect(unknown.length).toBeGreaterThan(2);
    // The first report of a day creates its key.
    const [[, again] = ['', []]] = await stepsOf((id) => ['POST', '/api/reports', { json: { id, reason: 'other' } }]);
    for (const [state, steps] of others) expect(steps, state).toEqual(again);
  });

  test('somebody with the link of a share cannot tell whether it is an answer', async () => {
    const { deps, take } = traced(app.deps);
    const request = await madeRequest(app.deps);
    const answer = request.answer(NOW);
    await answer.create(app.deps);
    const steps: string[][] = [];
    for (const share of [answer, await madeShare(app.deps)]) {
      const json = { linkProof: share.linkProof, claim, requestOwnerProof: ownerProof };
      take();
      expect((await testClient(deps)('POST', `/api/shares/${encodeId(share.id)}/acknowledge`, { json })).status).toBe(
        404,
      );
      steps.push(take());
    }
    expect(steps[1]).toEqual(steps[0]);
  });
});

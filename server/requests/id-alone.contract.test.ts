import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toBase64url } from '#crypto/bytes.ts';
import { encodeId } from '#crypto/ids.ts';
import { encodeFrame } from '#server/http/frame.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { createFrame, openTestApp } from '#server/testing/test-app.ts';
import type { TestApp, TestRequest } from '#server/testing/test-app.ts';
import { ANSWER_TTL, madeRequest, TestRequestOf } from '#server/testing/test-request.ts';
import { madeShare, secret, TestShare } from '#server/testing/test-share.ts';
import { dialects } from '#server/testing/test-stores.ts';
import { TestUpload } from '#server/testing/test-upload.ts';

/** docs/threat-model.md: somebody with only an id learns nothing and changes nothing. */
const methods = ['GET', 'POST', 'PUT', 'DELETE'];
const roots = ['/api/requests', '/api/shares'];
const verbs = [
  '',
  '/describe',
  '/read',
  '/status',
  '/close',
  '/delete',
  '/delete-answer',
  '/open',
  '/acknowledge',
  '/x',
];

const [linkProof, openProof, ownerProof, claim] = [secret(), secret(), secret(), secret()];
const stranger = new TestRequestOf(1_800_000_000);
const bodies: Readonly<Record<string, TestRequest>> = {
  none: {},
  describe: { json: { linkProof } },
  read: { json: { linkProof, openProof } },
  owner: { json: { ownerProof } },
  'delete an answer': { json: { ownerProof, answer: encodeId(stranger.id) } },
  open: { json: { linkProof, openProof, claim } },
  acknowledge: { json: { linkProof, claim, requestOwnerProof: ownerProof } },
  create: {
    bytes: encodeFrame(stranger.toCreate.head, Buffer.concat([stranger.toCreate.note, stranger.toCreate.sealed])),
  },
  'create of a share': { bytes: createFrame(new TestShare(1_800_000_000)) },
  'create with terms that are refused': {
    bytes: encodeFrame({ ...stranger.toCreate.head, expiresAt: 1 }, stranger.toCreate.sealed),
  },
};

async function whole(response: Response): Promise<unknown> {
  return { status: response.status, headers: [...response.headers], body: await response.text() };
}

describe.each(dialects)('%s', (dialect) => {
  let app: TestApp;
  const ids = new Map<string, Uint8Array>();
  const requests: TestRequestOf[] = [];

  beforeAll(async () => {
    app = await openTestApp({ dialect });
    const { deps, testStore } = app;
    const made = async (state: string, terms = {}) => {
      const request = await madeRequest(deps, terms);
      requests.push(request);
      ids.set(state, request.id);
      return request;
    };
    await made('expired');
    testStore.clock.advance(3600);
    await sweep(deps);
    await made('open', { maxAnswers: 3 });
    await (await made('closed')).close(deps);
    await (await made('deleted')).delete(deps);
    const answer = (await made('full')).answer(testStore.clock.now());
    await answer.create(deps);
    ids.set('an answer', answer.id);
    ids.set('a share', (await madeShare(deps)).id);
  });

  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });

  const statuses = () => Promise.all(requests.map((request) => request.status(app.deps)));

  test('every route replies as for an unknown id, byte for byte, and changes nothing', async () => {
    const before = await statuses();
    const never = encodeId(new TestShare(app.testStore.clock.now()).id);
    const seen = new Set<number>();
    for (const method of methods) {
      for (const root of roots) {
        for (const verb of verbs) {
          for (const [name, request] of Object.entries(bodies)) {
            if (method === 'GET' && name !== 'none') continue;
            const expected = await app.ask(method, `${root}/${never}${verb}`, request);
            seen.add(expected.status);
            const answer = await whole(expected);
            for (const [state, id] of ids) {
              const actual = await whole(await app.ask(method, `${root}/${encodeId(id)}${verb}`, request));
              expect(actual, `${method} ${root}…${verb}, ${state}, body: ${name}`).toEqual(answer);
            }
          }
        }
      }
    }
    expect(await statuses()).toEqual(before);
    expect([...seen].toSorted()).toEqual([400, 403, 404, 405, 415]);
  });

  test('an answer sent without the link reveals nothing about its request, and takes no place', async () => {
    const before = await statuses();
    const { clock } = app.testStore;
    const never = new TestShare(clock.now()).id;
    const send = async (to: Uint8Array, expiresAt: number) => {
      const place = { request: encodeId(to), linkProof };
      const sealedKey = toBase64url(randomBytes(1168));
      const share = new TestShare(clock.now(), { maxViews: 0, expiresAt, answer: { ...place, sealedKey } });
      const upload = new TestUpload(clock.now());
      return [
        await whole(await app.ask('PUT', `/api/shares/${encodeId(share.id)}`, { bytes: createFrame(share) })),
        await whole(
          await app.ask('PUT', `/api/shares/${encodeId(upload.id)}/upload`, {
            json: { ...upload.message(), answer: place },
          }),
        ),
      ];
    };
    for (const expiresAt of [clock.now() + ANSWER_TTL, 1]) {
      const expected = await send(never, expiresAt);
      expect(expected).toMatchObject([{ status: 404 }, { status: 404 }]);
      for (const [state, id] of ids) expect(await send(id, expiresAt), state).toEqual(expected);
    }
    expect(await statuses()).toEqual(before);
  });

  test('a status batch reveals nothing about an id with a wrong proof', async () => {
    for (const [path, list] of [
      ['/api/requests/status', 'requests'],
      ['/api/shares/status', 'shares'],
    ] as const) {
      const asked = [...ids.values()].map((id) => ({ id: encodeId(id), ownerProof }));
      const answer: unknown = await (await app.ask('POST', path, { json: { [list]: asked } })).json();
      expect(Object.values(answer as object)).toEqual([asked.map(() => null)]);
    }
    const asShares = requests.map(({ id, ownerProof }) => ({ id: encodeId(id), ownerProof }));
    const answer = await app.ask('POST', '/api/shares/status', { json: { shares: asShares } });
    expect(await answer.json()).toEqual({ statuses: asShares.map(() => null) });
  });
});

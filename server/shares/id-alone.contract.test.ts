import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeFrame } from '#server/http/frame.ts';
import { createFrame, openTestApp, sharePath } from '#server/testing/test-app.ts';
import type { TestApp, TestRequest } from '#server/testing/test-app.ts';
import { madeShare, secret, TestShare } from '#server/testing/test-share.ts';
import { dialects } from '#server/testing/test-stores.ts';
import { TestUpload, uploaded } from '#server/testing/test-upload.ts';

/** docs/threat-model.md: somebody with only an id learns nothing and changes nothing. */
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY', 'PROPFIND'];
const verbs = [
  ...[undefined, 'describe', 'open', 'code', 'renew', 'acknowledge', 'status', 'unlock', 'delete', 'upload'],
  ...['recipients', 'shorten'],
];
const bodyVerbs = ['parts', 'parts/0', 'parts/x', 'body', ''];

const guess = { linkProof: secret(), openProof: secret(), ownerProof: secret(), claim: secret() };
const { linkProof, openProof, ownerProof, claim } = guess;
const stranger = new TestShare(1_800_000_000);

/** Everything that an endpoint accepts, with guessed proofs, and things that no endpoint accepts. */
const bodies: Readonly<Record<string, TestRequest>> = {
  none: {},
  describe: { json: { linkProof } },
  'describe with a claim': { json: { linkProof, claim } },
  open: { json: { linkProof, openProof, claim } },
  owner: { json: { ownerProof } },
  upload: { json: new TestUpload(1_800_000_000).message() },
  part: { bytes: encodeFrame({ ownerProof }, new Uint8Array(1000)) },
  'read chunks': { json: { linkProof, claim, from: 0, chunks: 1 } },
  create: { bytes: createFrame(stranger) },
  'create with terms that are refused': {
    bytes: encodeFrame({ ...stranger.toCreate.head, expiresAt: 1 }, stranger.toCreate.sealed),
  },
  'create of nothing': { bytes: encodeFrame({ ...stranger.toCreate.head, noteBytes: 0 }, new Uint8Array(0)) },
  'no frame': { bytes: new Uint8Array(3) },
  'no message': { json: null },
  'too much': { json: 'x'.repeat(4000) },
};

async function whole(response: Response): Promise<unknown> {
  return { status: response.status, headers: [...response.headers], body: await response.text() };
}

describe.each(dialects)('%s', (dialect) => {
  let app: TestApp;
  const shares = new Map<string, TestShare>();
  let pending: TestShare;

  beforeAll(async () => {
    app = await openTestApp({ dialect });
    const { deps } = app;
    const made = async (state: string, terms = {}) => {
      const share = await madeShare(deps, terms);
      shares.set(state, share);
      return share;
    };
    await made('live');
    await made('live with a password', { password: true });
    shares.set('live with a body', (await uploaded(deps)).share);
    const started = new TestUpload(app.testStore.clock.now());
    await started.begin(deps);
    pending = started.share;
    await (await made('being read')).open(deps, claim);
    await (await made('deleted')).delete(deps);
    const spent = await made('spent');
    await spent.open(deps, claim);
    await spent.acknowledge(deps, claim);
    const locked = await made('locked', { password: true, attemptLimit: 1 });
    await expect(locked.open(deps, secret(), secret())).rejects.toMatchObject({ code: 'locked' });
    const destroyed = await made('destroyed', { password: true, attemptLimit: 1, onLimit: 'destroy' });
    await expect(destroyed.open(deps, secret(), secret())).rejects.toMatchObject({ code: 'ended' });
  });

  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });

  test('every method of every route replies as for an unknown id, byte for byte, and changes nothing', async () => {
    const never = new TestShare(app.testStore.clock.now());
    const statuses = async () => Promise.all([...shares.values()].map((share) => share.status(app.deps)));
    const before = await statuses();
    const seen = new Set<number>();
    for (const method of methods) {
      for (const verb of [...verbs, ...bodyVerbs]) {
        for (const [name, request] of Object.entries(bodies)) {
          const hasNoBody = method === 'GET' || method === 'HEAD';
          if (hasNoBody && name !== 'none') continue;
          const expected = await app.ask(method, sharePath(never, verb), request);
          seen.add(expected.status);
          const answer = await whole(expected);
          for (const [state, share] of [...shares, ['pending', pending] as const]) {
            const actual = await whole(await app.ask(method, sharePath(share, verb), request));
            expect(actual, `${method} ${String(verb)} of a share that is ${state}, body: ${name}`).toEqual(answer);
          }
        }
      }
    }
    expect(await statuses()).toEqual(before);
    expect([...seen].toSorted()).toEqual([400, 403, 404, 405, 413, 415]);
  });

  test('a malformed id gets the reply for an unknown one', async () => {
    const never = sharePath(new TestShare(app.testStore.clock.now()));
    for (const path of ['/api/shares/1', '/api/shares/0OIl', '/api/shares/%00', '/api/shares/%ff', `${never}x`]) {
      for (const [method, verb, request] of [
        ['POST', '/describe', bodies['describe']],
        ['POST', '/open', bodies['open']],
        ['POST', '/delete', bodies['owner']],
        ['PUT', '', bodies['create']],
        ['GET', '', {}],
      ] as const) {
        const expected = await whole(await app.ask(method, `${never}${verb}`, request));
        expect(await whole(await app.ask(method, `${path}${verb}`, request)), path).toEqual(expected);
      }
    }
  });

  test('a status batch reveals nothing about an id with a wrong proof', async () => {
    const ids = [...shares.values()].map((share) => sharePath(share).slice('/api/shares/'.length));
    const ask = (list: string[]) =>
      app.ask('POST', '/api/shares/status', { json: { shares: list.map((id) => ({ id, ownerProof })) } });
    expect(await (await ask(ids)).json()).toEqual({ statuses: ids.map(() => null) });
  });

  test('a share still opens after all these guesses', async () => {
    const share = shares.get('live');
    const locked = shares.get('live with a password');
    expect((await share?.open(app.deps))?.head.viewsLeft).toBe(0);
    expect(await locked?.describe(app.deps)).toMatchObject({ attemptsLeft: 5, viewsLeft: 1 });
  });
});

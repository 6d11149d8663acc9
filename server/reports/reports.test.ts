import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import type { Deps } from '#server/deps.ts';
import { findReports } from '#server/records/report.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { openTestApp } from '#server/testing/test-app.ts';
import type { TestApp } from '#server/testing/test-app.ts';
import { madeRequest } from '#server/testing/test-request.ts';
import { madeShare, secret, TestShare } from '#server/testing/test-share.ts';
import { dialects } from '#server/testing/test-stores.ts';
import { TestUpload, uploaded } from '#server/testing/test-upload.ts';
import { takeDown } from './take-down.ts';
import { reasons } from './wire.ts';

const DAY = 86_400;
const READ_HERE = { SOTTO_ABUSE_CONTACT: 'mailto:abuse@example.org' };

describe.each(dialects)('%s', (dialect) => {
  let app: TestApp;
  let clients = 0;

  beforeAll(async () => {
    app = await openTestApp({ dialect, env: READ_HERE });
  });

  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });

  const report = (id: string, reason = 'phishing', address = `198.51.100.${++clients}`) =>
    app.ask('POST', '/api/reports', { json: { id, reason }, address });
  const reportsOf = async (id: Uint8Array) =>
    (await findReports(app.deps.store.read)).filter((one) => encodeId(one.id) === encodeId(id));
  const whole = async (response: Response) => ({
    status: response.status,
    headers: [...response.headers],
    body: await response.text(),
  });

  test('a report gets the same reply whether the share exists or not, and whatever happened to it', async () => {
    const [live, deleted] = [await madeShare(app.deps), await madeShare(app.deps)];
    await deleted.delete(app.deps);
    const pending = new TestUpload(app.testStore.clock.now());
    await pending.begin(app.deps);
    const never = new TestShare(app.testStore.clock.now());
    const expected = await whole(await report(encodeId(never.id)));
    expect(expected).toMatchObject({ status: 202, body: '{}' });
    for (const { id } of [live, deleted, pending]) expect(await whole(await report(encodeId(id)))).toEqual(expected);
    expect(await whole(await report('0000000000000000'))).toEqual(expected);
    expect(await reportsOf(live.id)).toHaveLength(1);
    expect(await reportsOf(pending.id)).toEqual([]);
    expect(await reportsOf(never.id)).toEqual([]);
  });

  test('an unknown id costs the same work: the charge to the client is written in any case', async () => {
    const tallies = async () => (await app.deps.store.read.kysely.selectFrom('tally').selectAll().execute()).length;
    const before = await tallies();
    await report(encodeId((await madeShare(app.deps)).id));
    await report(encodeId(new TestShare(app.testStore.clock.now()).id));
    expect(await tallies()).toBe(before + 2);
  });

  test('each reason is counted separately, with its first and last time', async () => {
    const { id } = await madeShare(app.deps);
    const firstAt = app.testStore.clock.now();
    for (const reason of reasons) expect((await report(encodeId(id), reason)).status).toBe(202);
    app.testStore.clock.advance(60);
    await Promise.all(Array.from({ length: 10 }, () => report(encodeId(id), 'malware')));
    const found = await reportsOf(id);
    expect(found.map(({ reason }) => reason).toSorted()).toEqual([...reasons].toSorted());
    expect(found[0]).toMatchObject({ reason: 'malware', count: 11, firstAt, lastAt: firstAt + 60, state: 'live' });
  });

  test('an unknown reason or any further member is refused', async () => {
    const id = encodeId((await madeShare(app.deps)).id);
    for (const json of [
      { id, reason: 'boredom' },
      { id },
      { id, reason: 'other', text: 'why' },
      { id: 7, reason: 'other' },
    ]) {
      expect((await app.ask('POST', '/api/reports', { json })).status).toBe(400);
    }
  });

  test('one client has a limit of reports per day, for known and unknown ids together', async () => {
    const address = '203.0.113.1';
    const id = encodeId((await madeShare(app.deps)).id);
    const statuses = await Promise.all(Array.from({ length: 60 }, () => report(id, 'other', address)));
    expect(statuses.filter(({ status }) => status === 202)).toHaveLength(50);
    const stranger = encodeId(new TestShare(app.testStore.clock.now()).id);
    expect([(await report(stranger, 'other', address)).status, (await report(id, 'other', address)).status]).toEqual([
      429, 429,
    ]);
  });

  test('without a contact, reports do not exist', async () => {
    await using quiet = await openTestApp({ dialect });
    const id = encodeId((await madeShare(quiet.deps)).id);
    expect((await quiet.ask('POST', '/api/reports', { json: { id, reason: 'other' } })).status).toBe(404);
  });

  test('reports are forgotten with the share’s tombstone, and not before', async () => {
    const share = await madeShare(app.deps);
    await report(encodeId(share.id));
    await share.delete(app.deps);
    await sweep(app.deps);
    expect(await reportsOf(share.id)).toMatchObject([{ state: 'deleted' }]);
    app.testStore.clock.advance(31 * DAY);
    await sweep(app.deps);
    await sweep(app.deps);
    expect(await reportsOf(share.id)).toEqual([]);
  });

  test('a take-down ends a share at once: its key, its files and its readers', async () => {
    const { share, body } = await uploaded(app.deps);
    const claim = secret();
    await share.open(app.deps, claim);
    expect(body.length).toBeGreaterThan(0);
    expect(await takeDown(app.deps, share.id)).toEqual({ kind: 'share', state: 'deleted', endedNow: true, answers: 0 });
    await expect(share.renew(app.deps, claim)).rejects.toMatchObject({ code: 'ended', members: { state: 'deleted' } });
    await expect(share.open(app.deps, claim)).rejects.toMatchObject({ code: 'ended' });
    expect(await share.status(app.deps)).toMatchObject({ state: 'deleted', reading: 0 });
    const row = await app.deps.store.read.kysely
      .selectFrom('share')
      .select(['open_hash', 'body_name'])
      .where('id', '=', share.id)
      .executeTakeFirst();
    expect(row).toEqual({ open_hash: null, body_name: null });
    expect(await takeDown(app.deps, share.id)).toMatchObject({ endedNow: false, state: 'deleted' });
    expect(await takeDown(app.deps, new TestShare(app.testStore.clock.now()).id)).toBeUndefined();
  });

  test('an upload that is taken down cannot continue, and a share that was read keeps its state', async () => {
    const upload = new TestUpload(app.testStore.clock.now());
    await upload.begin(app.deps);
    await upload.put(app.deps, 0);
    expect(await takeDown(app.deps, upload.id)).toMatchObject({ endedNow: true });
    await expect(upload.put(app.deps, 1)).rejects.toMatchObject({ code: 'ended' });
    await expect(upload.finish(app.deps)).resolves.toMatchObject({ created: false, reply: { state: 'deleted' } });
    const read = await madeShare(app.deps);
    const claim = secret();
    await read.open(app.deps, claim);
    await read.acknowledge(app.deps, claim);
    expect(await takeDown(app.deps, read.id)).toMatchObject({ endedNow: false, state: 'spent' });
  });

  test('a request is taken down with its answers', async () => {
    const request = await madeRequest(app.deps, { maxAnswers: 3 });
    const answers = [request.answer(app.testStore.clock.now()), request.answer(app.testStore.clock.now())];
    for (const answer of answers) await answer.create(app.deps);
    expect(await takeDown(app.deps, request.id)).toEqual({
      kind: 'request',
      state: 'deleted',
      endedNow: true,
      answers: 2,
    });
    for (const answer of answers) expect(await answer.status(app.deps)).toMatchObject({ state: 'deleted' });
    await expect(request.answer(app.testStore.clock.now()).create(app.deps)).rejects.toMatchObject({
      code: 'not-accepting',
    });
  });

  test('a share that expired and was swept before its take-down counts as ended before', async () => {
    const now = app.testStore.clock.now();
    for (const { id } of [await madeRequest(app.deps, { expiresAt: now + 3600 }), await madeShare(app.deps)]) {
      const store = Object.create(app.deps.store) as Deps['store'];
      store.write = async (work) => {
        app.testStore.clock.advance(2 * DAY);
        await sweep(app.deps);
        return app.deps.store.write(work);
      };
      const taken = await takeDown({ ...app.deps, store }, id);
      expect(taken).toMatchObject({ state: 'expired', endedNow: false, answers: 0 });
    }
  });
});

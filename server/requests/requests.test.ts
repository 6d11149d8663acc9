import { describe, expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import type { Deps } from '#server/deps.ts';
import { beginUpload } from '#server/file-bodies/begin-upload.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { ANSWER_TTL, madeRequest, TestRequestOf } from '#server/testing/test-request.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import { foreignProof, TestUpload } from '#server/testing/test-upload.ts';
import { readRequestStatuses } from './read-request-status.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const heldContent = async ({ store }: Deps) => {
  const rows = await store.read.kysely.selectFrom('content').select('share_id').execute();
  return rows.length;
};
const notFound = { code: 'not-found' };
const full = { code: 'not-accepting', members: { state: 'full' } };

describe.each(dialects)('%s', (dialect) => {
  test('a request is created, answered and read, and the author of the answer sees that', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const request = new TestRequestOf(clock.now());
    expect(await request.create(deps)).toMatchObject({ created: true, reply: { state: 'open' } });
    expect(await request.create(deps)).toMatchObject({ created: false, reply: { state: 'open' } });
    expect(await request.describe(deps)).toMatchObject({ state: 'open', answersLeft: 1 });
    const { sealed } = await request.read(deps);
    expect(Buffer.compare(sealed, request.toCreate.sealed)).toBe(0);
    await expect(request.read(deps, foreignProof())).rejects.toMatchObject({ code: 'wrong-password' });

    const answer = request.answer(clock.now());
    expect(await answer.create(deps)).toMatchObject({ created: true });
    expect(await answer.create(deps)).toMatchObject({ created: false });
    expect(await request.describe(deps)).toMatchObject({ state: 'full', answersLeft: 0 });
    const status = await request.status(deps);
    expect(status).toMatchObject({
      state: 'full',
      answersTaken: 1,
      keep: 'expiry',
      note: expect.any(String) as string,
    });
    expect(status.answers).toMatchObject([
      { id: encodeId(answer.id), state: 'live', sealedKey: answer.toCreate.head.answer?.sealedKey },
    ]);
    expect((await answer.status(deps)).readAt).toBeUndefined();
    clock.advance(60);
    const claim = secret();
    await answer.open(deps, claim);
    expect((await answer.status(deps)).readAt).toBeUndefined();
    await request.acknowledge(deps, answer, claim);
    expect(await answer.status(deps)).toMatchObject({ state: 'live', readAt: clock.now() });
    clock.advance(60);
    const again = secret();
    await answer.open(deps, again);
    await request.acknowledge(deps, answer, again);
    expect(await answer.status(deps)).toMatchObject({ readAt: clock.now() - 60 });
  });

  test('of a hundred concurrent answers, exactly as many land as there are places', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const request = await madeRequest(deps, { maxAnswers: 10 });
    const answers = Array.from({ length: 50 }, () => request.answer(clock.now()));
    const uploads = Array.from(
      { length: 50 },
      () => new TestUpload(clock.now(), { maxViews: 0, bodyBytes: 2000, expiresAt: clock.now() + ANSWER_TTL }),
    );
    const begin = (upload: TestUpload) => beginUpload(deps, upload.id, { ...upload.message(), answer: request.place });
    const landed = await Promise.allSettled([
      ...answers.map((answer) => answer.create(deps)),
      ...uploads.map((upload) => begin(upload)),
    ]);
    expect(landed.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    for (const refused of landed.filter(({ status }) => status === 'rejected'))
      expect(refused).toMatchObject({ reason: full });
    expect(await request.describe(deps)).toMatchObject({ state: 'full', answersLeft: 0 });
    const rows = await deps.store.read.kysely.selectFrom('answer').select('share_id').execute();
    expect(rows).toHaveLength(10);
  });

  test('an unused place is given back, a used one is not', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const request = await madeRequest(deps, { maxAnswers: 1 });
    const started = async () => {
      const upload = new TestUpload(clock.now(), { maxViews: 0, expiresAt: clock.now() + ANSWER_TTL });
      const message = { ...upload.message(), answer: request.place };
      await beginUpload(deps, upload.id, message);
      expect(await beginUpload(deps, upload.id, message)).toMatchObject({ created: false });
      await expect(upload.begin(deps)).rejects.toMatchObject({ code: 'conflict' });
      return upload;
    };
    const slow = await started();
    await expect(request.answer(clock.now()).create(deps)).rejects.toMatchObject(full);
    clock.advance(599);
    await slow.put(deps, 0);
    clock.advance(599);
    await sweep(deps);
    expect(await request.describe(deps)).toMatchObject({ state: 'full' });
    clock.advance(1);
    await sweep(deps);
    expect(await request.describe(deps)).toMatchObject({ state: 'open', answersLeft: 1 });
    await (await started()).share.delete(deps);
    expect(await request.describe(deps)).toMatchObject({ answersLeft: 1 });
    const answer = request.answer(clock.now());
    await answer.create(deps);
    await answer.delete(deps);
    expect(await request.describe(deps)).toMatchObject({ state: 'full' });
    expect((await request.status(deps)).answers).toMatchObject([{ state: 'deleted' }]);
  });

  test('an answer with a file body goes live only for the request it was started for', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const request = await madeRequest(deps, { maxAnswers: 2 });
    const other = await madeRequest(deps, { maxAnswers: 2 });
    const terms = { maxViews: 0, expiresAt: clock.now() + ANSWER_TTL };
    const sealedKey = request.answer(clock.now()).toCreate.head.answer?.sealedKey ?? '';
    const upload = new TestUpload(clock.now(), { ...terms, answer: { ...request.place, sealedKey } });
    await beginUpload(deps, upload.id, { ...upload.message(), answer: other.place });
    await upload.putAll(deps);
    await expect(upload.finish(deps)).rejects.toMatchObject({ code: 'conflict' });
    const right = new TestUpload(clock.now(), { ...terms, answer: { ...request.place, sealedKey } });
    await beginUpload(deps, right.id, { ...right.message(), answer: request.place });
    await right.putAll(deps);
    expect((await request.status(deps)).answers).toEqual([]);
    expect(await right.finish(deps)).toMatchObject({ created: true });
    expect((await request.status(deps)).answers).toMatchObject([{ id: encodeId(right.id), sealedKey }]);
  });

  test('an answer that is kept until read ends with the first acknowledgement by the request’s owner', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const request = await madeRequest(deps, { keep: 'read' });
    const answer = request.answer(clock.now());
    await answer.create(deps);
    const [mine, stranger] = [secret(), secret()];
    await answer.open(deps, stranger);
    await answer.acknowledge(deps, stranger);
    expect(await answer.status(deps)).toMatchObject({ state: 'live' });
    await answer.open(deps, mine);
    const other = await madeRequest(deps);
    await expect(other.acknowledge(deps, answer, mine)).rejects.toMatchObject(notFound);
    expect(await request.acknowledge(deps, answer, mine)).toMatchObject({ state: 'spent', endedAt: clock.now() });
    expect(await answer.status(deps)).toMatchObject({ state: 'spent', readAt: clock.now() });
    const [gone] = (await request.status(deps)).answers;
    expect(gone).toMatchObject({ state: 'spent', readAt: clock.now() });
    expect(gone?.sealedKey).toBeUndefined();
  });

  test('closed and expired requests accept no answers, and earlier answers can be read until they expire', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const request = await madeRequest(deps, { maxAnswers: 5 });
    const answer = request.answer(clock.now());
    await answer.create(deps);
    expect(await request.close(deps)).toMatchObject({ state: 'closed', closedAt: clock.now() });
    expect(await request.close(deps)).toMatchObject({ state: 'closed' });
    await expect(request.answer(clock.now()).create(deps)).rejects.toMatchObject({
      code: 'not-accepting',
      members: { state: 'closed' },
    });
    expect((await request.read(deps)).head.state).toBe('closed');
    const late = await madeRequest(deps, { maxAnswers: 5 });
    const early = late.answer(clock.now());
    await early.create(deps);
    clock.advance(HOUR);
    await sweep(deps);
    await expect(late.answer(clock.now()).create(deps)).rejects.toMatchObject({ members: { state: 'expired' } });
    expect(await late.status(deps)).toMatchObject({ state: 'expired', answers: [{ state: 'live' }] });
    await early.open(deps);
    clock.advance(ANSWER_TTL - HOUR + 600);
    await sweep(deps);
    expect((await late.status(deps)).answers).toMatchObject([{ state: 'expired' }]);
    clock.advance(HOUR);
    await sweep(deps);
    expect(await late.status(deps)).toMatchObject({ state: 'expired', endedAt: expect.any(Number) as number });
    await expect(late.read(deps)).rejects.toMatchObject({ code: 'ended' });
    expect(await deps.store.read.kysely.selectFrom('content').selectAll().execute()).toEqual([]);
  });

  test('deleting a request deletes its answers, also those that arrive at that moment', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const request = await madeRequest(deps, { maxAnswers: 100 });
    const answers = Array.from({ length: 20 }, () => request.answer(clock.now()));
    await answers[0]?.create(deps);
    const results = await Promise.allSettled([
      ...answers.slice(1, 10).map((answer) => answer.create(deps)),
      request.delete(deps),
      ...answers.slice(10).map((answer) => answer.create(deps)),
    ]);
    for (const [i, answer] of answers.entries()) {
      const result = results[i < 10 ? i - 1 : i];
      if (i === 0 || result?.status === 'fulfilled') {
        expect(await answer.status(deps)).toMatchObject({ state: 'deleted' });
      } else {
        expect(result).toMatchObject({ reason: { code: 'not-accepting', members: { state: 'deleted' } } });
      }
    }
    expect(await request.status(deps)).toMatchObject({ state: 'deleted' });
    expect(await request.describe(deps)).toMatchObject({ state: 'deleted' });
    expect(await deps.store.read.kysely.selectFrom('content').selectAll().execute()).toEqual([]);
  });

  test('requests and shares are reached only through their own routes', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const request = await madeRequest(deps);
    const share = await madeShare(deps);
    const { linkProof: link, ownerProof: owner, openProof: open } = request;
    const proofs = { linkProof: link, ownerProof: owner, openProof: open, id: request.id };
    const asShare = Object.assign(Object.create(share) as typeof share, proofs);
    for (const act of [
      () => asShare.describe(deps),
      () => asShare.open(deps),
      () => asShare.status(deps),
      () => asShare.delete(deps),
      () => asShare.unlock(deps),
    ]) {
      await expect(act()).rejects.toMatchObject(notFound);
    }
    const { linkProof, ownerProof, openProof, id } = share;
    const asRequest = Object.assign(new TestRequestOf(clock.now()), { linkProof, ownerProof, openProof, id });
    for (const act of [asRequest.describe, asRequest.read, asRequest.status, asRequest.close, asRequest.delete]) {
      await expect(act(deps)).rejects.toMatchObject(notFound);
    }
    await expect(asRequest.answer(clock.now()).create(deps)).rejects.toMatchObject(notFound);
    await expect(request.deleteAnswer(deps, share)).rejects.toMatchObject(notFound);
    expect(await share.status(deps)).toMatchObject({ state: 'live' });
    expect(await request.status(deps)).toMatchObject({ state: 'open' });
  });

  test('terms over a limit are refused for requests and for answers', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const refused = (limit: string) => ({ code: 'terms-refused', members: { limit } });
    await expect(madeRequest(deps, { expiresAt: clock.now() + 400 * DAY })).rejects.toMatchObject(
      refused('maxTtlSeconds'),
    );
    await expect(madeRequest(deps, { answerTtl: 400 * DAY })).rejects.toMatchObject(refused('maxTtlSeconds'));
    await expect(madeRequest(deps, { answerTtl: 1 })).rejects.toMatchObject(refused('minTtlSeconds'));
    const request = await madeRequest(deps);
    for (const terms of [{ maxViews: 1 }, { expiresAt: clock.now() + ANSWER_TTL + 100 }, { expiresAt: clock.now() }]) {
      const answer = request.answer(clock.now(), terms);
      await expect(answer.create(deps)).rejects.toMatchObject(refused('answerTtl'));
    }
    expect(await request.describe(deps)).toMatchObject({ answersLeft: 1 });
  });

  test('an answer that took long to arrive still lands, with the time it has left', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const request = await madeRequest(deps);
    const answer = request.answer(clock.now());
    clock.advance(HOUR / 2);
    expect(await answer.create(deps)).toMatchObject({ created: true });
    expect(await answer.status(deps)).toMatchObject({ expiresAt: clock.now() - HOUR / 2 + ANSWER_TTL });
  });

  test('a request that is over ends within a minute of its last answer', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const request = await madeRequest(deps, { expiresAt: clock.now() + HOUR });
    const answer = request.answer(clock.now());
    await answer.create(deps);
    clock.advance(HOUR);
    await sweep(deps);
    expect(await heldContent(deps)).toBe(2);
    await request.deleteAnswer(deps, answer);
    clock.advance(45);
    await sweep(deps);
    expect(await heldContent(deps)).toBe(0);
  });

  test('the receipt of an answer lasts as long as the answer, even after its request is forgotten', async () => {
    await using testStore = await openTestStore(dialect);
    const deps = { ...testStore.deps, config: parseConfig({ SOTTO_MAX_TTL: '365d' }) };
    const { clock } = testStore;
    const request = await madeRequest(deps, { answerTtl: 200 * DAY });
    const answer = request.answer(clock.now(), { expiresAt: clock.now() + 200 * DAY });
    await answer.create(deps);
    const claim = secret();
    await answer.open(deps, claim);
    await request.acknowledge(deps, answer, claim);
    const readAt = clock.now();
    await request.delete(deps);
    clock.advance(100 * DAY);
    await sweep(deps);
    expect(await answer.status(deps)).toMatchObject({ answer: true, readAt });
    clock.advance(101 * DAY);
    await sweep(deps);
    clock.advance(DAY);
    await sweep(deps);
    expect(await deps.store.read.kysely.selectFrom('share').select('id').execute()).toEqual([]);
  });

  test('a list shows how many answers are unread', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const request = await madeRequest(deps, { maxAnswers: 3 });
    const [first, second] = [request.answer(clock.now()), request.answer(clock.now())];
    await first.create(deps);
    await second.create(deps);
    const claim = secret();
    await first.open(deps, claim);
    await request.acknowledge(deps, first, claim);
    const id = encodeId(request.id);
    const ask = (of: Deps, ownerProof: string) => readRequestStatuses(of, { requests: [{ id, ownerProof }] });
    expect((await ask(deps, request.ownerProof)).requests).toMatchObject([{ state: 'open', answers: 2, unread: 1 }]);
    expect((await ask(deps, foreignProof())).requests).toEqual([null]);
  });
});

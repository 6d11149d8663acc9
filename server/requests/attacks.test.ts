import { describe, expect, test } from 'vitest';
import { beginUpload } from '#server/file-bodies/begin-upload.ts';
import { createShare } from '#server/shares/create-share.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { ANSWER_TTL, madeRequest } from '#server/testing/test-request.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import { TestUpload } from '#server/testing/test-upload.ts';

describe.each(dialects)('%s', (dialect) => {
  test('an existing share never becomes an answer, and an answer never moves to another request', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const [request, other] = [await madeRequest(deps, { maxAnswers: 3 }), await madeRequest(deps, { maxAnswers: 3 })];
    const share = await madeShare(deps, { maxViews: 0, expiresAt: clock.now() + ANSWER_TTL });
    const answer = request.answer(clock.now());
    const head = answer.toCreate.head.answer;
    if (head === undefined) throw new Error('The answer lacks its head.');
    await answer.create(deps);
    const conflict = { code: 'conflict' };
    const attached = { ...share.toCreate, head: { ...share.toCreate.head, answer: head } };
    await expect(createShare(deps, attached)).rejects.toMatchObject(conflict);
    const moved = { ...answer.toCreate, head: { ...answer.toCreate.head, answer: { ...head, ...other.place } } };
    await expect(createShare(deps, moved)).rejects.toMatchObject(conflict);
    const upload = new TestUpload(clock.now(), { maxViews: 0, expiresAt: clock.now() + ANSWER_TTL });
    await upload.begin(deps);
    const asAnswer = { ...upload.message(), answer: request.place };
    await expect(beginUpload(deps, upload.id, asAnswer)).rejects.toMatchObject(conflict);
    await upload.putAll(deps);
    const { toCreate } = upload.share;
    const finished = { ...toCreate, head: { ...toCreate.head, answer: head } };
    await expect(createShare(deps, finished)).rejects.toMatchObject(conflict);
    expect(await request.status(deps)).toMatchObject({ answersTaken: 1, answers: [{}] });
    expect(await other.status(deps)).toMatchObject({ answersTaken: 0, answers: [] });
  });

  test('an answer with a password is refused: nobody could open it, and it could lock', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const request = await madeRequest(deps);
    const answer = request.answer(clock.now(), { password: true });
    await expect(answer.create(deps)).rejects.toMatchObject({ code: 'malformed' });
    expect(await request.describe(deps)).toMatchObject({ state: 'open', answersLeft: 1 });
  });

  test('without a running claim, the owner proof marks nothing as read and ends nothing', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const request = await madeRequest(deps, { keep: 'read' });
    const answer = request.answer(clock.now());
    await answer.create(deps);
    const over = { code: 'lease-over' };
    await expect(request.acknowledge(deps, answer, secret())).rejects.toMatchObject(over);
    const claim = secret();
    await answer.open(deps, claim);
    clock.advance(601);
    await expect(request.acknowledge(deps, answer, claim)).rejects.toMatchObject(over);
    const status = await answer.status(deps);
    expect(status).toMatchObject({ state: 'live' });
    expect(status.readAt).toBeUndefined();
  });

  test('an unfinished upload keeps a request that is over only until it is given up', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const request = await madeRequest(deps);
    clock.advance(3500);
    const upload = new TestUpload(clock.now(), { maxViews: 0, expiresAt: clock.now() + ANSWER_TTL });
    await beginUpload(deps, upload.id, { ...upload.message(), answer: request.place });
    clock.advance(100);
    await sweep(deps);
    expect((await request.status(deps)).endedAt).toBeUndefined();
    clock.advance(600);
    await sweep(deps);
    clock.advance(30);
    await sweep(deps);
    const ended = await request.status(deps);
    expect(ended).toMatchObject({ state: 'expired', answersTaken: 0 });
    expect(ended.endedAt, 'with the upload, or at the next sweep').toBeGreaterThanOrEqual(clock.now() - 30);
    expect(await deps.store.read.kysely.selectFrom('content').selectAll().execute()).toEqual([]);
  });
});

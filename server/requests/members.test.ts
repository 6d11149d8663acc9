import { describe, expect, test } from 'vitest';
import { beginUpload } from '#server/file-bodies/begin-upload.ts';
import { createRequest } from './create-request.ts';
import { signedIn, withSignIn } from '#server/testing/test-members.ts';
import { madeRequest } from '#server/testing/test-request.ts';
import type { TestRequestTerms } from '#server/testing/test-request.ts';
import { secret } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import type { TestDialect } from '#server/testing/test-stores.ts';
import { TestUpload } from '#server/testing/test-upload.ts';

const [passRequired, notAMember] = [{ code: 'pass-required' }, { code: 'not-a-member' }];

async function openMemberRequest(dialect: TestDialect, terms: TestRequestTerms = { members: [] }) {
  const testStore = await openTestStore(dialect);
  const deps = withSignIn(testStore.deps);
  return {
    deps,
    clock: testStore.clock,
    request: await madeRequest(deps, terms),
    [Symbol.asyncDispose]: () => testStore[Symbol.asyncDispose](),
  };
}

describe.each(dialects)('%s', (dialect) => {
  test('a member reads the question and answers; a holder of the link without a pass does neither', async () => {
    await using here = await openMemberRequest(dialect, { members: ['ops'] });
    const { deps, request, clock } = here;
    expect(await request.create(deps)).toMatchObject({ created: false });
    expect(await request.describe(deps)).toMatchObject({ members: { groups: ['ops'] }, answersLeft: 1 });
    expect(await request.status(deps)).toMatchObject({ members: { groups: ['ops'] } });
    const ana = await signedIn(deps, { groups: ['ops'] });
    await expect(request.read(deps)).rejects.toMatchObject(passRequired);
    await expect(request.read(deps, secret())).rejects.toMatchObject(passRequired);
    const read = await ana.pass('read', request.id);
    expect(Buffer.compare((await request.read(deps, request.openProof, read)).sealed, request.toCreate.sealed)).toBe(0);
    await expect(request.read(deps, secret(), read)).rejects.toMatchObject({ code: 'wrong-password' });
    await expect(request.answer(clock.now()).create(deps)).rejects.toMatchObject(passRequired);
    const answer = request.answerAs(clock.now(), await ana.pass('answer', request.id));
    expect(await answer.create(deps)).toMatchObject({ created: true });
    clock.advance(301);
    expect(await answer.create(deps)).toMatchObject({ created: false });
    expect(await request.status(deps)).toMatchObject({ answersTaken: 1, state: 'full' });
    const late = request.answerAs(clock.now(), await ana.pass('answer', request.id));
    await expect(late.create(deps)).rejects.toMatchObject({ code: 'not-accepting' });
  });

  test('each pass has one purpose and one request, and ends with the session; no place is taken without one', async () => {
    await using here = await openMemberRequest(dialect);
    const { deps, request, clock } = here;
    const other = await madeRequest(deps, { members: [] });
    const ana = await signedIn(deps);
    const wrongToRead = ['open', 'answer', 'request', 'create'] as const;
    for (const purpose of wrongToRead)
      await expect(request.read(deps, request.openProof, await ana.pass(purpose, request.id))).rejects.toMatchObject(
        passRequired,
      );
    const answerWith = (pass: string) => request.answerAs(clock.now(), pass).create(deps);
    for (const purpose of ['open', 'read', 'request', 'create'] as const)
      await expect(answerWith(await ana.pass(purpose, request.id))).rejects.toMatchObject(passRequired);
    await expect(answerWith(await ana.pass('answer', other.id))).rejects.toMatchObject(passRequired);
    const [read, answer] = [await ana.pass('read', request.id), await ana.pass('answer', request.id)];
    clock.advance(300);
    await expect(request.read(deps, request.openProof, read)).rejects.toMatchObject(passRequired);
    await expect(answerWith(answer)).rejects.toMatchObject(passRequired);
    const [fresh, again] = [await ana.pass('read', request.id), await ana.pass('answer', request.id)];
    await ana.signOut();
    await expect(request.read(deps, request.openProof, fresh)).rejects.toMatchObject(passRequired);
    await expect(answerWith(again)).rejects.toMatchObject(passRequired);
    expect(await request.status(deps)).toMatchObject({ answersTaken: 0 });
  });

  test('a member of another group neither reads nor answers', async () => {
    await using here = await openMemberRequest(dialect, { members: ['ops'] });
    const { deps, request, clock } = here;
    const bob = await signedIn(deps, { sub: 'bob', groups: ['staff'] });
    const read = request.read(deps, request.openProof, await bob.pass('read', request.id));
    await expect(read).rejects.toMatchObject(notAMember);
    const answer = request.answerAs(clock.now(), await bob.pass('answer', request.id));
    await expect(answer.create(deps)).rejects.toMatchObject(notAMember);
    expect(await request.status(deps)).toMatchObject({ answersTaken: 0 });
  });

  test('an answer with files needs the pass where its upload begins, and takes hours after that', async () => {
    await using here = await openMemberRequest(dialect);
    const { deps, request, clock } = here;
    const ana = await signedIn(deps);
    const upload = new TestUpload(clock.now(), {
      maxViews: 0,
      expiresAt: clock.now() + 7200,
      answer: request.answer(clock.now()).toCreate.head.answer,
    });
    const begin = (pass?: string) =>
      beginUpload(deps, upload.id, { ...upload.message(), answer: { ...request.place, ...(pass && { pass }) } });
    await expect(begin()).rejects.toMatchObject(passRequired);
    await expect(begin(await ana.pass('create', upload.id))).rejects.toMatchObject(passRequired);
    const pass = await ana.pass('answer', request.id);
    expect(await begin(pass)).toMatchObject({ created: true });
    clock.advance(301);
    expect(await begin(pass)).toMatchObject({ created: false });
    await ana.signOut();
    await upload.putAll(deps);
    expect(await upload.finish(deps)).toMatchObject({ created: true });
    expect(await request.status(deps)).toMatchObject({ answersTaken: 1 });
  });

  test('of 20 members who answer at once, as many are taken as there are places', async () => {
    await using here = await openMemberRequest(dialect, { members: [], maxAnswers: 3 });
    const { deps, request, clock } = here;
    const passes = await Promise.all(
      Array.from({ length: 20 }, async (_, at) => (await signedIn(deps, { sub: `m${at}` })).pass('answer', request.id)),
    );
    const answers = passes.map((pass) => request.answerAs(clock.now(), pass).create(deps));
    const settled = await Promise.allSettled(answers);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(await request.status(deps)).toMatchObject({ answersTaken: 3, state: 'full' });
  });

  test('the end takes everything with it, and says nothing of members any more', async () => {
    await using here = await openMemberRequest(dialect);
    const { deps, request, clock } = here;
    await request.delete(deps);
    const { kysely } = deps.store.read;
    for (const table of ['gate', 'member_terms'] as const)
      expect(await kysely.selectFrom(table).selectAll().execute()).toEqual([]);
    expect((await request.describe(deps)).members).toBe(undefined);
    const ana = await signedIn(deps);
    const read = request.read(deps, request.openProof, await ana.pass('read', request.id));
    await expect(read).rejects.toMatchObject({ code: 'ended' });
    const answer = request.answerAs(clock.now(), await ana.pass('answer', request.id));
    await expect(answer.create(deps)).rejects.toMatchObject({ code: 'not-accepting' });
  });

  test('a request has no receipts, and no other gate', async () => {
    await using here = await openMemberRequest(dialect);
    const { deps } = here;
    const malformed = { code: 'malformed' };
    await expect(madeRequest(deps, { gates: { members: {} } })).rejects.toMatchObject(malformed);
    const { toCreate } = await madeRequest(deps, { members: [] });
    const { gates: _, ...head } = toCreate.head;
    await expect(createRequest(deps, { ...toCreate, head })).rejects.toMatchObject(malformed);
  });
});

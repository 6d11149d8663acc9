import { describe, expect, test } from 'vitest';
import { parseConfig } from '#server/config/parse-config.ts';
import { encodeId } from '#crypto/ids.ts';
import { beginUpload } from '#server/file-bodies/begin-upload.ts';
import { encodeFrame } from '#server/http/frame.ts';
import type { CreateRequestHead } from '#server/requests/wire.ts';
import type { CreateHead } from '#server/shares/wire.ts';
import { openTestApp, sharePath, testClient, UNLIMITED } from '#server/testing/test-app.ts';
import { SIGN_IN_SETTINGS, signedIn } from '#server/testing/test-members.ts';
import { TestRequestOf } from '#server/testing/test-request.ts';
import { TestShare } from '#server/testing/test-share.ts';
import type { TestTerms } from '#server/testing/test-share.ts';
import { dialects } from '#server/testing/test-stores.ts';
import type { TestDialect } from '#server/testing/test-stores.ts';
import { TestUpload } from '#server/testing/test-upload.ts';
import { createToken } from './create-token.ts';

const MAIL = { SOTTO_SMTP_URL: 'smtp://localhost', SOTTO_MAIL_FROM: 'sotto@example.org' };

/** A service on which members create, as clients reach it. */
async function openOrganisation(dialect: TestDialect, env: Readonly<Record<string, string>> = {}) {
  const app = await openTestApp({ dialect, env: { ...SIGN_IN_SETTINGS, SOTTO_CREATE: 'member', ...env } });
  const { deps, ask, testStore } = app;
  const now = () => testStore.clock.now();
  const bearing = (token: string | undefined) => (token === undefined ? {} : { authorization: `Bearer ${token}` });
  return {
    deps,
    clock: testStore.clock,
    newShare: (terms: TestTerms = {}) => new TestShare(now(), terms),
    newRequest: () => new TestRequestOf(now()),
    newUpload: () => new TestUpload(now()),
    put: (share: TestShare, more: Partial<CreateHead> = {}, token?: string) => {
      const { head, note, sealed } = share.toCreate;
      const bytes = encodeFrame({ ...head, ...more }, Buffer.concat([note, sealed]));
      return ask('PUT', sharePath(share), { bytes, headers: bearing(token) });
    },
    putRequest: ({ id, toCreate: { head, note, sealed } }: TestRequestOf, more: Partial<CreateRequestHead> = {}) => {
      const bytes = encodeFrame({ ...head, ...more }, Buffer.concat([note, sealed]));
      return ask('PUT', `/api/requests/${encodeId(id)}`, { bytes });
    },
    begin: (upload: TestUpload, pass?: string) =>
      ask('PUT', sharePath(upload.share, 'upload'), { json: { ...upload.message(), ...(pass && { pass }) } }),
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  };
}

const codeOf = async (reply: Response | Promise<Response>) => {
  const response = await reply;
  const { type = '', limit } = (await response.json()) as { type?: string; limit?: string };
  return [response.status, limit ?? type.replace(/^.*[:/]/, '')];
};
const [REFUSED, OTHER] = [
  [401, 'pass-required'],
  [403, 'not-a-member'],
];

describe.each(dialects)('%s', (dialect) => {
  test('members create shares and requests, each pass one of them', async () => {
    await using here = await openOrganisation(dialect);
    const { deps, put, putRequest, newShare, newRequest } = here;
    const ana = await signedIn(deps);
    const [share, request] = [newShare(), newRequest()];
    expect(await codeOf(put(share))).toEqual(REFUSED);
    expect(await codeOf(putRequest(request))).toEqual(REFUSED);
    const [forShare, forRequest] = [await ana.pass('create', share.id), await ana.pass('request', request.id)];
    const useless = [forRequest, await ana.pass('create', request.id), await ana.pass('open', share.id)];
    for (const pass of useless) expect(await codeOf(put(share, { pass }))).toEqual(REFUSED);
    expect(await codeOf(putRequest(request, { pass: forShare }))).toEqual(REFUSED);
    expect((await put(share, { pass: forShare })).status).toBe(201);
    expect((await putRequest(request, { pass: forRequest })).status).toBe(201);
  });

  test('a repeated create needs no pass, and signing out ends the others', async () => {
    await using here = await openOrganisation(dialect);
    const { deps, put, putRequest, newShare, newRequest, clock } = here;
    const ana = await signedIn(deps);
    const [share, request, other] = [newShare(), newRequest(), newShare()];
    const pass = await ana.pass('create', share.id);
    await put(share, { pass });
    await putRequest(request, { pass: await ana.pass('request', request.id) });
    const late = await ana.pass('create', other.id);
    await ana.signOut();
    clock.advance(1);
    expect((await put(share, { pass })).status).toBe(200);
    expect((await put(share)).status).toBe(200);
    expect((await putRequest(request)).status).toBe(200);
    expect(await codeOf(put(other, { pass: late }))).toEqual(REFUSED);
  });

  test('a member who is not a creator, and a token, do not create; both do with member-or-token', async () => {
    await using here = await openOrganisation(dialect);
    await using both = await openOrganisation(dialect, { SOTTO_CREATE: 'member-or-token' });
    const token = (await createToken(here.deps, { label: 'a', lifeSeconds: undefined }))?.token;
    const guest = await signedIn(here.deps, { creator: false });
    const share = here.newShare();
    expect(await codeOf(here.put(share, { pass: await guest.pass('create', share.id) }))).toEqual(OTHER);
    expect(await codeOf(here.put(share, {}, token))).toEqual(REFUSED);

    const right = (await createToken(both.deps, { label: 'a', lifeSeconds: undefined }))?.token;
    const [ana, bob] = [await signedIn(both.deps), await signedIn(both.deps, { creator: false })];
    const [one, two, three] = [both.newShare(), both.newShare(), both.newShare()];
    expect((await both.put(one, {}, right)).status).toBe(201);
    expect((await both.put(two, { pass: await ana.pass('create', two.id) })).status).toBe(201);
    expect((await both.put(three, { pass: await bob.pass('create', three.id) }, right)).status).toBe(201);
    const four = both.newShare();
    expect(await codeOf(both.put(four, { pass: await bob.pass('create', four.id) }))).toEqual(OTHER);
    expect(await codeOf(both.put(four))).toEqual(REFUSED);
    expect(await codeOf(both.put(four, {}, token))).toEqual([401, 'token-required']);
  });

  test('an upload needs a pass where it begins; it goes on and goes live without one, for its owner', async () => {
    await using here = await openOrganisation(dialect);
    const { deps, put, begin, newUpload, clock } = here;
    const ana = await signedIn(deps);
    const upload = newUpload();
    expect(await codeOf(begin(upload))).toEqual(REFUSED);
    expect((await begin(upload, await ana.pass('create', upload.id))).status).toBe(201);
    clock.advance(301);
    await ana.signOut();
    expect((await begin(upload)).status).toBe(200);
    await upload.putAll(deps);
    const { ownerProof } = newUpload().share;
    expect(await codeOf(put(upload.share, { ownerProof }))).toEqual(REFUSED);
    expect((await put(upload.share)).status).toBe(201);
    const unknown = newUpload();
    expect(await codeOf(put(unknown.share))).toEqual(REFUSED);
  });

  test('an upload that was begun as an answer does not become a share', async () => {
    await using here = await openOrganisation(dialect);
    const { deps, put, putRequest, newRequest, newUpload } = here;
    const ana = await signedIn(deps);
    const request = newRequest();
    await putRequest(request, { pass: await ana.pass('request', request.id) });
    const upload = newUpload();
    await beginUpload(deps, upload.id, { ...upload.message(), answer: request.place });
    await upload.putAll(deps);
    expect(await codeOf(put(upload.share))).toEqual([409, 'conflict']);
  });

  test('a member has one quota, from however many browsers', async () => {
    await using here = await openOrganisation(dialect, { SOTTO_CLIENT_QUOTA_MB: '1', SOTTO_MAX_FILES_MB: '0' });
    const { deps, put, newShare } = here;
    const [first, second, other] = [await signedIn(deps), await signedIn(deps), await signedIn(deps, { sub: 'bob' })];
    const create = async (by: typeof first) => {
      const share = newShare({ sealedBytes: 600_000 });
      return put(share, { pass: await by.pass('create', share.id) });
    };
    expect((await create(first)).status).toBe(201);
    expect(await codeOf(create(second))).toEqual([429, 'quota-exceeded']);
    expect((await create(other)).status).toBe(201);
  });

  test('a sender who wants it is shown to those with the link and the owner, by the verified address alone', async () => {
    await using here = await openOrganisation(dialect, { SOTTO_CREATE: 'anyone' });
    const { deps, put, putRequest, newShare, newRequest } = here;
    const [share, request, plain] = [newShare(), newRequest(), newShare()];
    expect(await codeOf(put(share, { showSender: true }))).toEqual(REFUSED);
    expect(await codeOf(putRequest(request, { showSender: true }))).toEqual(REFUSED);
    const ana = await signedIn(deps, { sub: 'ana' });
    expect((await put(share, { showSender: true, pass: await ana.pass('create', share.id) })).status).toBe(201);
    const shown = { showSender: true, pass: await ana.pass('request', request.id) } as const;
    expect((await putRequest(request, shown)).status).toBe(201);
    await put(plain, { pass: await ana.pass('create', plain.id) });
    expect((await share.describe(deps)).from).toBe('ana@example.org');
    expect(await share.status(deps)).toMatchObject({ from: 'ana@example.org' });
    expect((await request.describe(deps)).from).toBe('ana@example.org');
    expect(await request.status(deps)).toMatchObject({ from: 'ana@example.org' });
    expect((await plain.describe(deps)).from).toBe(undefined);
    expect((await put(share, { showSender: true })).status).toBe(200);
    expect(await codeOf(put(share))).toEqual([409, 'conflict']);
    await share.delete(deps);
    expect((await share.describe(deps)).from).toBe(undefined);
    expect((await share.status(deps)).from).toBe(undefined);
    const nobody = await signedIn(deps, { sub: 'b1f4', address: null });
    const another = newShare();
    const pass = await nobody.pass('create', another.id);
    expect(await codeOf(put(another, { showSender: true, pass }))).toEqual([422, 'address']);
    const mail = { notifyMail: { locale: 'en' }, pass };
    expect(await codeOf(put(another, mail))).toEqual([422, 'notifyMail']);
  });

  test('naming people and webhooks can be for members', async () => {
    await using here = await openOrganisation(dialect, {
      ...MAIL,
      SOTTO_CREATE: 'anyone',
      SOTTO_WEBHOOKS: 'members',
    });
    const { deps, put, newShare } = here;
    const ana = await signedIn(deps, { creator: false });
    const named = newShare({ people: ['bob@example.org'] });
    expect(await codeOf(put(named))).toEqual(REFUSED);
    expect((await put(named, { pass: await ana.pass('create', named.id) })).status).toBe(201);
    const notify = { url: 'https://hooks.example.org/', secret: `whsec_${'A'.repeat(44)}` };
    const noticed = newShare({ notify });
    expect(await codeOf(put(noticed))).toEqual(REFUSED);
    expect((await put(noticed, { pass: await ana.pass('create', noticed.id) })).status).toBe(201);
  });

  test('whom senders can let open is the operator’s choice, also for requests', async () => {
    await using here = await openOrganisation(dialect, {
      ...MAIL,
      SOTTO_CREATE: 'anyone',
      SOTTO_MAIL_RECIPIENTS: 'anyone',
    });
    const { deps } = here;
    const withWho = (who: string) =>
      testClient({
        ...deps,
        config: parseConfig({
          ...UNLIMITED,
          ...SIGN_IN_SETTINGS,
          ...MAIL,
          SOTTO_MAIL_RECIPIENTS: 'anyone',
          SOTTO_WHO: who,
        }),
      });
    const made: Record<string, () => [string, Uint8Array<ArrayBuffer>]> = {
      anyone: () => frameOf(here.newShare()),
      later: () => frameOf(here.newShare({ notBefore: here.clock.now() + 60 })),
      named: () => frameOf(here.newShare({ people: ['bob@example.org'] })),
      members: () => frameOf(here.newShare({ members: [] })),
      request: () => requestFrameOf(new TestRequestOf(here.clock.now())),
      'request for members': () => requestFrameOf(new TestRequestOf(here.clock.now(), { members: ['ops'] })),
    };
    const allowed = async (who: string) => {
      const names: string[] = [];
      for (const [name, make] of Object.entries(made)) {
        const [path, bytes] = make();
        const reply = await withWho(who)('PUT', path, { bytes });
        if (reply.status === 201) names.push(name);
        // Requests are for `anyone` or `members`: with neither, there are none.
        else
          expect(await codeOf(reply)).toEqual([
            422,
            who === 'named' && name.startsWith('request') ? 'requests' : 'who',
          ]);
      }
      return names;
    };
    expect(await allowed('anyone')).toEqual(['anyone', 'later', 'request']);
    expect(await allowed('named')).toEqual(['named']);
    expect(await allowed('members,named')).toEqual(['named', 'members', 'request for members']);
    expect(await allowed('members')).toEqual(['members', 'request for members']);
  });

  test('an answer has none of it', async () => {
    await using here = await openOrganisation(dialect);
    const { deps, put, putRequest, newRequest, clock } = here;
    const ana = await signedIn(deps);
    const request = newRequest();
    await putRequest(request, { pass: await ana.pass('request', request.id) });
    const answer = request.answer(clock.now());
    const pass = await ana.pass('create', answer.id);
    for (const more of [{ pass }, { showSender: true }, { notifyMail: { locale: 'en' } }, { gates: { members: {} } }])
      expect(await codeOf(put(answer, more as Partial<CreateHead>))).toEqual([400, 'malformed']);
    expect((await put(answer)).status).toBe(201);
  });
});

function frameOf(share: TestShare): [string, Uint8Array<ArrayBuffer>] {
  const { head, note, sealed } = share.toCreate;
  return [sharePath(share), encodeFrame(head, Buffer.concat([note, sealed]))];
}

function requestFrameOf({ id, toCreate: { head, note, sealed } }: TestRequestOf): [string, Uint8Array<ArrayBuffer>] {
  return [`/api/requests/${encodeId(id)}`, encodeFrame(head, Buffer.concat([note, sealed]))];
}

import { describe, expect, test } from 'vitest';
import { NOTIFY, openNoticeWorld, SECRET } from '#server/testing/test-notices.ts';
import { createFrame, sharePath, testClient } from '#server/testing/test-app.ts';
import { requestFrame } from '#server/testing/every-route.ts';
import { madeRequest, TestRequestOf } from '#server/testing/test-request.ts';
import { TestShare } from '#server/testing/test-share.ts';
import { dialects } from '#server/testing/test-stores.ts';
import { createToken } from '#server/tokens/create-token.ts';
import { encodeId } from '#crypto/ids.ts';
import { sweep } from '#server/sweep/sweep.ts';

const refusedUrls = [
  'http://hooks.example/',
  'https://hooks.example:8443/',
  'https://user@hooks.example/',
  'https://user:password@hooks.example/',
  'ftp://hooks.example/',
  'javascript:alert(1)',
  '//hooks.example/',
  'hooks.example',
  '',
];
const refusedSecrets = [`whsec_${'!'.repeat(40)}`, `whsec_${Buffer.alloc(23).toString('base64')}`, 'a'.repeat(20)];

async function create(env: Readonly<Record<string, string>>, notify: object, token?: string) {
  await using world = await openNoticeWorld({ env: { SOTTO_WEBHOOK_URL: 'http://localhost/', ...operator, ...env } });
  const { deps } = world;
  const ask = testClient(deps);
  const made = token === 'valid' ? await createToken(deps, { label: 'laptop' }) : undefined;
  const share = new TestShare(await deps.store.now(), { notify: { ...NOTIFY, ...notify } });
  const headers = { ...(token !== undefined && { authorization: `Bearer ${made?.token ?? token}` }) };
  const reply = await ask('PUT', sharePath(share), { bytes: createFrame(share), headers });
  const { code, limit } = (await reply.json()) as { code?: string; limit?: string };
  const config = (await (await ask('GET', '/api/config')).json()) as { webhooks?: string };
  return { status: reply.status, code, limit, offered: config.webhooks };
}
const operator = { SOTTO_WEBHOOK_SECRET: SECRET };

describe('an endpoint', () => {
  test.each(refusedUrls)('with the address %j is malformed', async (url) => {
    expect(await create({}, { url })).toMatchObject({ status: 400, code: 'malformed' });
  });

  test.each(refusedSecrets)('with the secret %j is malformed', async (secret) => {
    expect(await create({}, { secret })).toMatchObject({ status: 400, code: 'malformed' });
  });

  test.each(['https://hooks.example', 'https://HOOKS.example:443/a?b=c#d', 'https://bücher.example/'])(
    'with the address %s is taken',
    async (url) => expect(await create({}, { url })).toMatchObject({ status: 201, offered: 'anyone' }),
  );
});

test.each([
  ...['127.0.0.1', '10.0.0.1', '192.168.1.1', '169.254.169.254', '0x7f.1', '2130706433', '0.0.0.0', '168.63.129.16'],
  ...[
    '[::1]',
    '[fe80::1]',
    '[fd00::1]',
    '[::ffff:10.0.0.1]',
    '[::]',
    '203.0.113.9',
    '8.8.4.4',
    '[2001:4860:4860::8844]',
  ],
])('an endpoint at %s is refused when it is chosen, because no notice would go there', async (host) => {
  const env = { SOTTO_WEBHOOKS: 'anyone', SOTTO_WEBHOOK_DENY: '8.8.4.0/24, 2001:4860::/32' };
  const refused = { status: 422, code: 'terms-refused', limit: 'webhooks' };
  expect(await create(env, { url: `https://${host}/hook` })).toMatchObject(refused);
  expect(await create({ ...env, SOTTO_WEBHOOKS: 'token' }, { url: `https://${host}/hook` }, 'valid')).toMatchObject(
    refused,
  );
});

test.each(['8.8.8.8', '[2606:4700::1111]', '10.0.0.1.example'])('an endpoint at %s is accepted', async (host) => {
  expect(await create({ SOTTO_WEBHOOK_DENY: '8.8.4.0/24' }, { url: `https://${host}/hook` })).toMatchObject({
    status: 201,
  });
});

describe('the operator decides who may have notices', () => {
  const token = `sotto_${'1'.repeat(43)}`;

  test('nobody', async () => {
    const refused = { status: 422, code: 'terms-refused', limit: 'webhooks', offered: undefined };
    expect(await create({ SOTTO_WEBHOOKS: 'off' }, {})).toEqual(refused);
    expect(await create({ SOTTO_WEBHOOKS: '' }, {}), 'by default').toEqual(refused);
  });

  test('holders of a token, where creating needs none', async () => {
    const env = { SOTTO_WEBHOOKS: 'token' };
    const refused = { status: 422, code: 'terms-refused', limit: 'webhooks', offered: 'token' };
    expect(await create(env, {})).toEqual(refused);
    expect(await create(env, {}, token)).toEqual(refused);
    expect(await create(env, {}, 'valid')).toMatchObject({ status: 201 });
  });

  test('holders of a token by default, where creating needs one', async () => {
    const env = { SOTTO_WEBHOOKS: '', SOTTO_CREATE: 'token' };
    expect(await create(env, {}, 'valid')).toMatchObject({ status: 201, offered: 'token' });
  });
});

describe.each(dialects)('%s', (dialect) => {
  test('a repeated create must ask for the same notices', async () => {
    await using world = await openNoticeWorld({ dialect });
    const { deps, testStore } = world;
    const share = new TestShare(testStore.clock.now(), { notify: NOTIFY });
    expect(await share.create(deps)).toMatchObject({ created: true });
    expect(await share.create(deps)).toMatchObject({ created: false });
    for (const notify of [undefined, { ...NOTIFY, url: 'https://other.example/' }, { ...NOTIFY, reference: 'x' }]) {
      const { notify: _notify, ...head } = share.toCreate.head;
      const again = { ...share.toCreate, head: { ...head, ...(notify && { notify }) } };
      const { createShare } = await import('#server/shares/create-share.ts');
      await expect(createShare(deps, again)).rejects.toMatchObject({ code: 'conflict' });
    }
    const request = await madeRequest(deps, { notify: NOTIFY });
    expect(await request.create(deps)).toMatchObject({ created: false });
  });

  test('an answer has no notices of its own', async () => {
    await using world = await openNoticeWorld({ dialect });
    const { deps, testStore } = world;
    const request = await madeRequest(deps);
    const answer = request.answer(testStore.clock.now(), { notify: NOTIFY });
    await expect(answer.create(deps)).rejects.toMatchObject({ code: 'malformed' });
  });

  test('notices that nobody sends any more are forgotten after a day', async () => {
    await using world = await openNoticeWorld({ dialect });
    const { deps, testStore } = world;
    const share = new TestShare(testStore.clock.now(), { notify: NOTIFY });
    await share.create(deps);
    await share.delete(deps);
    const waiting = () => deps.store.read.kysely.selectFrom('outbox').selectAll().execute();
    testStore.clock.advance(86_400);
    await sweep(deps);
    expect(await waiting()).toHaveLength(1);
    testStore.clock.advance(1);
    await sweep(deps);
    expect(await waiting()).toEqual([]);
  });
});

test('a request takes notices by the API, and its owner sees their state', async () => {
  await using world = await openNoticeWorld();
  const ask = testClient(world.deps);
  const request = new TestRequestOf(world.testStore.clock.now(), { notify: NOTIFY });
  const path = `/api/requests/${encodeId(request.id)}`;
  expect((await ask('PUT', path, { bytes: requestFrame(request) })).status).toBe(201);
  const status = await ask('POST', `${path}/status`, { json: { ownerProof: request.ownerProof } });
  expect(await status.json()).toMatchObject({ notices: 'on' });
});

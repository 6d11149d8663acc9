import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, vi } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { countWaiting } from '#server/records/outbox-claim.ts';
import { mailing } from '#server/testing/mailed-codes.ts';
import { ANA } from '#server/testing/named-share.ts';
import type { ReceivedPost } from '#server/testing/test-endpoint.ts';
import { isSigned, NOTIFY, openNoticeWorld, SECRET } from '#server/testing/test-notices.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';

const PATIENCE = { timeout: 60_000 };
const OPERATOR_SECRET = `whsec_${Buffer.alloc(24, 3).toString('base64')}`;

test('the operator hears of every share, with or without notices of its own, at an address of their own network', async () => {
  const posts: ReceivedPost[] = [];
  const server = createServer((request, response) => {
    void request.toArray().then((pieces) => {
      posts.push({
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(pieces as Buffer[]).toString(),
      });
      response.writeHead(200).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await using world = await openNoticeWorld({
    env: { SOTTO_WEBHOOK_URL: `http://127.0.0.1:${port}/sotto`, SOTTO_WEBHOOK_SECRET: OPERATOR_SECRET },
  });
  const { deps } = world;
  const [plain, notified] = [
    await madeShare(deps),
    await madeShare(deps, { notify: { ...NOTIFY, reference: 'mine' } }),
  ];
  await plain.open(deps);
  await notified.delete(deps);
  const sent = await world.send();
  expect(
    sent.map(({ body }) => (JSON.parse(body) as { data: object }).data),
    'the sender’s',
  ).toMatchObject([{ reference: 'mine' }]);
  const bodies = posts.map(({ body }) => JSON.parse(body) as { type: string; data: { id: string } });
  expect(bodies.map(({ type, data }) => [type, data.id])).toEqual([
    ['share.opened', encodeId(plain.id)],
    ['share.deleted', encodeId(notified.id)],
  ]);
  for (const post of posts) {
    expect(isSigned(post, OPERATOR_SECRET)).toBe(true);
    expect(isSigned(post, SECRET)).toBe(false);
    expect(post.path).toBe('/sotto');
    expect(post.body).not.toContain('mine');
  }
  server.closeAllConnections();
  server.close();
});

test('a slow endpoint holds up only its own notices, one at a time', async () => {
  await using world = await openNoticeWorld();
  const { deps, endpoint, outbox, testStore } = world;
  const held: (() => void)[] = [];
  endpoint.reply = (response) => held.push(() => response.writeHead(204).end());
  const shareFor = (url: string) => madeShare(deps, { notify: { ...NOTIFY, url } });
  for (let share = 0; share < 3; share++) await (await shareFor('https://hooks.example/slow')).open(deps);
  await outbox.beat();
  await vi.waitFor(() => expect(endpoint.received).toHaveLength(1));
  await (await shareFor('https://other.example/quick')).open(deps);
  await vi.waitFor(async () => {
    await outbox.beat();
    expect(endpoint.received.map(({ path }) => path)).toEqual(['/slow', '/quick']);
  }, PATIENCE);
  held.splice(0).forEach((reply) => reply());
  endpoint.reply = (response) => response.writeHead(204).end();
  await vi.waitFor(async () => {
    testStore.clock.advance(10);
    await outbox.beat();
    await outbox.idle();
    expect(await countWaiting(deps.store.read, 'notice')).toBe(0);
  }, PATIENCE);
  const tries = endpoint.received.map(({ headers }) => headers['webhook-id']);
  expect(new Set(tries).size, 'waiting for a busy host is not a try').toBe(4);
  expect(tries).toHaveLength(4);
});

test('the sender hears once that a named person has used up their code mails', async () => {
  await using world = await openNoticeWorld({
    env: { SOTTO_SMTP_URL: 'smtp://localhost', SOTTO_MAIL_FROM: 'a@example.org' },
  });
  const { testStore } = world;
  const deps = { ...mailing(world.deps), store: world.deps.store };
  const share = await madeShare(deps, { people: [ANA], notify: NOTIFY });
  for (let asked = 0; asked < 20; asked++) await share.askCode(deps, secret(), ANA);
  testStore.clock.advance(1);
  const posts = await world.send();
  expect(posts.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual(['share.code-requests-used-up']);
});

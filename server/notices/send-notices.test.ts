import { describe, expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { LEASE_SECONDS } from '#server/db/times.ts';
import { hearEvents } from './hear-events.ts';
import { endNow } from '#server/records/end.ts';
import { countWaiting, NOTICE_RETRY_SECONDS } from '#server/records/outbox-claim.ts';
import { createShare } from '#server/shares/create-share.ts';
import { sweep } from '#server/sweep/sweep.ts';
import type { ReceivedPost } from '#server/testing/test-endpoint.ts';
import { isSigned, NOTIFY, openNoticeWorld } from '#server/testing/test-notices.ts';
import type { NoticeWorld } from '#server/testing/test-notices.ts';
import { madeRequest } from '#server/testing/test-request.ts';
import { madeShare, secret, TestShare } from '#server/testing/test-share.ts';
import { dialects } from '#server/testing/test-stores.ts';

const bodyOf = ({ body }: ReceivedPost) => JSON.parse(body) as { type: string; timestamp: string; data: object };
const typesOf = (posts: readonly ReceivedPost[]) => posts.map((post) => bodyOf(post).type).sort();
const notified = { notify: NOTIFY };

/** Sends until nothing waits. A host takes one notice at a time, so time passes. */
async function sendAll(world: NoticeWorld): Promise<ReceivedPost[]> {
  const posts: ReceivedPost[] = [];
  for (let beats = 0; beats < 20; beats++) {
    posts.push(...(await world.send()));
    if ((await countWaiting(world.deps.store.read, 'notice')) === 0) return posts;
    world.testStore.clock.advance(10);
  }
  throw new Error('Some notices were never sent.');
}

describe.each(dialects)('%s', (dialect) => {
  test('an opening, and then the end, are told with counts and a signature', async () => {
    await using world = await openNoticeWorld({ dialect });
    const { deps, testStore } = world;
    const share = await madeShare(deps, { ...notified, maxViews: 2 });
    expect(await world.send(), 'creating is not told').toEqual([]);
    const openedAt = testStore.clock.now();
    await share.open(deps);
    const [post, ...more] = await world.send();
    expect(more).toEqual([]);
    expect(post && bodyOf(post)).toEqual({
      type: 'share.opened',
      timestamp: new Date(openedAt * 1000).toISOString(),
      data: { id: encodeId(share.id), openings: 1, openingsLeft: 1, wrongPasswords: 0 },
    });
    expect(post && isSigned(post)).toBe(true);
    expect(post?.path).toBe('/in');

    await share.delete(deps);
    expect(typesOf(await world.send())).toEqual(['share.deleted']);
    expect(await testStore.deps.store.read.kysely.selectFrom('outbox').selectAll().execute()).toEqual([]);
  });

  test('spent, expired, locked and destroyed are told, also by the sweep', async () => {
    await using world = await openNoticeWorld({ dialect });
    const { deps, testStore } = world;
    const reference = (name: string) => ({ notify: { ...NOTIFY, reference: name } });
    const spent = await madeShare(deps, reference('spent'));
    await madeShare(deps, reference('expired'));
    const locked = await madeShare(deps, { ...reference('locked'), password: true, attemptLimit: 1 });
    const destroyed = await madeShare(deps, {
      ...reference('destroyed'),
      ...{ password: true, attemptLimit: 1, onLimit: 'destroy' },
    });
    await spent.open(deps);
    await locked.open(deps, secret(), secret()).catch(() => undefined);
    await destroyed.open(deps, secret(), secret()).catch(() => undefined);
    testStore.clock.advance(Math.max(3600, LEASE_SECONDS) + 1);
    await sweep(deps);
    const told = (await sendAll(world)).map(bodyOf);
    const inOrder = told
      .map(({ type, data }) => ({ name: `${type} ${JSON.stringify(data)}`, told: [type, data] }))
      .sort((one, other) => one.name.localeCompare(other.name));
    expect(inOrder.map((one) => one.told)).toEqual([
      ['share.destroyed', { reference: 'destroyed', openings: 0, openingsLeft: 1, wrongPasswords: 1 }],
      ['share.expired', { reference: 'expired', openings: 0, openingsLeft: 1, wrongPasswords: 0 }],
      ['share.expired', { reference: 'locked', openings: 0, openingsLeft: 1, wrongPasswords: 1 }],
      ['share.locked', { reference: 'locked', openings: 0, openingsLeft: 1, wrongPasswords: 1 }],
      ['share.opened', { reference: 'spent', openings: 1, openingsLeft: 0, wrongPasswords: 0 }],
      ['share.spent', { reference: 'spent', openings: 1, openingsLeft: 0, wrongPasswords: 0 }],
    ]);
  });

  test('openings are told at most once a minute, and the next notice counts all of them', async () => {
    await using world = await openNoticeWorld({ dialect });
    const { deps, testStore } = world;
    const share = await madeShare(deps, { ...notified, maxViews: 0 });
    for (let opened = 0; opened < 5; opened++) await share.open(deps);
    expect((await world.send()).map((post) => bodyOf(post).data)).toMatchObject([{ openings: 5, openingsLeft: null }]);
    testStore.clock.advance(59);
    await share.open(deps);
    expect(await world.send()).toEqual([]);
    testStore.clock.advance(1);
    expect((await world.send()).map((post) => bodyOf(post).data)).toMatchObject([{ openings: 6 }]);
    testStore.clock.advance(60);
    expect(await world.send()).toEqual([]);
  });

  test('answers and a full request are told to its owner', async () => {
    await using world = await openNoticeWorld({ dialect });
    const { deps, testStore } = world;
    const request = await madeRequest(deps, { ...notified, maxAnswers: 2 });
    await request.answer(testStore.clock.now()).create(deps);
    expect((await sendAll(world)).map(bodyOf)).toMatchObject([
      { type: 'request.answered', data: { id: encodeId(request.id), answers: 1, answersLeft: 1 } },
    ]);
    await request.answer(testStore.clock.now()).create(deps);
    expect(typesOf(await sendAll(world))).toEqual(['request.answered', 'request.full']);
    expect(await request.status(deps)).toMatchObject({ notices: 'on' });
  });

  test('a failed notice is tried again for less than a day, under one id, each time signed anew', async () => {
    await using world = await openNoticeWorld({ dialect });
    const { deps, testStore, endpoint } = world;
    endpoint.reply = (response) => response.writeHead(500).end();
    await (await madeShare(deps, notified)).open(deps);
    const first = testStore.clock.now();
    const tried: { readonly id: unknown; readonly after: number }[] = [];
    for (let second = 0; second < 86_400; second += 5) {
      for (const post of await world.send()) {
        expect(isSigned(post)).toBe(true);
        expect(post.headers['webhook-timestamp']).toBe(String(testStore.clock.now()));
        tried.push({ id: post.headers['webhook-id'], after: testStore.clock.now() - first });
      }
      testStore.clock.advance(5);
    }
    const waits = tried.map(({ after }, at) => after - (tried[at - 1]?.after ?? 0));
    expect(waits).toEqual([0, 5, 300, 1_800, 7_200, 18_000, 43_200]);
    expect(new Set(tried.map(({ id }) => id)).size).toBe(1);
    expect(await deps.store.read.kysely.selectFrom('outbox').selectAll().execute()).toEqual([]);
  });

  test('a target waits at most a day, also if the service no longer sends', async () => {
    await using world = await openNoticeWorld({ dialect });
    const { deps, testStore, endpoint } = world;
    const rows = async () => countWaiting(deps.store.read, 'notice');
    endpoint.reply = (response) => response.writeHead(500).end();
    await (await madeShare(deps, notified)).open(deps);
    const began = testStore.clock.now();
    for (const wait of NOTICE_RETRY_SECONDS.slice(0, 5)) {
      await world.send();
      testStore.clock.advance(wait);
    }
    await world.send();
    testStore.clock.advance(began + 86_400 - testStore.clock.now());
    await sweep(testStore.deps);
    expect(await rows(), 'the last try').toBe(1);
    testStore.clock.advance(1);
    await sweep(testStore.deps);
    expect(await rows()).toBe(0);

    await (await madeShare(deps, notified)).open(deps);
    testStore.clock.advance(86_400);
    await sweep(testStore.deps);
    expect(await rows(), 'never tried').toBe(1);
    testStore.clock.advance(1);
    await sweep(testStore.deps);
    expect(await rows()).toBe(0);
  });

  test('410 ends the notices of that share alone, and its owner sees it', async () => {
    await using world = await openNoticeWorld({ dialect });
    const { deps, endpoint, testStore } = world;
    const [share, other] = [await madeShare(deps, { ...notified, maxViews: 0 }), await madeShare(deps, notified)];
    expect(await share.status(deps)).toMatchObject({ notices: 'on' });
    endpoint.reply = (response) => response.writeHead(410).end();
    await share.open(deps);
    expect(await world.send()).toHaveLength(1);
    expect(await share.status(deps)).toMatchObject({ notices: 'over' });
    testStore.clock.advance(60);
    await share.open(deps);
    await share.delete(deps);
    expect(await sendAll(world)).toEqual([]);
    expect(await other.status(deps)).toMatchObject({ notices: 'on' });
    expect(await (await madeShare(deps)).status(deps), 'without notices').not.toHaveProperty('notices');
  });

  test('410 also ends notices of the share that already wait', async () => {
    await using world = await openNoticeWorld({ dialect });
    const { deps, endpoint, testStore } = world;
    const share = await madeShare(deps, { ...notified, password: true, attemptLimit: 1, maxViews: 2 });
    endpoint.reply = (response) => response.writeHead(410).end();
    await share.open(deps);
    await share.open(deps, secret(), secret()).catch(() => undefined);
    expect(await countWaiting(deps.store.read, 'notice')).toBe(2);
    expect(await sendAll(world)).toHaveLength(1);
    expect(await share.status(deps)).toMatchObject({ state: 'locked', notices: 'over' });
    expect(await countWaiting(testStore.deps.store.read, 'notice')).toBe(0);
  });

  test('an endpoint that switches protocols holds nothing up', async () => {
    await using world = await openNoticeWorld({ dialect });
    const { deps, endpoint } = world;
    endpoint.reply = ({ socket }) =>
      socket?.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await (await madeShare(deps, notified)).open(deps);
    expect(await world.send()).toHaveLength(1);
    endpoint.reply = (response) => response.writeHead(204).end();
    await (await madeShare(deps, notified)).open(deps);
    expect(await world.send()).toHaveLength(1);
  });

  test('one creator causes at most 60 notices to one host in a day', async () => {
    await using world = await openNoticeWorld({ dialect });
    const { deps } = world;
    const shareOf = async (client: string, url = NOTIFY.url) => {
      const share = new TestShare(await deps.store.now(), { notify: { ...NOTIFY, url } });
      await createShare(deps, { ...share.toCreate, account: `client ${client}` });
      return share;
    };
    let sent = 0;
    for (let made = 0; made < 70; made++) {
      await (await shareOf('192.0.2.1')).open(deps);
      sent += (await world.send()).length;
    }
    expect(sent).toBe(60);
    await (await shareOf('192.0.2.1', 'https://hooks.example./in')).open(deps);
    expect(await sendAll(world), 'the same host, with its root dot').toEqual([]);
    await (await shareOf('192.0.2.1', 'https://other.example/')).open(deps);
    await (await shareOf('192.0.2.2')).open(deps);
    expect(await sendAll(world)).toHaveLength(2);
  });

  test('with another server key, a share opens and ends as usual, and nobody is told', async () => {
    await using world = await openNoticeWorld({ dialect });
    const { deps, testStore } = world;
    const share = await madeShare(deps, { ...notified, maxViews: 2 });
    const serverKey = deps.random(32);
    const notices = { serverKey, random: deps.random, tellsOperator: false };
    const later = { ...deps, serverKey, store: hearEvents(testStore.deps.store, { notices }) };
    expect((await share.open(later)).head.viewsLeft).toBe(1);
    testStore.clock.advance(3601);
    await sweep(later);
    expect(await share.status(later)).toMatchObject({ state: 'expired' });
    expect(await countWaiting(deps.store.read, 'notice')).toBe(0);
  });

  test('nothing in the database shows where notices go', async () => {
    await using world = await openNoticeWorld({ dialect });
    const { deps } = world;
    const share = await madeShare(deps, { notify: { ...NOTIFY, reference: 'invoice 4711' }, maxViews: 2 });
    await share.open(deps);
    await endNow(deps, share.id);
    const rows = await deps.store.read.kysely.selectFrom('outbox').selectAll().execute();
    expect(rows.map(({ kind, share_id }) => ({ kind, share_id }))).toEqual([
      { kind: 'notice', share_id: null },
      { kind: 'notice', share_id: null },
    ]);
    const stored = JSON.stringify(rows.map(({ sealed }) => Buffer.from(sealed).toString('latin1')));
    for (const text of ['hooks.example', '4711', 'whsec']) expect(stored).not.toContain(text);
    expect(await deps.store.read.kysely.selectFrom('notice_channel').selectAll().execute()).toEqual([]);
    expect(typesOf(await sendAll(world)), 'told after the key is gone').toEqual(['share.deleted', 'share.opened']);
  });
});

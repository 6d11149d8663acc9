import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { MAX_SEALED_BYTES } from '#crypto/limits.ts';
import { createApp } from '#server/app.ts';
import { AppError } from '#server/errors.ts';
import { openTestApp, sharePath } from '#server/testing/test-app.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import type { TestShare } from '#server/testing/test-share.ts';
import { totals } from './limits.ts';
import { createOverload } from './overload.ts';

const limits = { inFlight: { create: 16, open: 8, upload: 8, mail: 8, other: 8 }, heldBytes: 8000 };
const create = { rateClass: 'create', client: '192.0.2.1', bytes: 0 } as const;
const open = { rateClass: 'open', client: '192.0.2.1', bytes: 0 } as const;
const refused = { code: 'unavailable', members: { retryAfterSeconds: 2 } };

test("requests over a class's limit are refused immediately and fit again later", async () => {
  const overload = createOverload(limits);
  const gate = Promise.withResolvers<string>();
  const first = overload.run(create, () => gate.promise);
  const second = overload.run(create, () => gate.promise);
  await expect(overload.run(create, () => 'third')).rejects.toMatchObject(refused);
  await expect(overload.run(open, () => 'another')).resolves.toBe('another');
  await expect(overload.run({ ...create, client: '198.51.100.1' }, () => 'other')).resolves.toBe('other');
  gate.resolve('done');
  expect(await Promise.all([first, second])).toEqual(['done', 'done']);
  await expect(overload.run(create, () => 'now')).resolves.toBe('now');
});

test('failed work frees its place and its memory', async () => {
  const overload = createOverload(limits);
  for (let i = 0; i < 20; i++) {
    const work = () => Promise.reject(new AppError('not-found'));
    await expect(overload.run({ ...open, bytes: 1000 }, work)).rejects.toMatchObject({ code: 'not-found' });
  }
});

test('bodies and unread replies are limited by their bytes', async () => {
  const overload = createOverload(limits);
  const taken = overload.holdReply(create.client, 900);
  await expect(overload.run({ ...create, bytes: 101 }, () => 'too much')).rejects.toMatchObject(refused);
  await expect(overload.run({ ...create, bytes: 100 }, () => 'fits')).resolves.toBe('fits');
  expect(() => overload.holdReply(create.client, 101)).toThrow(expect.objectContaining(refused));
  overload.holdReply('198.51.100.1', 900)();
  taken();
  await expect(overload.run({ ...create, bytes: 1000 }, () => 'all of it')).resolves.toBe('all of it');
});

test('clients that send their bodies slowly block only themselves', async () => {
  await using app = await openTestApp();
  const share = await madeShare(app.deps, { maxViews: 0 });
  const senders: ReadableStreamDefaultController<Uint8Array>[] = [];
  const headers = { 'content-type': 'application/json' };
  const slow = Array.from({ length: totals.inFlight.open }, (_, i) => {
    const stream = new ReadableStream<Uint8Array>({ start: (controller) => void senders.push(controller) });
    const address = `2001:db8:0:${(i % 256).toString(16)}::1`;
    return app.ask('POST', sharePath(share, 'open'), { stream, headers, address });
  });
  const { linkProof, openProof } = share;
  const json = { linkProof, openProof, claim: 'A'.repeat(43) };
  const statusFor = async (address: string) =>
    (await app.ask('POST', sharePath(share, 'open'), { json, address })).status;
  expect(await statusFor('2001:db8:0:ff::1'), 'in the same /56, which holds a quarter').toBe(503);
  expect(await statusFor('2001:db8:1::1')).toBe(200);
  senders.forEach((sender) => sender.close());
  const statuses = (await Promise.all(slow)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 503)).toHaveLength((totals.inFlight.open * 3) / 4);
});

test('openings with unread replies are limited by their bytes, and a refused one spends no view', async () => {
  await using testApp = await openTestApp();
  const { deps } = testApp;
  const sealedBytes = MAX_SEALED_BYTES;
  const shared = await madeShare(deps, { maxViews: 0, sealedBytes });
  const once = await madeShare(deps, { maxViews: 1, sealedBytes });
  const app = createApp(deps);
  const open = async (share: TestShare) => {
    const { linkProof, openProof } = share;
    const body = JSON.stringify({ linkProof, openProof, claim: secret() });
    const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
    const outgoing = Object.assign(new EventEmitter(), { destroyed: false });
    const env = { incoming: { socket: { remoteAddress: '192.0.2.1' } }, outgoing };
    const { status } = await app.request(sharePath(share, 'open'), { method: 'POST', headers, body }, env);
    return { status, outgoing };
  };
  const fitting = Math.floor(totals.heldBytes / 8 / sealedBytes);
  const opened = await Promise.all(Array.from({ length: 3 * fitting }, () => open(shared)));
  const answered = opened.filter(({ status }) => status === 200);
  expect(answered).toHaveLength(fitting);
  expect(opened.filter(({ status }) => status === 503)).toHaveLength(2 * fitting);
  expect((await open(once)).status).toBe(503);
  expect(await once.describe(deps)).toMatchObject({ viewsLeft: 1 });
  for (const { outgoing } of answered) outgoing.emit('close');
  expect((await open(once)).status).toBe(200);
});

import { expect, test } from 'vitest';
import { AppError } from '#server/errors.ts';
import { openTestApp, sharePath } from '#server/testing/test-app.ts';
import { madeShare } from '#server/testing/test-share.ts';
import { totals } from './limits/limits.ts';
import { createOverload } from './overload.ts';

const limits = { inFlight: { create: 16, open: 8, upload: 8, other: 8 }, heldBytes: 8000 };
const create = { rateClass: 'create', client: '192.0.2.1', bytes: 0 } as const;
const open = { rateClass: 'open', client: '192.0.2.1', bytes: 0 } as const;
const refused = { code: 'unavailable', members: { retryAfterSeconds: 2 } };

test('what does not fit is refused at once, each class on its own, and fits again later', async () => {
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

test('work that fails gives its place and its memory back', async () => {
  const overload = createOverload(limits);
  for (let i = 0; i < 20; i++) {
    const work = () => Promise.reject(new AppError('not-found'));
    await expect(overload.run({ ...open, bytes: 1000 }, work)).rejects.toMatchObject({ code: 'not-found' });
  }
});

test('bodies, and replies that nobody takes, are limited by their bytes', async () => {
  const overload = createOverload(limits);
  const taken = overload.holdReply(create.client, 900);
  await expect(overload.run({ ...create, bytes: 101 }, () => 'too much')).rejects.toMatchObject(refused);
  await expect(overload.run({ ...create, bytes: 100 }, () => 'fits')).resolves.toBe('fits');
  const more = overload.holdReply(create.client, 500);
  await expect(overload.run(open, () => 'over its portion')).rejects.toMatchObject(refused);
  await expect(overload.run({ ...open, client: '198.51.100.1' }, () => 'another')).resolves.toBe('another');
  more();
  taken();
  await expect(overload.run({ ...create, bytes: 1000 }, () => 'all of it')).resolves.toBe('all of it');
});

test('those who send a body drop by drop keep out nobody but themselves', async () => {
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

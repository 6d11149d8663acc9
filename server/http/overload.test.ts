import { expect, test } from 'vitest';
import { AppError } from '#server/errors.ts';
import { openTestApp, sharePath } from '#server/testing/test-app.ts';
import { madeShare } from '#server/testing/test-share.ts';
import { createOverload } from './overload.ts';

const limits = { maxInFlight: { create: 2, open: 1, upload: 1, other: 1 } };
const create = { rateClass: 'create', client: '192.0.2.1' } as const;
const open = { rateClass: 'open', client: '192.0.2.1' } as const;

test('what does not fit is refused at once, each class on its own, and fits again later', async () => {
  const overload = createOverload(limits);
  const gate = Promise.withResolvers<string>();
  const first = overload(create, () => gate.promise);
  const second = overload(create, () => gate.promise);
  await expect(overload(create, () => 'third')).rejects.toMatchObject({ code: 'unavailable' });
  await expect(overload(open, () => 'another')).resolves.toBe('another');
  gate.resolve('done');
  expect(await Promise.all([first, second])).toEqual(['done', 'done']);
  await expect(overload(create, () => 'now')).resolves.toBe('now');
});

test('work that fails gives its place back', async () => {
  const overload = createOverload(limits);
  for (let i = 0; i < 3; i++) {
    await expect(overload(open, () => Promise.reject(new AppError('not-found')))).rejects.toMatchObject({
      code: 'not-found',
    });
  }
});

test('one client can take some of the places for creates, and not those of others', async () => {
  const overload = createOverload({ maxOfOneClient: { create: 2 } });
  const gate = Promise.withResolvers<string>();
  const slow = [overload(create, () => gate.promise), overload(create, () => gate.promise)];
  await expect(overload(create, () => 'third')).rejects.toMatchObject({ code: 'unavailable' });
  await expect(overload({ ...create, client: '192.0.2.2' }, () => 'other')).resolves.toBe('other');
  gate.resolve('done');
  await Promise.all(slow);
  await expect(overload(create, () => 'now')).resolves.toBe('now');
});

test('those who send a small body drop by drop keep nobody out', async () => {
  await using app = await openTestApp();
  const share = await madeShare(app.deps);
  const senders: ReadableStreamDefaultController<Uint8Array>[] = [];
  const headers = { 'content-type': 'application/json' };
  const slow = Array.from({ length: 600 }, () => {
    const stream = new ReadableStream<Uint8Array>({ start: (controller) => void senders.push(controller) });
    return app.ask('POST', sharePath(share, 'open'), { stream, headers });
  });
  const { linkProof, openProof } = share;
  const json = { linkProof, openProof, claim: 'A'.repeat(43) };
  expect((await app.ask('POST', sharePath(share, 'open'), { json })).status).toBe(200);
  senders.forEach((sender) => sender.close());
  await Promise.all(slow);
});

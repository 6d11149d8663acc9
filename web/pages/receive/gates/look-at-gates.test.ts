import { expect, test } from 'vitest';
import { ApiError, NetworkError } from '#client/errors.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import type { ReceiveEffects } from '#web/pages/receive/state.ts';
import {
  FakeStorage,
  failing,
  id,
  live,
  openedShare,
  preambleWith,
  receiveWorld,
  spent,
} from '#web/pages/receive/testing/world.ts';

const named: DescribeReply = { ...live, preamble: await preambleWith({ emails: {} }) };
const early: DescribeReply = { ...live, notBefore: 5000, preamble: await preambleWith({ notBefore: 5000 }) };

/** A clock that only pauses move. */
function clockWorld(over: Partial<ReceiveEffects> = {}, start = 2000) {
  let now = start;
  const pauses: number[] = [];
  const wait = async (seconds: number) => {
    pauses.push(seconds);
    now += seconds;
  };
  return { ...receiveWorld({ describe: async () => early, now: () => now, wait, ...over }), pauses };
}

test('a share without gates loads nothing about gates', async () => {
  const { receive } = receiveWorld({ loadGates: () => Promise.reject(new Error('loaded')) });
  await receive.start();
  expect(receive.state()).toMatchObject({ at: 'ready' });
});

test('code about gates that does not arrive is loaded again, and nothing is opened meanwhile', async () => {
  const { receive, log } = receiveWorld({ describe: async () => named });
  const loaded = await Promise.resolve(receive);
  await loaded.start();
  const broken = receiveWorld({
    describe: async () => named,
    loadGates: failing([new TypeError('offline')], await import('./look-at-gates.ts')),
  });
  await broken.receive.start();
  expect(broken.receive.state()).toMatchObject({ at: 'ready', ask: expect.anything() as unknown });
  expect([...log, ...broken.log]).not.toContain('open');
});

test('before its time a share cannot be opened; afterwards the page is ready without a press', async () => {
  const states: string[] = [];
  const world = clockWorld({
    describe: async () => {
      states.push(world.receive.state().at);
      return early;
    },
  });
  await world.receive.start();
  expect(states.slice(0, 2)).toEqual(['looking', 'early']);
  expect(world.receive.state()).toMatchObject({ at: 'ready', description: { notBefore: 5000 } });
  // It asks for the server's time again at least every ten minutes.
  expect(world.pauses).toEqual([600, 600, 600, 600, 600]);
  expect(world.log).not.toContain('open');
});

test('without a connection the page goes on waiting', async () => {
  const describe = failing([new NetworkError('unreachable'), new NetworkError('unreachable')], early);
  const first = [early];
  const world = clockWorld({ describe: async () => first.shift() ?? describe() }, 3500);
  await world.receive.start();
  expect(world.receive.state()).toMatchObject({ at: 'ready' });
  expect(world.pauses).toEqual([600, 600, 300]);
});

test('a share that ends before its time is shown as ended', async () => {
  const replies = [early];
  const world = clockWorld({ describe: async () => replies.shift() ?? { ...spent, state: 'deleted' } });
  await world.receive.start();
  expect(world.receive.state()).toMatchObject({ at: 'over', description: { state: 'deleted' } });
});

test('returning to the tab ends the pause and reads the server’s clock again', async () => {
  let now = 2000;
  const world = receiveWorld({
    describe: async () => early,
    now: () => now,
    wait: (_seconds, signal) => new Promise((resolve) => signal?.addEventListener('abort', () => resolve())),
  });
  const started = world.receive.start();
  await expect.poll(() => world.receive.state().at).toBe('early');
  now = 5000;
  world.receive.retryNow();
  await started;
  expect(world.receive.state()).toMatchObject({ at: 'ready' });
});

test('an opening that is too early by the server’s clock is refused calmly, and possible a moment later', async () => {
  const refusals = [new ApiError({ code: 'too-early', status: 403, members: { notBefore: 5000 } })];
  const open = failing(refusals, openedShare);
  const refused: unknown[] = [];
  const world = clockWorld(
    {
      openShare: () => open(),
      wait: async () => void refused.push(world.receive.state()),
    },
    5000,
  );
  await world.receive.start();
  expect(world.receive.state()).toMatchObject({ at: 'ready' });
  await world.receive.open();
  expect(refused).toMatchObject([{ at: 'early', refused: true }]);
  expect(world.receive.state()).toMatchObject({ at: 'ready' });
  expect(world.storage.kept.size).toBe(0);
  await world.receive.open();
  expect(world.receive.state()).toMatchObject({ at: 'opened' });
});

test.each(['too-early', 'code-required', 'wrong-code'] as const)(
  'a server that refuses with %s what has no such gate is named',
  async (code) => {
    const { receive } = receiveWorld({ openShare: () => Promise.reject(new ApiError({ code, status: 403 })) });
    await receive.start();
    await receive.open();
    expect(receive.state()).toEqual({ at: 'forged', fetched: true });
  },
);

test('an opening that can be resumed needs no code, also from another tab', async () => {
  const browser = new FakeStorage();
  const claim = 'E'.repeat(43);
  browser.setItem(
    `sotto ask ${id}`,
    JSON.stringify({ claim, address: 'a@example.org', askedAt: 1, againAt: 1, endsAt: 3000, sends: 1 }),
  );
  const claims: unknown[] = [];
  const { receive } = receiveWorld(
    {
      describe: async (request) => {
        claims.push(request.claim);
        return { ...spent, resumable: true, preamble: named.preamble };
      },
      openShare: async (request) => {
        claims.push(request.claim, request.code);
        return openedShare;
      },
    },
    new FakeStorage(),
    browser,
  );
  await receive.start();
  expect(receive.state()).toMatchObject({ at: 'opened' });
  expect(claims).toEqual([claim, claim, undefined]);
  expect(browser.kept.size).toBe(0);
});

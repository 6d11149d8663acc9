import { expect, test } from 'vitest';
import { ApiError, NetworkError, ProtocolError } from '#client/errors.ts';
import type { CodeRequest } from '#client/request-code.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import { LinkType } from '#crypto/link.ts';
import type { ReceiveEffects } from '#web/pages/receive/state.ts';
import { createTabMemory } from '#web/pages/receive/tab-memory.ts';
import {
  FakeStorage,
  failing,
  id,
  live,
  openedShare,
  preambleWith,
  receiveWorld,
  shareFragment,
  spent,
} from '#web/pages/receive/testing/world.ts';

const named: DescribeReply = { ...live, preamble: await preambleWith({ emails: {} }) };
const firstClaim = 'E'.repeat(43);
const secondClaim = 'I'.repeat(43);
const stored = `sotto ask ${id}`;
const wrongCode = (triesLeft: number) => new ApiError({ code: 'wrong-code', status: 403, members: { triesLeft } });

/** A page of a share for named people, at the address field. */
async function askWorld(over: Partial<ReceiveEffects> = {}, browser = new FakeStorage()) {
  const requests: CodeRequest[] = [];
  const opened: { claim: string; code: string | undefined; password: string | undefined }[] = [];
  const requestCode = over.requestCode ?? (async () => ({ again: 60 }));
  const openShare = over.openShare ?? (async () => openedShare);
  const claims = [firstClaim, secondClaim];
  const world = receiveWorld(
    {
      describe: async () => named,
      newClaim: () => claims.shift() ?? '',
      ...over,
      requestCode: (request) => {
        requests.push(request);
        return requestCode(request);
      },
      openShare: (request) => {
        opened.push({ claim: request.claim, code: request.code, password: request.password });
        return openShare(request);
      },
    },
    new FakeStorage(),
    browser,
  );
  await world.receive.start();
  const ask = () => {
    const now = world.receive.state();
    if (now.at !== 'ready' || now.ask === undefined) throw new Error(now.at);
    return now.ask;
  };
  const request = async (address: string) => {
    ask().setAddress(address);
    await ask().request();
  };
  const open = async (code: string, password?: string) => {
    ask().setCode(code);
    const taken = ask().takeCode();
    if (taken) await world.receive.open({ code: taken, password });
  };
  return { ...world, ask, request, open, requests, opened };
}

test('loading the page requests no code', async () => {
  const { ask, log, browser } = await askWorld();
  expect(ask().state()).toEqual({ at: 'address' });
  expect(log).toEqual(['describe']);
  expect(browser.kept.size).toBe(0);
});

test('a code is requested for the address in its one form, and in the language of the page', async () => {
  const { ask, request, requests } = await askWorld({ language: () => 'de' });
  await request('  Bob@BÜCHER.example ');
  expect(requests).toMatchObject([{ id, address: 'bob@xn--bcher-kva.example', locale: 'de', claim: firstClaim }]);
  expect(ask().state()).toMatchObject({
    at: 'asked',
    mail: 'requested',
    ask: { address: 'Bob@BÜCHER.example', againAt: 2060 },
  });
});

test.each(['', 'bob', 'bob@localhost', 'bob@example.org\r\nbcc: eve@evil.example', 'a@b@c.example'])(
  '%j is refused in place, and nothing is sent',
  async (address) => {
    const { ask, request, requests } = await askWorld();
    await request(address);
    expect(ask().state()).toMatchObject({ at: 'address', fault: 'malformed' });
    expect(requests).toEqual([]);
  },
);

test('the right code opens with the claim for which it was requested', async () => {
  const { receive, request, open, opened, browser, storage } = await askWorld();
  await request('bob@example.org');
  await open('1234 5678');
  expect(receive.state()).toMatchObject({ at: 'opened' });
  expect(opened).toEqual([{ claim: firstClaim, code: '12345678', password: undefined }]);
  expect([browser.kept.size, storage.getItem(`sotto claim ${id}`)]).toEqual([0, null]);
});

test('what is not a code is refused in place, and nothing is sent', async () => {
  const { ask, request, open, opened } = await askWorld();
  await request('bob@example.org');
  await open('1234567');
  expect(ask().codeFault()).toEqual({ kind: 'malformed' });
  expect(opened).toEqual([]);
});

test('a wrong code says how many tries are left, and the page does not ask the server again', async () => {
  const { receive, ask, request, open, log, storage } = await askWorld({
    openShare: () => Promise.reject(wrongCode(4)),
  });
  await request('bob@example.org');
  await open('12345678');
  expect(receive.state()).toMatchObject({ at: 'ready' });
  expect(ask().codeFault()).toEqual({ kind: 'wrong', triesLeft: 4 });
  expect(log.filter((entry) => entry === 'describe').length).toBe(1);
  // A share that ends later was not begun here.
  expect(storage.kept.size).toBe(0);
  ask().setCode('1');
  expect(ask().codeFault()).toBeUndefined();
});

test('after the last try a new code has another claim, and so another mark', async () => {
  const { ask, request, open, requests, browser } = await askWorld({ openShare: () => Promise.reject(wrongCode(0)) });
  await request('bob@example.org');
  await open('12345678');
  expect(ask().state()).toEqual({ at: 'address', fault: 'used-up' });
  expect([ask().code(), browser.kept.size]).toEqual(['', 0]);
  await request('bob@example.org');
  expect(requests.map(({ claim }) => claim)).toEqual([firstClaim, secondClaim]);
});

test('a wrong password keeps the code', async () => {
  const guarded = { ...named, attemptsLeft: 4, onLimit: 'lock' } as const;
  const { receive, ask, request, open, opened } = await askWorld({
    fragment: () => shareFragment(LinkType.sharePassword),
    describe: async () => guarded,
    openShare: failing([new ApiError({ code: 'wrong-password', status: 403 })], openedShare),
  });
  await request('bob@example.org');
  await open('12345678', 'wrong');
  expect(receive.state()).toMatchObject({ at: 'ready', error: 'wrong-password' });
  expect([ask().code(), ask().state().at]).toEqual(['12345678', 'asked']);
  await open(ask().code(), 'right');
  expect(opened.map(({ claim, code }) => `${claim.slice(0, 1)} ${String(code)}`)).toEqual(['E 12345678', 'E 12345678']);
  expect(receive.state()).toMatchObject({ at: 'opened' });
});

test('a code whose reply was lost is not sent again before it is known what became of it', async () => {
  const replies: (DescribeReply | undefined)[] = [
    named,
    undefined,
    undefined,
    { ...spent, resumable: true, preamble: named.preamble },
  ];
  const errors: unknown[] = [new NetworkError('cut')];
  const { receive, request, open, opened, log } = await askWorld({
    describe: async () => {
      const reply = replies.shift();
      if (reply === undefined) throw new NetworkError('unreachable');
      return reply;
    },
    openShare: failing(errors, openedShare),
  });
  await request('bob@example.org');
  await open('12345678');
  expect(receive.state()).toMatchObject({ at: 'opened' });
  expect(opened.length).toBe(2);
  expect(log.filter((entry) => entry === 'describe').length).toBe(4);
});

test.each([
  ['lost', new NetworkError('cut')],
  ['damaged', new ProtocolError('not JSON')],
  ['failed', new ApiError({ code: 'internal', status: 500 })],
])('a %s reply to the request keeps its claim: the mail may be on its way', async (_how, error) => {
  const { ask, request, requests, browser } = await askWorld({ requestCode: failing([error], { again: 60 }) });
  await request('bob@example.org');
  expect(ask().state()).toMatchObject({ at: 'asked', mail: 'unsure' });
  expect(browser.getItem(stored)).toContain(firstClaim);
  await ask().request();
  expect(ask().state()).toMatchObject({ at: 'asked', mail: 'requested' });
  expect(new Set(requests.map(({ claim }) => claim)).size).toBe(1);
});

test('a refused request leaves the address typed and nothing stored', async () => {
  const busy = new ApiError({ code: 'rate-limited', status: 429, retryAfterSeconds: 60 });
  const { ask, request, browser } = await askWorld({ requestCode: () => Promise.reject(busy) });
  await request('bob@example.org');
  expect(ask().state()).toMatchObject({ at: 'address', failure: { kind: 'busy' } });
  expect([ask().address(), browser.kept.size]).toEqual(['bob@example.org', 0]);
});

test('a refused second mail leaves the code of the first valid', async () => {
  const busy = new ApiError({ code: 'rate-limited', status: 429 });
  const replies = [Promise.resolve({ again: 60 }), Promise.reject(busy)];
  replies[1]?.catch(() => undefined);
  const { ask, request, browser } = await askWorld({ requestCode: () => replies.shift() ?? Promise.reject(busy) });
  await request('bob@example.org');
  await ask().request();
  expect(ask().state()).toMatchObject({ at: 'asked', mail: { kind: 'busy' } });
  expect(browser.getItem(stored)).not.toBeNull();
});

test('a secret that is gone is shown as gone', async () => {
  const replies = [named];
  const { receive, request } = await askWorld({
    describe: async () => {
      const reply = replies.shift();
      if (reply === undefined) throw new ApiError({ code: 'not-found', status: 404 });
      return reply;
    },
    requestCode: () => Promise.reject(new ApiError({ code: 'not-found', status: 404 })),
  });
  await request('bob@example.org');
  await expect.poll(() => receive.state().at).toBe('nothing');
});

test('another mail has the same time on it; another address keeps the mark and has its own time', async () => {
  let now = 2000;
  const { ask, request, requests } = await askWorld({ now: () => now });
  await request('bob@example.org');
  now = 2061;
  await ask().request();
  expect(ask().state()).toMatchObject({ ask: { askedAt: 2000, againAt: 2121, endsAt: 3800 } });
  ask().changeAddress();
  expect(ask().state()).toMatchObject({ at: 'address', running: { address: 'bob@example.org' } });
  now = 2070;
  await request('anna@example.org');
  expect(ask().state()).toMatchObject({ ask: { address: 'anna@example.org', askedAt: 2070, endsAt: 3870 } });
  expect(new Set(requests.map(({ claim }) => claim)).size).toBe(1);
});

test('a person who does not want another address after all finds the code field again', async () => {
  const { ask, request } = await askWorld();
  await request('bob@example.org');
  ask().changeAddress();
  ask().setAddress('bobb');
  ask().goBack();
  expect([ask().state().at, ask().address()]).toEqual(['asked', 'bob@example.org']);
});

test('a reload and another tab go on with the same request', async () => {
  const browser = new FakeStorage();
  const first = await askWorld({}, browser);
  await first.request('bob@example.org');
  const second = await askWorld({ newClaim: () => secondClaim }, browser);
  expect(second.ask().state()).toEqual(first.ask().state());
  await second.open('12345678');
  expect(second.opened).toMatchObject([{ claim: firstClaim, code: '12345678' }]);
  expect(browser.kept.size).toBe(0);
});

test('a tab sees that another one has changed the address, or has opened the secret', async () => {
  const browser = new FakeStorage();
  const first = await askWorld({}, browser);
  const replies = [named];
  const second = await askWorld(
    { describe: async () => replies.shift() ?? spent, heldElsewhere: async () => true },
    browser,
  );
  await first.request('bob@example.org');
  second.ask().readAgain();
  expect(second.ask().state()).toMatchObject({ at: 'asked', ask: { address: 'bob@example.org' } });
  await first.open('12345678');
  second.ask().readAgain();
  await expect.poll(() => second.receive.state().at).toBe('elsewhere');
});

test('after half an hour the page asks for a new code, and the address stays typed', async () => {
  let now = 2000;
  const { ask, request, browser } = await askWorld({ now: () => now });
  await request('bob@example.org');
  now = 3799;
  ask().checkTime();
  expect(ask().state().at).toBe('asked');
  now = 3800;
  ask().checkTime();
  expect(ask().state()).toEqual({ at: 'address', fault: 'timed-out' });
  expect([ask().address(), browser.kept.size]).toEqual(['bob@example.org', 0]);
});

test('requests that are over leave the browser, those of other secrets too', async () => {
  const browser = new FakeStorage();
  const old = { claim: secondClaim, address: 'old@example.org', askedAt: 1, againAt: 2, endsAt: 3, sends: 1 };
  browser.setItem('sotto ask other', JSON.stringify(old));
  browser.setItem('sotto ask running', JSON.stringify({ ...old, endsAt: 9000 }));
  browser.setItem('sotto ask broken', '{');
  browser.setItem(stored, JSON.stringify(old));
  const { ask } = await askWorld({}, browser);
  expect([...browser.kept.keys()]).toEqual(['sotto ask running']);
  expect(ask().state()).toEqual({ at: 'address', fault: 'timed-out' });
  expect(ask().address()).toBe('old@example.org');
});

test('an end removes the request from the browser', async () => {
  const browser = new FakeStorage();
  const first = await askWorld({}, browser);
  await first.request('bob@example.org');
  const late = receiveWorld({ describe: async () => ({ ...spent, state: 'expired' }) }, new FakeStorage(), browser);
  await late.receive.start();
  expect(browser.kept.size).toBe(0);
});

test('an address that is being typed stays when another tab requests a code', async () => {
  const browser = new FakeStorage();
  const [first, second] = [await askWorld({}, browser), await askWorld({}, browser)];
  second.ask().setAddress('carla@exam');
  await first.request('bob@example.org');
  second.ask().readAgain();
  expect([second.ask().address(), second.ask().state()]).toMatchObject(['carla@exam', { at: 'address' }]);
  second.ask().goBack();
  expect([second.ask().address(), second.ask().state()]).toMatchObject(['bob@example.org', { at: 'asked' }]);
});

test('a browser that can keep nothing is told so before a code is requested, unless openings are unlimited', async () => {
  const blocked = () => {
    throw new Error('blocked');
  };
  const memory = createTabMemory(id, blocked);
  const limited = receiveWorld({ describe: async () => named, memory, browserStorage: blocked });
  await limited.receive.start();
  expect(limited.receive.state()).toEqual({ at: 'incapable', lacks: 'storage' });
  const describe = async () => ({ ...named, maxViews: 0, viewsLeft: null });
  const { request, open, receive } = await askWorld({ describe, memory, browserStorage: blocked });
  await request('bob@example.org');
  await open('12345678');
  expect(receive.state()).toMatchObject({ at: 'opened' });
});

test('a browser that blocks the storage that tabs share can still request a code', async () => {
  const { ask, request, open, receive } = await askWorld({
    browserStorage: () => {
      throw new Error('blocked');
    },
  });
  await request('bob@example.org');
  expect(ask().state()).toMatchObject({ at: 'asked' });
  await open('12345678');
  expect(receive.state()).toMatchObject({ at: 'opened' });
});

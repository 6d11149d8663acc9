import { expect, test } from 'vitest';
import { ApiError, NetworkError } from '#client/errors.ts';
import { createLeaving } from './create-leaving.ts';

const state = 's'.repeat(43);

async function leave(begin: () => Promise<{ state: string; url: string }>, keep = () => undefined) {
  const went: string[] = [];
  const leaving = createLeaving({ api: { begin }, tab: { keep }, fromPage: true, goTo: (url) => went.push(url) });
  await leaving.start();
  return { leaving, went, state: leaving.state() };
}

const to = (url: string) => async () => ({ state, url });

test('the tab keeps the state and goes to the provider', async () => {
  const provider = 'https://id.example/authorize?state=s';
  expect(await leave(to(provider))).toMatchObject({ went: [provider], state: { at: 'leaving' } });
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'http://id.example/', '//id.example', ''])(
  'a server cannot make the page go to “%s”',
  async (url) => {
    const { went, state: now } = await leave(to(url));
    expect([went, now]).toEqual([[], { at: 'failed', error: { kind: 'service', failure: { kind: 'strange' } } }]);
  },
);

test('a tab that can keep nothing does not leave: the answer would not be accepted', async () => {
  const { went, state: now } = await leave(to('https://id.example/'), () => {
    throw new Error('blocked');
  });
  expect([went, now.at]).toEqual([[], 'failed']);
});

test.each([
  [new ApiError({ code: 'provider-down', status: 502 }), { at: 'failed', error: { kind: 'provider-down' } }],
  [new ApiError({ code: 'not-found', status: 404 }), { at: 'off' }],
  [new NetworkError('unreachable'), { at: 'failed', error: { kind: 'service', failure: { kind: 'offline' } } }],
])('%s is shown as %o', async (error, shown) => {
  expect((await leave(() => Promise.reject(error))).state).toEqual(shown);
});

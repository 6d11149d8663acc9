import { expect, test } from 'vitest';
import { ApiError, NetworkError } from '#client/errors.ts';
import type { Shared } from '#client/share.ts';
import { noToken } from '#web/parts/policy/testing/open-policy.ts';
import type { ComposeEffects } from './state.ts';
import type { Along } from './create-along.ts';
import { createCompose } from './create-compose.ts';

const shared = { id: 'an-id', link: 'https://sotto.example/s/an-id#key', maxViews: 1 } as Shared;

const offline = async () => Promise.reject(new NetworkError('unreachable'));
const refused = async () => Promise.reject(new ApiError({ code: 'terms-refused', status: 422 }));

interface Scene {
  /** Results of sending shares, in order; later ones succeed. */
  readonly sends?: Array<() => Promise<Shared>>;
  /** Results of sending requests, likewise. */
  readonly asks?: Array<() => Promise<Along>>;
}

function begin({ sends = [], asks = [] }: Scene = {}) {
  const prepared: Array<Parameters<ComposeEffects['prepare']>[0]> = [];
  const wishes: Array<Parameters<ComposeEffects['askAlong']>[0]> = [];
  const discarded: number[] = [];
  const composer = createCompose({
    prepare: async (request) => {
      prepared.push(request);
      return { id: shared.id, send: () => (sends.shift() ?? (async () => shared))(), discard: async () => undefined };
    },
    askAlong: async (wish) => {
      const index = wishes.push(wish);
      return {
        send: () => (asks.shift() ?? (async () => alongOf(index)))(),
        discard: async () => void discarded.push(index),
      };
    },
    upload: async () => Promise.reject(new Error('There is nothing to upload.')),
    policy: () => undefined,
    token: noToken,
    elapsedMs: () => 0,
    list: async () => true,
    unlist: async () => undefined,
    remove: async () => Promise.reject(new Error('Nothing is removed.')),
    now: () => 1000,
  });
  const replies = () => prepared.map(({ reply }) => reply);
  return { composer, prepared, wishes, discarded, replies };
}

const alongOf = (index: number): Along => ({ link: `request ${index}`, manageLink: `answers ${index}`, listed: true });

test('without an allowed reply, no request is made', async () => {
  const { composer, prepared, wishes } = begin();
  composer.edit({ text: 'a secret' });
  await composer.seal();
  expect(wishes).toEqual([]);
  expect(prepared[0]).not.toHaveProperty('reply');
  expect(composer.state()).toMatchObject({ at: 'sealed', along: undefined });
});

test('with an allowed reply, a request with the title and lifetime of the share is made, and its link is sealed inside', async () => {
  const { composer, wishes, discarded, replies } = begin();
  composer.edit({ text: 'a secret', title: 'A title', letAnswer: true });
  composer.edit({ within: { kind: 'moment', at: 4600 } });
  await composer.seal();
  expect(wishes).toMatchObject([{ title: 'A title', ttlSeconds: 3600 }]);
  expect(replies()).toEqual(['request 1']);
  expect(composer.state()).toMatchObject({ at: 'sealed', along: alongOf(1) });
  expect(JSON.stringify(composer.state())).not.toMatch(/request 1|answers 1/);
  composer.clear();
  expect(discarded).toEqual([]);
});

test('retrying makes no second request, whatever error the share met', async () => {
  const { composer, wishes, replies } = begin({ sends: [offline, refused] });
  composer.edit({ text: 'a secret', letAnswer: true });
  await composer.seal();
  await composer.seal();
  await composer.seal();
  expect(composer.state()).toMatchObject({ at: 'sealed', along: alongOf(1) });
  expect(wishes).toHaveLength(1);
  expect(replies()).toEqual(['request 1', 'request 1']);
});

test('an edit discards the request, and the next try makes a new one', async () => {
  const { composer, discarded, replies } = begin({ sends: [offline] });
  composer.edit({ text: 'a secret', letAnswer: true });
  await composer.seal();
  composer.edit({ text: 'another' });
  expect(discarded).toEqual([1]);
  await composer.seal();
  expect(replies()).toEqual(['request 1', 'request 2']);
});

test('a request that does not arrive shows an error, and is sent again unchanged', async () => {
  const { composer, prepared, wishes, replies } = begin({ asks: [offline] });
  composer.edit({ text: 'a secret', letAnswer: true });
  expect(await composer.seal()).toBeUndefined();
  expect(composer.state()).toMatchObject({
    draft: { text: 'a secret', letAnswer: true },
    error: { kind: 'service', failure: { kind: 'offline' } },
  });
  expect(prepared).toEqual([]);
  await composer.seal();
  expect(wishes).toHaveLength(1);
  expect(replies()).toEqual(['request 1']);
});

test('a refused request shows an error, and the next try makes a new one', async () => {
  const { composer, wishes, replies } = begin({ asks: [refused] });
  composer.edit({ text: 'a secret', letAnswer: true });
  await composer.seal();
  expect(composer.state()).toMatchObject({ draft: { text: 'a secret' }, error: { kind: 'terms-refused' } });
  await composer.seal();
  expect(wishes).toHaveLength(2);
  expect(replies()).toEqual(['request 2']);
});

test('a request cancelled while it is made is discarded, and the next try makes a new one', async () => {
  const slow = Promise.withResolvers<Along>();
  const asks = [() => slow.promise];
  const { composer, wishes, discarded, replies } = begin({ asks });
  composer.edit({ text: 'a secret', letAnswer: true });
  const sealing = composer.seal();
  await expect.poll(() => asks).toEqual([]);
  composer.cancel();
  slow.resolve(alongOf(1));
  expect(await sealing).toBeUndefined();
  expect(discarded).toEqual([1]);
  await composer.seal();
  expect(wishes).toHaveLength(2);
  expect(replies()).toEqual(['request 2']);
});

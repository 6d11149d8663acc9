import { expect, test } from 'vitest';
import { ApiError, NetworkError } from '#client/errors.ts';
import type { Shared } from '#client/share.ts';
import { noToken } from '#web/parts/policy/testing/open-policy.ts';
import type { ComposeEffects } from './state.ts';
import type { ReplyRequest } from './create-reply-request.ts';
import { createCompose } from './create-compose.ts';

const shared = { id: 'an-id', link: 'https://sotto.example/s/an-id#key', maxViews: 1 } as Shared;

const offline = async () => Promise.reject(new NetworkError('unreachable'));
const refused = async () => Promise.reject(new ApiError({ code: 'terms-refused', status: 422 }));

interface Scene {
  /** Results of sending shares, in order; later ones succeed. */
  readonly sends?: Array<() => Promise<Shared>>;
  /** Results of sending requests, likewise. */
  readonly asks?: Array<() => Promise<ReplyRequest>>;
}

function begin({ sends = [], asks = [] }: Scene = {}) {
  const prepared: Array<Parameters<ComposeEffects['prepare']>[0]> = [];
  const inputs: Array<Parameters<ComposeEffects['prepareReplyRequest']>[0]> = [];
  const discarded: number[] = [];
  const composer = createCompose({
    prepare: async (request) => {
      prepared.push(request);
      return { id: shared.id, send: () => (sends.shift() ?? (async () => shared))(), discard: async () => undefined };
    },
    conditions: () => import('./conditions/conditions-module.ts'),
    prepareReplyRequest: async (input) => {
      const index = inputs.push(input);
      return {
        send: () => (asks.shift() ?? (async () => requestOf(index)))(),
        discard: async () => void discarded.push(index),
      };
    },
    upload: async () => Promise.reject(new Error('There is nothing to upload.')),
    policy: () => undefined,
    token: noToken,
    list: async () => true,
    unlist: async () => undefined,
    remove: async () => Promise.reject(new Error('Nothing is removed.')),
    language: () => 'en',
    now: () => 1000,
  });
  const replies = () => prepared.map(({ reply }) => reply);
  return { composer, prepared, inputs, discarded, replies };
}

const requestOf = (index: number): ReplyRequest => ({
  link: `request ${index}`,
  manageLink: `answers ${index}`,
  listed: true,
});

test('without an allowed reply, no request is made', async () => {
  const { composer, prepared, inputs } = begin();
  composer.edit({ text: 'a secret' });
  await composer.seal();
  expect(inputs).toEqual([]);
  expect(prepared[0]).not.toHaveProperty('reply');
  expect(composer.state()).toMatchObject({ at: 'sealed', replyRequest: undefined });
});

test('with an allowed reply, a request with the title and lifetime of the share is made, and its link is sealed inside', async () => {
  const { composer, inputs, discarded, replies } = begin();
  composer.edit({ text: 'a secret', title: 'A title', allowReply: true });
  composer.edit({ within: { kind: 'moment', at: 4600 } });
  await composer.seal();
  expect(inputs).toMatchObject([{ title: 'A title', ttlSeconds: 3600 }]);
  expect(replies()).toEqual(['request 1']);
  expect(composer.state()).toMatchObject({ at: 'sealed', replyRequest: requestOf(1) });
  expect(JSON.stringify(composer.state())).not.toMatch(/request 1|answers 1/);
  composer.clear();
  expect(discarded).toEqual([]);
});

test('retrying makes no second request, whatever error the share met', async () => {
  const { composer, inputs, replies } = begin({ sends: [offline, refused] });
  composer.edit({ text: 'a secret', allowReply: true });
  await composer.seal();
  await composer.seal();
  await composer.seal();
  expect(composer.state()).toMatchObject({ at: 'sealed', replyRequest: requestOf(1) });
  expect(inputs).toHaveLength(1);
  expect(replies()).toEqual(['request 1', 'request 1']);
});

test('an edit discards the request, and the next try makes a new one', async () => {
  const { composer, discarded, replies } = begin({ sends: [offline] });
  composer.edit({ text: 'a secret', allowReply: true });
  await composer.seal();
  composer.edit({ text: 'another' });
  expect(discarded).toEqual([1]);
  await composer.seal();
  expect(replies()).toEqual(['request 1', 'request 2']);
});

test('a request that does not arrive shows an error, and is sent again unchanged', async () => {
  const { composer, prepared, inputs, replies } = begin({ asks: [offline] });
  composer.edit({ text: 'a secret', allowReply: true });
  expect(await composer.seal()).toBeUndefined();
  expect(composer.state()).toMatchObject({
    draft: { text: 'a secret', allowReply: true },
    error: { kind: 'service', failure: { kind: 'offline' } },
  });
  expect(prepared).toEqual([]);
  await composer.seal();
  expect(inputs).toHaveLength(1);
  expect(replies()).toEqual(['request 1']);
});

test('a refused request shows an error, and the next try makes a new one', async () => {
  const { composer, inputs, replies } = begin({ asks: [refused] });
  composer.edit({ text: 'a secret', allowReply: true });
  await composer.seal();
  expect(composer.state()).toMatchObject({ draft: { text: 'a secret' }, error: { kind: 'terms-refused' } });
  await composer.seal();
  expect(inputs).toHaveLength(2);
  expect(replies()).toEqual(['request 2']);
});

test('a request cancelled while it is made is discarded, and the next try makes a new one', async () => {
  const slow = Promise.withResolvers<ReplyRequest>();
  const asks = [() => slow.promise];
  const { composer, inputs, discarded, replies } = begin({ asks });
  composer.edit({ text: 'a secret', allowReply: true });
  const sealing = composer.seal();
  await expect.poll(() => asks).toEqual([]);
  composer.cancel();
  slow.resolve(requestOf(1));
  expect(await sealing).toBeUndefined();
  expect(discarded).toEqual([1]);
  await composer.seal();
  expect(inputs).toHaveLength(2);
  expect(replies()).toEqual(['request 2']);
});

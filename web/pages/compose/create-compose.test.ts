import { expect, test } from 'vitest';
import { AlreadyOverError, ApiError, NetworkError } from '#client/errors.ts';
import type { Shared } from '#client/share.ts';
import { noToken, openPolicy } from '#web/parts/policy/testing/open-policy.ts';
import type { ComposeState, ComposeEffects } from './state.ts';
import { createCompose } from './create-compose.ts';

const shared: Shared = {
  id: 'an-id',
  link: 'https://sotto.example/s/an-id#key',
  linkWithoutKey: 'https://sotto.example/s/an-id',
  key: 'key',
  manageLink: 'https://sotto.example/m/an-id#owner',
  ownerKey: new Uint8Array(32),
  createdAt: 1000,
  expiresAt: 2000,
  maxViews: 1,
  hasPassword: false,
  state: 'live',
};

type Request = Parameters<ComposeEffects['prepare']>[0];

function begin({ sends = [], ...effects }: Partial<ComposeEffects> & { sends?: Array<() => Promise<Shared>> } = {}) {
  const prepared: Request[] = [];
  const discarded: string[] = [];
  const composer = createCompose({
    prepare: async (request) => {
      prepared.push(request);
      const discard = async () => void discarded.push(request.text);
      return { id: shared.id, send: () => (sends.shift() ?? (async () => shared))(), discard };
    },
    upload: async () => Promise.reject(new Error('There is nothing to upload.')),
    conditions: () => import('./conditions/conditions-module.ts'),
    prepareReplyRequest: async () => Promise.reject(new Error('No reply is allowed.')),
    policy: () => undefined,
    token: noToken,
    list: async () => true,
    unlist: async () => undefined,
    remove: async () => ({ endedAt: 1500 }),
    language: () => 'en',
    now: () => 1000,
    ...effects,
  });
  return { composer, prepared, discarded };
}

const offline = async () => Promise.reject(new NetworkError('unreachable'));

function composeErrorOf(state: ComposeState) {
  return state.at === 'writing' ? state.error : undefined;
}

test('a text is sealed with the chosen terms and is gone from the state', async () => {
  const { composer, prepared } = begin();
  composer.edit({ text: 'a secret', maxViews: 3, password: { kind: 'typed', value: 'pw' } });
  expect(await composer.seal()).toBe(shared);
  expect(prepared).toMatchObject([
    { text: 'a secret', maxViews: 3, ttlSeconds: 86_400, password: 'pw', attemptLimit: 6, onLimit: 'lock' },
  ]);
  expect(composer.state()).toEqual({
    at: 'sealed',
    shared,
    contents: { text: true, files: 0, fileBytes: 0 },
    password: { value: 'pw' },
    listed: true,
    removal: { at: 'not-asked' },
  });
});

test('the password of a sealed share is kept for the page until it is deleted or cleared, and redacted elsewhere', async () => {
  const { composer } = begin();
  const password = () => {
    const now = composer.state();
    return now.at === 'sealed' ? now.password : undefined;
  };
  composer.edit({ text: 'a secret', password: { kind: 'generated', recipe: 'words-4', value: 'a-b-c-d' } });
  await composer.seal();
  expect(password()?.value).toBe('a-b-c-d');
  expect(JSON.stringify(composer.state())).not.toContain('a-b-c-d');
  await composer.remove();
  expect(composer.state().at).toBe('sealed');
  expect(password()).toBeUndefined();

  composer.clear();
  composer.edit({ text: 'another', password: { kind: 'typed', value: 'typed' } });
  await composer.seal();
  expect(password()?.value).toBe('typed');
  composer.clear();
  expect(composer.state()).toMatchObject({ at: 'writing', draft: { password: { kind: 'none' } } });

  composer.edit({ text: 'without', password: { kind: 'none' } });
  await composer.seal();
  expect(composer.state().at).toBe('sealed');
  expect(password()).toBeUndefined();
});

test('nothing is sent while something is missing', async () => {
  const { composer, prepared } = begin();
  await composer.seal();
  expect(composeErrorOf(composer.state())).toEqual({ kind: 'empty' });
  composer.edit({ text: 'x', password: { kind: 'typed', value: '' } });
  await composer.seal();
  expect(composeErrorOf(composer.state())).toEqual({ kind: 'password-empty' });
  composer.edit({ password: { kind: 'none' }, maxViews: undefined });
  await composer.seal();
  expect(composeErrorOf(composer.state())).toEqual({ kind: 'no-count' });
  composer.edit({ maxViews: 4, within: { kind: 'moment', at: undefined } });
  await composer.seal();
  expect(composeErrorOf(composer.state())).toEqual({ kind: 'no-moment' });
  composer.edit({ within: { kind: 'moment', at: 999 } });
  await composer.seal();
  expect(composeErrorOf(composer.state())).toEqual({ kind: 'moment-out-of-bounds' });
  composer.edit({ within: { kind: 'span', seconds: 300 }, text: 'é'.repeat(500_000) });
  await composer.seal();
  expect(composeErrorOf(composer.state())).toEqual({ kind: 'too-long', bytes: 1_000_002, maxBytes: 982_778 });
  composer.edit({ text: '\ud800' });
  await composer.seal();
  expect(composeErrorOf(composer.state())).toEqual({ kind: 'text-malformed' });
  expect(prepared).toEqual([]);
});

test('a retry after a lost connection sends the same bytes; an edit makes new ones and deletes what may have arrived', async () => {
  const { composer, prepared, discarded } = begin({ sends: [offline, offline] });
  composer.edit({ text: 'a secret' });
  await composer.seal();
  expect(composeErrorOf(composer.state())).toEqual({ kind: 'service', failure: { kind: 'offline' } });
  await composer.seal();
  expect(prepared).toHaveLength(1);
  expect(discarded).toEqual([]);
  composer.edit({ text: 'another' });
  expect(discarded).toEqual(['a secret']);
  await composer.seal();
  expect(prepared.map(({ text }) => text)).toEqual(['a secret', 'another']);
  expect(composer.state().at).toBe('sealed');
  composer.clear();
  expect(discarded).toEqual(['a secret']);
});

test('a refusal keeps the text, and the next try seals it again', async () => {
  const refused = async () => Promise.reject(new ApiError({ code: 'terms-refused', status: 422 }));
  const { composer, prepared, discarded } = begin({ sends: [refused] });
  composer.edit({ text: 'a secret' });
  await composer.seal();
  expect(composer.state()).toMatchObject({ draft: { text: 'a secret' }, error: { kind: 'terms-refused' } });
  await composer.seal();
  expect(prepared).toHaveLength(2);
  // After a refusal the server has stored nothing, so nothing is deleted.
  expect(discarded).toEqual([]);
});

test('cancelling returns to the text, a late reply changes nothing, and a share that arrives is deleted', async () => {
  const reply = Promise.withResolvers<Shared>();
  const sends = [() => reply.promise];
  const { composer, discarded } = begin({ sends });
  composer.edit({ text: 'a secret' });
  const sealing = composer.seal();
  await expect.poll(() => sends).toEqual([]);
  composer.cancel();
  reply.resolve(shared);
  expect(await sealing).toBeUndefined();
  expect(discarded).toEqual(['a secret']);
  expect(composer.state()).toEqual({ at: 'writing', draft: expect.objectContaining({ text: 'a secret' }) as unknown });
});

test('the share is deleted on request, and stays listed if that fails', async () => {
  const unlisted: string[] = [];
  const { composer } = begin({ unlist: async ({ id }) => void unlisted.push(id) });
  composer.edit({ text: 'a secret' });
  await composer.seal();
  await composer.remove();
  expect(composer.state()).toMatchObject({ removal: { at: 'removed', endedAt: 1500 } });
  expect(unlisted).toEqual(['an-id']);

  const failing = begin({ remove: offline });
  failing.composer.edit({ text: 'a secret' });
  await failing.composer.seal();
  await failing.composer.remove();
  expect(failing.composer.state()).toMatchObject({ removal: { at: 'failed', failure: { kind: 'offline' } } });
});

test('clearing removes everything that was typed', () => {
  const { composer } = begin();
  composer.edit({ text: 'a secret', title: 'a title' });
  composer.clear();
  expect(composer.state()).toMatchObject({ at: 'writing', draft: { text: '', title: '', maxViews: 1 } });
});

test('a share prepared before the page was cleared is never sent', async () => {
  const slow = Promise.withResolvers<undefined>();
  const sent: string[] = [];
  const { composer } = begin({
    prepare: async ({ text }) => {
      if (text === 'old') await slow.promise;
      return {
        id: shared.id,
        send: async () => {
          sent.push(text);
          return shared;
        },
        discard: async () => undefined,
      };
    },
  });
  composer.edit({ text: 'old' });
  const sealing = composer.seal();
  composer.clear();
  composer.edit({ text: 'new' });
  slow.resolve(undefined);
  expect(await sealing).toBeUndefined();
  await composer.seal();
  expect(sent).toEqual(['new']);
});

test.each(['listing', 'removing'] as const)('a page left while %s stays empty', async (during) => {
  const slow = Promise.withResolvers<undefined>();
  const listed = new Set<string>();
  const { composer, discarded } = begin({
    list: async ({ id }) => {
      if (during === 'listing') await slow.promise;
      listed.add(id);
      return true;
    },
    unlist: async ({ id }) => void listed.delete(id),
    remove: async () => {
      await slow.promise;
      return { endedAt: 1500 };
    },
  });
  composer.edit({ text: 'a secret' });
  const sealing = composer.seal();
  if (during === 'listing') await expect.poll(() => composer.state()).toMatchObject({ progress: { step: 'sending' } });
  else await sealing;
  const ended = during === 'listing' ? sealing : composer.remove();
  composer.clear();
  slow.resolve(undefined);
  await ended;
  expect(composer.state()).toMatchObject({ at: 'writing', draft: { text: '' } });
  expect(listed.size).toBe(0);
  expect(discarded).toEqual(during === 'listing' ? ['a secret'] : []);
});

test('the terms are brought within the policy, also when it arrives late, and the text stays', async () => {
  const { composer, prepared } = begin();
  composer.edit({ text: 'a secret', maxViews: 0 });
  composer.fit({ ...openPolicy, maxViews: 1, unlimitedViews: false, defaultTtlSeconds: 3600 });
  expect(composer.state()).toMatchObject({ draft: { text: 'a secret', maxViews: 1, within: { seconds: 3600 } } });
  composer.edit({ within: { kind: 'span', seconds: 86_400 } });
  composer.fit({ ...openPolicy, defaultTtlSeconds: 3600 });
  await composer.seal();
  expect(prepared).toMatchObject([{ text: 'a secret', maxViews: 1, ttlSeconds: 86_400 }]);
});

test('a limit named by the server is shown, and stays while the terms are corrected', async () => {
  const refused = new ApiError({ code: 'terms-refused', status: 422, members: { limit: 'maxViews' } });
  const { composer } = begin({ sends: [async () => Promise.reject(refused)] });
  composer.edit({ text: 'a secret', maxViews: 5 });
  await composer.seal();
  composer.fit({ ...openPolicy, maxViews: 1 });
  expect(composer.state()).toMatchObject({
    draft: { text: 'a secret', maxViews: 1 },
    error: { kind: 'limit', limit: 'maxViews' },
  });
});

test.each([
  ['terms-refused', { limit: 'offeredTtlSeconds' }, { kind: 'limit', limit: 'offeredTtlSeconds' }],
  ['terms-refused', { limit: 'maxSealedBytes' }, { kind: 'too-long', maxBytes: 982_780 }],
  ...(['who', 'members', 'groups', 'notifyMail', 'address'] as const).map(
    (limit) => ['terms-refused', { limit }, { kind: 'limit', limit }] as const,
  ),
  ['terms-refused', { limit: 'unknown' }, { kind: 'terms-refused' }],
  ['quota-exceeded', {}, { kind: 'quota', afterSeconds: 3600 }],
  ['token-required', {}, { kind: 'token-required' }],
] as const)(
  '%s with %o keeps the text, and deletes nothing, since nothing was stored',
  async (code, members, error) => {
    const refused = new ApiError({ code, status: 422, members, retryAfterSeconds: 3600 });
    const { composer, discarded } = begin({ sends: [async () => Promise.reject(refused)] });
    composer.edit({ text: 'a secret' });
    await composer.seal();
    expect(composer.state()).toMatchObject({ draft: { text: 'a secret' }, error });
    composer.edit({ text: 'another' });
    expect(discarded).toEqual([]);
  },
);

test('without a usable token nothing is prepared; with one, the token holder learns whether the server accepted it', async () => {
  const outcomes: string[] = [];
  let ready = false;
  const token = {
    ready: () => ready,
    accept: () => void outcomes.push('accepted'),
    refuse: () => void outcomes.push('refused'),
  };
  const refused = new ApiError({ code: 'token-required', status: 401 });
  const { composer, prepared } = begin({ token, sends: [async () => Promise.reject(refused)] });
  await composer.seal();
  expect(composeErrorOf(composer.state())).toEqual({ kind: 'empty' });
  composer.edit({ text: 'a secret' });
  await composer.seal();
  expect([composeErrorOf(composer.state()), prepared, outcomes]).toEqual([{ kind: 'token-required' }, [], []]);
  ready = true;
  await composer.seal();
  expect(composer.state()).toMatchObject({ draft: { text: 'a secret' }, error: { kind: 'token-required' } });
  await composer.seal();
  expect([composer.state().at, outcomes]).toEqual(['sealed', ['refused', 'accepted']]);
});

test('a new secret that the server calls opened shows no link and is deleted', async () => {
  const { composer, discarded } = begin({ sends: [async () => Promise.reject(new AlreadyOverError('spent'))] });
  composer.edit({ text: 'a secret' });
  expect(await composer.seal()).toBeUndefined();
  expect(composeErrorOf(composer.state())).toEqual({ kind: 'already-over', state: 'spent' });
  expect(composer.state()).toMatchObject({ at: 'writing', draft: { text: 'a secret' } });
  expect(discarded).toEqual(['a secret']);
});

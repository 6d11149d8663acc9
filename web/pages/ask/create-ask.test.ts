import { expect, test } from 'vitest';
import type { CreatedRequest, RequestInput } from '#client/ask.ts';
import { AlreadyOverError, ApiError, NetworkError } from '#client/errors.ts';
import { noToken, openPolicy } from '#web/parts/policy/testing/open-policy.ts';
import { emptyAskDraft, withField, withFieldMoved, withFields, withoutField } from './ask-draft.ts';
import type { AskDraft } from './ask-draft.ts';
import { createAsk } from './create-ask.ts';

const asked = { id: 'an-id', link: 'a link', maxAnswers: 1 } as CreatedRequest;

function begin(sends: Array<() => Promise<CreatedRequest>> = [], whileListing = async () => undefined as unknown) {
  const wishes: RequestInput[] = [];
  const discarded: string[] = [];
  const listed = new Set<string>();
  const form = createAsk({
    prepare: async (wish) => {
      wishes.push(wish);
      const discard = async () => void discarded.push(wish.title);
      return { id: 'an-id', send: () => (sends.shift() ?? (async () => asked))(), discard };
    },
    list: async ({ id }) => {
      await whileListing();
      listed.add(id);
      return true;
    },
    unlist: async ({ id }) => void listed.delete(id),
    token: noToken,
    language: () => 'en',
    now: () => 1000,
  });
  return { form, wishes, discarded, listed };
}

const offline = async () => Promise.reject(new NetworkError('unreachable'));

test('a request is sealed with the chosen terms and is gone from the state', async () => {
  const { form, wishes } = begin();
  form.edit({ title: ' The key ', ask: 'Please.', maxAnswers: 3, keep: 'read' });
  form.edit(withFields(emptyAskDraft(), [{ name: ' User ', type: 'line' }]));
  expect(await form.seal()).toBe(asked);
  expect(wishes).toMatchObject([
    {
      ...{ title: 'The key', ask: 'Please.', maxAnswers: 3, keep: 'read' },
      ...{ ttlSeconds: 604_800, answerTtlSeconds: 604_800 },
      fields: [{ name: 'User', type: 'line' }],
    },
  ]);
  expect(form.state()).toEqual({
    ...{ at: 'asked', asked, listed: true },
    terms: { answerTtlSeconds: 604_800, keep: 'read' },
  });
});

test('nothing is sent while something is missing', async () => {
  const { form, wishes } = begin();
  const faultWith = async (change: Partial<AskDraft>) => {
    form.edit(change);
    await form.seal();
    const state = form.state();
    return state.at === 'writing' ? state.error : undefined;
  };
  const field = (key: number, name: string) => ({ key, name, type: 'line' as const });
  expect(await faultWith({ title: '  ' })).toEqual({ kind: 'title-empty' });
  expect(await faultWith({ title: 'The key', fields: [field(1, ' ')] })).toEqual({ kind: 'field-nameless' });
  expect(await faultWith({ fields: [field(1, 'a'), field(2, 'a ')] })).toEqual({ kind: 'fields-alike', name: 'a' });
  expect(await faultWith({ fields: [], ask: '\ud800' })).toEqual({ kind: 'malformed' });
  expect(await faultWith({ ask: '', maxAnswers: undefined })).toEqual({ kind: 'no-count' });
  expect(await faultWith({ maxAnswers: 20, within: { kind: 'moment', at: undefined } })).toEqual({ kind: 'no-moment' });
  expect(await faultWith({ within: { kind: 'moment', at: 999 } })).toEqual({ kind: 'moment-out-of-bounds' });
  expect(wishes).toEqual([]);
});

test('a retry after a lost connection sends the same bytes; an edit makes new ones and deletes what may have arrived', async () => {
  const { form, wishes, discarded } = begin([offline, offline]);
  form.edit({ title: 'The key' });
  await form.seal();
  expect(form.state()).toMatchObject({ error: { kind: 'service', failure: { kind: 'offline' } } });
  await form.seal();
  expect(wishes).toHaveLength(1);
  expect(discarded).toEqual([]);
  form.edit({ title: 'Another' });
  expect(discarded).toEqual(['The key']);
  await form.seal();
  expect(wishes.map(({ title }) => title)).toEqual(['The key', 'Another']);
  expect(form.state().at).toBe('asked');
  form.clear();
  expect(discarded).toEqual(['The key']);
});

test('a refusal keeps the draft, and the next try seals it again', async () => {
  const refused = async () => Promise.reject(new ApiError({ code: 'terms-refused', status: 422 }));
  const { form, wishes, discarded } = begin([refused]);
  form.edit({ title: 'The key' });
  await form.seal();
  expect(form.state()).toMatchObject({ draft: { title: 'The key' }, error: { kind: 'terms-refused' } });
  await form.seal();
  expect(wishes).toHaveLength(2);
  // After a refusal the server has stored nothing, so nothing is deleted.
  expect(discarded).toEqual([]);
});

test('cancelling returns to the form, a late reply changes nothing, and a request that arrives is deleted', async () => {
  const reply = Promise.withResolvers<CreatedRequest>();
  const sends = [() => reply.promise];
  const { form, discarded, listed } = begin(sends);
  form.edit({ title: 'The key' });
  const sealing = form.seal();
  await expect.poll(() => sends).toEqual([]);
  form.cancel();
  reply.resolve(asked);
  expect(await sealing).toBeUndefined();
  expect(form.state()).toMatchObject({ at: 'writing', draft: { title: 'The key' } });
  expect(discarded).toEqual(['The key']);
  expect(listed.size).toBe(0);
});

test('a request cancelled while it is being listed is not in the list', async () => {
  const [listing, slow] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  const { form, discarded, listed } = begin([], () => {
    listing.resolve(undefined);
    return slow.promise;
  });
  form.edit({ title: 'The key' });
  const sealing = form.seal();
  await listing.promise;
  form.cancel();
  slow.resolve(undefined);
  expect(await sealing).toBeUndefined();
  expect(discarded).toEqual(['The key']);
  expect(listed.size).toBe(0);
});

test('fields are added once by name, renamed, moved and removed', () => {
  let draft = emptyAskDraft();
  const edit = (change: Partial<AskDraft>) => (draft = { ...draft, ...change });
  const names = () => draft.fields.map(({ name }) => name);
  edit(withFields(draft, [{ name: 'User', type: 'line' }]));
  edit(withFields(draft, [{ name: 'User', type: 'line' }]));
  edit(withFields(draft, [{ name: '', type: 'line' }]));
  edit(withFields(draft, [{ name: 'Certificate', type: 'file' }]));
  expect(names()).toEqual(['User', '', 'Certificate']);
  expect(new Set(draft.fields.map(({ key }) => key)).size).toBe(3);
  const [user, unnamed] = draft.fields;
  edit(withField(draft, unnamed?.key ?? 0, { name: 'Host' }));
  edit(withFieldMoved(draft, user?.key ?? 0, 1));
  expect(names()).toEqual(['Host', 'User', 'Certificate']);
  expect(withFieldMoved(draft, unnamed?.key ?? 0, -1)).toEqual({});
  edit(withoutField(draft, user?.key ?? 0));
  expect(names()).toEqual(['Host', 'Certificate']);
});

test('times are brought within the policy, and the text stays', async () => {
  const { form, wishes } = begin();
  form.edit({ title: 'The key', within: { kind: 'moment', at: undefined } });
  form.fit({ ...openPolicy, offeredTtlSeconds: [3600, 86_400], defaultTtlSeconds: 3600 });
  await form.seal();
  expect(wishes).toMatchObject([{ title: 'The key', ttlSeconds: 86_400, answerTtlSeconds: 86_400 }]);
});

test.each([
  ['terms-refused', { limit: 'requests' }, { kind: 'limit', limit: 'requests' }],
  ['terms-refused', { limit: 'offeredTtlSeconds' }, { kind: 'limit', limit: 'offeredTtlSeconds' }],
  ['terms-refused', { limit: 'who' }, { kind: 'limit', limit: 'who' }],
  ['terms-refused', { limit: 'members' }, { kind: 'limit', limit: 'members' }],
  ['terms-refused', { limit: 'groups' }, { kind: 'limit', limit: 'groups' }],
  ['terms-refused', { limit: 'address' }, { kind: 'limit', limit: 'address' }],
  ['terms-refused', { limit: 'notifyMail' }, { kind: 'limit', limit: 'notifyMail' }],
  ['terms-refused', { limit: 'toString' }, { kind: 'terms-refused' }],
  ['terms-refused', {}, { kind: 'terms-refused' }],
  ['terms-refused', { limit: 'maxSealedBytes' }, { kind: 'too-long' }],
  ['quota-exceeded', {}, { kind: 'quota', afterSeconds: 60 }],
  ['token-required', {}, { kind: 'token-required' }],
] as const)(
  '%s with %o keeps the draft, and deletes nothing, since nothing was stored',
  async (code, members, error) => {
    const refused = new ApiError({ code, status: 422, members, retryAfterSeconds: 60 });
    const { form, discarded } = begin([async () => Promise.reject(refused)]);
    form.edit({ title: 'The key' });
    await form.seal();
    expect(form.state()).toMatchObject({ draft: { title: 'The key' }, error });
    expect(discarded).toEqual([]);
  },
);

test('a new request that the server calls full shows no link and is deleted', async () => {
  const { form, discarded } = begin([async () => Promise.reject(new AlreadyOverError('full'))]);
  form.edit({ title: 'The key' });
  expect(await form.seal()).toBeUndefined();
  expect(form.state()).toMatchObject({ at: 'writing', error: { kind: 'already-over', state: 'full' } });
  expect(discarded).toEqual(['The key']);
});

import { expect, test } from 'vitest';
import { ApiError, NetworkError } from '#client/errors.ts';
import type { Shared } from '#client/share.ts';
import { noToken, openPolicy } from '#web/parts/policy/testing/open-policy.ts';
import { emptyConditions } from './compose-draft.ts';
import type { Conditions } from './compose-draft.ts';
import { createCompose } from './create-compose.ts';
import type { ListNote } from './deliver-share.ts';
import type { ComposeEffects, ComposeState, ConditionsModule } from './state.ts';

type Request = Parameters<ComposeEffects['prepare']>[0];

const conditions = () => import('./conditions/conditions-module.ts');
const sharedOf = (id: string): Shared => ({ id, link: `link ${id}`, expiresAt: 2000 }) as Shared;

interface Options extends Partial<ComposeEffects> {
  /** What sending a share does, by its id. */
  readonly sending?: (id: string) => Promise<void>;
}

function begin({ sending = async () => undefined, ...effects }: Options = {}) {
  const prepared: Request[] = [];
  const sent: string[] = [];
  const discarded: string[] = [];
  const notes = new Map<string, ListNote>();
  const composer = createCompose({
    prepare: async (request) => {
      const id = `s${prepared.push(request)}`;
      const send = async () => {
        sent.push(id);
        await sending(id);
        return sharedOf(id);
      };
      return { id, send, discard: async () => void discarded.push(id) };
    },
    upload: async () => Promise.reject(new Error('There is nothing to upload.')),
    conditions,
    prepareReplyRequest: async () => Promise.reject(new Error('No reply is allowed.')),
    policy: () => ({ ...openPolicy, people: 'anyone', webhooks: 'anyone' }),
    token: noToken,
    list: async ({ id }, note) => {
      notes.set(id, note);
      return true;
    },
    unlist: async ({ id }) => void notes.delete(id),
    remove: async () => ({ endedAt: 1500 }),
    language: () => 'en',
    now: () => 1000,
    ...effects,
  });
  const write = (change: Partial<Conditions>) =>
    composer.edit({ text: 'a secret', conditions: { ...emptyConditions, ...change } });
  return { composer, prepared, sent, discarded, notes, write };
}

const each = (...names: readonly string[]) => ({ audience: 'each', names }) as const;
const offline = async () => Promise.reject(new NetworkError('unreachable'));

const linksOf = (state: ComposeState) => (state.at === 'links' ? state : undefined);
const madeNames = (state: ComposeState) => linksOf(state)?.made.map(({ name, shared }) => [name, shared.id]);

test('each name gets a share of its own, listed as one group; no name is sent', async () => {
  const { composer, prepared, notes, write } = begin();
  write(each('Ana', 'Bob', 'Cy'));
  expect(await composer.seal()).toBeUndefined();
  expect(madeNames(composer.state())).toEqual([
    ['Ana', 's1'],
    ['Bob', 's2'],
    ['Cy', 's3'],
  ]);
  expect(linksOf(composer.state())?.left).toBeUndefined();
  expect(JSON.stringify(composer.state())).not.toContain('a secret');
  expect(prepared.map(({ text }) => text)).toEqual(['a secret', 'a secret', 'a secret']);
  expect(JSON.stringify(prepared)).not.toMatch(/Ana|Bob|Cy/);
  expect([...notes.values()].map(({ group }) => group)).toEqual([
    { id: 's1', name: 'Ana', place: 1, size: 3 },
    { id: 's1', name: 'Bob', place: 2, size: 3 },
    { id: 's1', name: 'Cy', place: 3, size: 3 },
  ]);
});

test('a failure in the middle keeps what is made, and goes on from there with the same bytes', async () => {
  let broken = true;
  const { composer, prepared, sent, discarded, notes, write } = begin({
    sending: async (id) => (broken && id === 's2' ? offline() : undefined),
  });
  write(each('Ana', 'Bob', 'Cy'));
  await composer.seal();
  expect(madeNames(composer.state())).toEqual([['Ana', 's1']]);
  expect(linksOf(composer.state())?.left).toMatchObject({
    names: ['Bob', 'Cy'],
    draft: { text: 'a secret' },
    error: { kind: 'service', failure: { kind: 'offline' } },
  });
  broken = false;
  await composer.goOn();
  expect(madeNames(composer.state())).toEqual([
    ['Ana', 's1'],
    ['Bob', 's2'],
    ['Cy', 's3'],
  ]);
  expect(sent).toEqual(['s1', 's2', 's2', 's3']);
  expect(prepared).toHaveLength(3);
  expect(discarded).toEqual([]);
  expect(notes.get('s3')?.group).toEqual({ id: 's1', name: 'Cy', place: 3, size: 3 });
});

test('a failure of the first one leaves the draft as it was', async () => {
  const { composer, write } = begin({ sending: offline });
  write(each('Ana', 'Bob'));
  await composer.seal();
  expect(composer.state()).toMatchObject({ at: 'writing', draft: { text: 'a secret' }, error: { kind: 'service' } });
});

test('stopping in the middle deletes what is under way, and nothing that is made', async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const { composer, discarded, notes, prepared, write } = begin({
    sending: async (id) => (id === 's2' ? promise : undefined),
  });
  write(each('Ana', 'Bob'));
  const sealing = composer.seal();
  await expect.poll(() => linksOf(composer.state())?.left?.progress?.step).toBe('sending');
  composer.cancel();
  resolve(undefined);
  await sealing;
  expect(madeNames(composer.state())).toEqual([['Ana', 's1']]);
  const left = linksOf(composer.state())?.left;
  expect(left).toMatchObject({ names: ['Bob'] });
  expect(left).not.toHaveProperty('error');
  expect(left).not.toHaveProperty('progress');
  expect(discarded).toEqual(['s2']);
  expect([...notes.keys()]).toEqual(['s1']);
  await composer.goOn();
  expect(madeNames(composer.state())).toEqual([
    ['Ana', 's1'],
    ['Bob', 's3'],
  ]);
  expect(prepared).toHaveLength(3);
});

test('one of the links is deleted, also while others are made', async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const { composer, notes, write } = begin({ sending: async (id) => (id === 's2' ? promise : undefined) });
  write(each('Ana', 'Bob'));
  const sealing = composer.seal();
  await expect.poll(() => linksOf(composer.state())?.left?.progress?.step).toBe('sending');
  await composer.remove('s1');
  resolve(undefined);
  await sealing;
  expect(linksOf(composer.state())?.made.map(({ removal }) => removal)).toEqual([
    { at: 'removed', endedAt: 1500 },
    { at: 'not-asked' },
  ]);
  expect([...notes.keys()]).toEqual(['s2']);
});

test('a refusal in the middle is not repeated with the same bytes', async () => {
  let refusing = true;
  const { composer, sent, write } = begin({
    sending: async (id) => {
      if (id === 's2' && refusing) throw new ApiError({ code: 'quota-exceeded', status: 429 });
    },
  });
  write(each('Ana', 'Bob'));
  await composer.seal();
  expect(linksOf(composer.state())?.left?.error).toMatchObject({ kind: 'quota' });
  refusing = false;
  await composer.goOn();
  expect(sent).toEqual(['s1', 's2', 's3']);
});

test('named people, a first moment and notices reach the share, My shares and the sealed page', async () => {
  const { composer, prepared, notes, write } = begin();
  const notices = { url: 'https://hooks.example', secret: 's'.repeat(40), reference: '' };
  write({ audience: 'named', addresses: ['Ana@a.example', 'bob@b.example'], opens: { at: 1500 }, notices });
  composer.edit({ password: { kind: 'typed', value: 'pw' }, onLimit: 'destroy', maxViews: 2 });
  await composer.seal();
  expect(prepared[0]).toMatchObject({
    people: ['ana@a.example', 'bob@b.example'],
    notBefore: 1500,
    notify: { url: 'https://hooks.example/', secret: 's'.repeat(40) },
    maxViews: 2,
    attemptLimit: 8,
    onLimit: 'lock',
  });
  expect(notes.get('s1')).toEqual({ people: 2, notBefore: 1500 });
  expect(composer.state()).toMatchObject({
    at: 'sealed',
    conditions: {
      people: ['ana@a.example', 'bob@b.example'],
      notBefore: 1500,
      notify: { url: 'https://hooks.example/' },
    },
  });
});

test.each([
  [['ops'], { groups: ['ops'] }],
  [[], {}],
])('My shares records which members a secret is for: groups %j', async (groups, members) => {
  const { composer, notes, write } = begin();
  write({ audience: 'members', groups });
  await composer.seal();
  expect([...notes.values()]).toEqual([{ members }]);
});

test('a fault in the conditions is shown before anything is sent, and after the faults of the text', async () => {
  const { composer, prepared, write } = begin();
  write({ audience: 'named', addresses: ['bob'] });
  composer.edit({ text: '' });
  await composer.seal();
  expect(composer.state()).toMatchObject({ error: { kind: 'empty' } });
  composer.edit({ text: 'a secret' });
  await composer.seal();
  expect(composer.state()).toMatchObject({ error: { kind: 'conditions', fault: 'people-marked' } });
  expect(prepared).toEqual([]);
});

test('if the checks do not load, nothing is sent and nothing is lost', async () => {
  const { composer, prepared, write } = begin({
    conditions: async (): Promise<ConditionsModule> => Promise.reject(new NetworkError('unreachable')),
  });
  write({ audience: 'named', addresses: ['bob@b.example'] });
  await composer.seal();
  expect(composer.state()).toMatchObject({
    at: 'writing',
    draft: { text: 'a secret', conditions: { addresses: ['bob@b.example'] } },
    error: { kind: 'service' },
  });
  expect(prepared).toEqual([]);
});

test('a day’s limit is explained with the people if there are any', async () => {
  const quota = async () => Promise.reject(new ApiError({ code: 'quota-exceeded', status: 429 }));
  const { composer, write } = begin({ sending: quota });
  write({ audience: 'named', addresses: ['bob@b.example'] });
  await composer.seal();
  expect(composer.state()).toMatchObject({ error: { kind: 'quota-people' } });
});

const refusable = ['people', 'peopleDomains', 'webhooks', 'who', 'members', 'groups', 'notifyMail', 'address'];

test.each(refusable)('a service that refuses %s says so', async (limit) => {
  const refusal = new ApiError({ code: 'terms-refused', status: 422, members: { limit } });
  const { composer, write } = begin({ sending: async () => Promise.reject(refusal) });
  write({ audience: 'named', addresses: ['bob@b.example'] });
  await composer.seal();
  expect(composer.state()).toMatchObject({ error: { kind: 'limit', limit } });
});

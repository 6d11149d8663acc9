import { expect, test } from 'vitest';
import { ApiError, NetworkError } from '#client/errors.ts';
import type { Session } from '#server/session/wire.ts';
import { createReturned } from './create-returned.ts';
import type { ReturnedEffects } from './create-returned.ts';
import { createTabState } from './tab-state.ts';

const ana: Session = { who: 'ana@example.org', address: 'ana@example.org', groups: [], creator: true, expiresAt: 9 };
const refused = (reason: string) => new ApiError({ code: 'sign-in-refused', status: 403, members: { reason } });

interface World {
  readonly query: string;
  readonly begun?: { readonly state: string; readonly fromPage: boolean };
  readonly fails?: Error;
  readonly signedIn?: Session;
}

async function arrive({ query, begun, fails, signedIn }: World) {
  const did: string[] = [];
  const effects: ReturnedEffects = {
    api: {
      finish: async ({ state, code, iss }) => {
        did.push(`finish ${state} ${code} ${iss ?? '-'}`);
        if (fails) throw fails;
        return { session: ana };
      },
      read: async () => signedIn ?? null,
      terminal: async () => {
        if (fails) throw fails;
        return { token: `sotto_s_${'a'.repeat(43)}`, expiresAt: 7 };
      },
    },
    tab: { take: () => begun },
    takeQuery: () => new URLSearchParams(query),
    tellOtherTabs: () => did.push('told'),
    close: () => did.push('closed'),
  };
  const returned = createReturned(effects);
  await returned.start();
  return { returned, did, state: returned.state() };
}

const own = { state: 's', fromPage: true };

test('an answer to this tab is sent once, other tabs hear of it, and the tab closes if a page opened it', async () => {
  const { state, did } = await arrive({ query: 'code=c&state=s&iss=https%3A%2F%2Fid.example', begun: own });
  expect(state).toMatchObject({ at: 'signed-in', session: ana });
  expect(did).toEqual(['finish s c https://id.example', 'told', 'closed']);
});

test('a tab that a person opened stays open', async () => {
  const { did } = await arrive({ query: 'code=c&state=s', begun: { state: 's', fromPage: false } });
  expect(did).toEqual(['finish s c -', 'told']);
});

test.each([
  ['of another browser', { query: 'code=c&state=s' }],
  ['of another tab', { query: 'code=c&state=other', begun: own }],
  ['without a state', { query: 'code=c', begun: own }],
  ['that is an error of another tab', { query: 'error=access_denied&state=other', begun: own }],
])('an answer %s is not sent', async (_, world) => {
  const { state, did } = await arrive(world);
  expect([state, did]).toEqual([{ at: 'elsewhere' }, []]);
});

test.each([
  ['access_denied', 'cancelled'],
  ['server_error', 'provider-refused'],
])('%s from the provider is %s, and nothing is sent', async (error, kind) => {
  const { state, did } = await arrive({ query: `error=${error}&state=s`, begun: own });
  expect([state, did]).toEqual([{ at: 'failed', error: { kind } }, []]);
});

test.each([
  [refused('unknown-state'), { kind: 'unknown-state' }],
  [refused('code-refused'), { kind: 'code-refused' }],
  [refused('token-refused'), { kind: 'token-refused' }],
  [refused('clock'), { kind: 'clock' }],
  [refused('not-a-member'), { kind: 'not-a-member' }],
  [refused('email-not-verified'), { kind: 'email-not-verified' }],
  [refused('something new'), { kind: 'service', failure: { kind: 'strange' } }],
  [new ApiError({ code: 'provider-down', status: 502 }), { kind: 'provider-down' }],
  [new NetworkError('unreachable'), { kind: 'service', failure: { kind: 'offline' } }],
])('%s is shown as %o', async (fails, error) => {
  const { state } = await arrive({ query: 'code=c&state=s', begun: own, fails });
  expect(state).toEqual({ at: 'failed', error });
});

test('a lost reply is not a failure if the service has signed the person in', async () => {
  const fails = new NetworkError('cut');
  const { state } = await arrive({ query: 'code=c&state=s', begun: own, fails, signedIn: ana });
  expect(state).toMatchObject({ at: 'signed-in' });
});

test('without an answer, the page shows who has signed in', async () => {
  expect((await arrive({ query: '', signedIn: ana })).state).toMatchObject({ at: 'signed-in' });
  expect((await arrive({ query: '' })).state).toEqual({ at: 'nobody' });
});

test('a token for the terminal is made on demand, and does not show in logs', async () => {
  const { returned } = await arrive({ query: '', signedIn: ana });
  await returned.makeToken();
  expect(returned.state()).toMatchObject({ terminal: { at: 'made', token: `sotto_s_${'a'.repeat(43)}` } });
  expect(JSON.stringify(returned.state())).not.toContain('sotto_s_');
});

test('a token that could not be made can be asked for again; after a sign-out nobody is signed in', async () => {
  const offline = await arrive({ query: '', signedIn: ana, fails: new NetworkError('unreachable') });
  await offline.returned.makeToken();
  expect(offline.returned.state()).toMatchObject({ terminal: { at: 'failed', failure: { kind: 'offline' } } });
  const over = await arrive({
    query: '',
    signedIn: ana,
    fails: new ApiError({ code: 'pass-required', status: 401 }),
  });
  await over.returned.makeToken();
  expect(over.returned.state()).toEqual({ at: 'nobody' });
});

test('the tab remembers its own sign-in once', () => {
  const stored = new Map<string, string>();
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  } as unknown as Storage;
  const tab = createTabState('key', () => storage);
  tab.keep({ state: 'abc', fromPage: true });
  expect([tab.take(), tab.take()]).toEqual([{ state: 'abc', fromPage: true }, undefined]);
  const blocked = createTabState('key', () => {
    throw new Error('blocked');
  });
  expect(blocked.take()).toBeUndefined();
});

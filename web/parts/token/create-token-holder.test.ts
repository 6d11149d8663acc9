import { expect, test } from 'vitest';
import { createTokenHolder } from './create-token-holder.ts';
import type { TokenStore } from '#web/app/network/token-store.ts';

function begin(found?: { readonly kept: boolean }) {
  const done: string[] = [];
  const store: TokenStore = {
    find: () => found,
    use: (token) => void done.push(`use ${token}`),
    keep: (where) => done.push(`keep in the ${where}`) > 0 && where === 'browser',
    forget: () => void done.push('forget'),
  };
  return { token: createTokenHolder(store), done };
}

test('if everyone may create, no token is asked for or looked up', () => {
  const { token, done } = begin({ kept: true });
  expect(token.ready()).toBe(true);
  token.accept();
  token.clear();
  expect([token.state(), done]).toEqual([{ at: 'needless' }, []]);
});

test('a token is asked for, sent, and held once the server has accepted it', () => {
  const { token, done } = begin();
  token.need();
  expect(token.ready()).toBe(false);
  expect(token.state()).toEqual({ at: 'asked', value: '', keep: false, fault: 'missing' });
  token.edit({ value: ' a-token\n' });
  expect(token.state()).toMatchObject({ fault: undefined });
  expect(token.ready()).toBe(true);
  expect(done).toEqual(['use a-token']);
  token.accept();
  expect(token.state()).toEqual({ at: 'held', kept: false });
  expect(done).toEqual(['use a-token', 'keep in the tab']);
});

test('a token is kept in this browser only by choice', () => {
  const { token, done } = begin();
  token.need();
  token.edit({ value: 'a-token' });
  token.edit({ keep: true });
  token.ready();
  token.accept();
  expect(token.state()).toEqual({ at: 'held', kept: true });
  expect(done.at(-1)).toBe('keep in the browser');
});

test.each(['a token', 'töken', 'a\u0000b', 'a'.repeat(513)])('“%s” is not a token and is not sent', (value) => {
  const { token, done } = begin();
  token.need();
  token.edit({ value });
  expect(token.ready()).toBe(false);
  expect(token.state()).toMatchObject({ value, fault: 'malformed' });
  expect(done).toEqual([]);
});

test('a refused token stays in the field for correction, and is no longer held', () => {
  const { token, done } = begin();
  token.need();
  token.edit({ value: 'mistyped', keep: true });
  token.ready();
  token.refuse();
  expect(token.state()).toEqual({ at: 'asked', value: 'mistyped', keep: true, fault: 'refused' });
  expect(done).toEqual(['use mistyped', 'forget']);
  token.edit({ keep: false });
  expect(token.state()).toMatchObject({ fault: 'refused' });
  token.edit({ value: 'right' });
  expect([token.ready(), token.state()]).toEqual([true, expect.objectContaining({ fault: undefined })]);
});

test('a held token is forgotten when it is revoked, and another one is asked for', () => {
  const { token, done } = begin({ kept: true });
  token.need();
  expect(token.state()).toEqual({ at: 'held', kept: true });
  expect(token.ready()).toBe(true);
  token.refuse();
  expect(token.state()).toEqual({ at: 'asked', value: '', keep: true, fault: 'refused' });
  expect(done).toEqual(['forget']);
});

test('the field appears if the server unexpectedly requires a token', () => {
  const asked = begin();
  asked.token.refuse();
  expect(asked.token.state()).toEqual({ at: 'asked', value: '', keep: false });
  const held = begin({ kept: false });
  held.token.refuse();
  expect([held.token.state(), held.done]).toEqual([{ at: 'held', kept: false }, []]);
});

test('a token is forgotten on request, and leaving the page empties its field', () => {
  const { token, done } = begin({ kept: true });
  token.need();
  token.clear();
  expect(token.state()).toEqual({ at: 'held', kept: true });
  token.forget();
  expect([token.state(), done]).toEqual([{ at: 'asked', value: '', keep: false }, ['forget']]);
  token.edit({ value: 'half a tok' });
  token.clear();
  expect(token.state()).toEqual({ at: 'asked', value: '', keep: false });
});

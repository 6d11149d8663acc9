import { expect, test } from 'vitest';
import { openPolicy } from '#web/parts/policy/testing/open-policy.ts';
import { attemptLimitOf, emptyComposeDraft, emptyConditions, onLimitOf } from '#web/pages/compose/compose-draft.ts';
import type { ComposeDraft, Conditions } from '#web/pages/compose/compose-draft.ts';
import { conditionsFault, conditionsInput, sealedConditions } from './check-conditions.ts';

const NOW = 1_000_000;

function faultOf(conditions: Partial<Conditions>, draft: Partial<ComposeDraft> = {}) {
  const whole = { ...emptyComposeDraft(), text: 'x', ...draft, conditions: { ...emptyConditions, ...conditions } };
  return conditionsFault(whole, { now: NOW, policy: { ...openPolicy, people: 'anyone', webhooks: 'anyone' } });
}

const many = (count: number, write: (i: number) => string) => Array.from({ length: count }, (_, i) => write(i));
const notices = (change: Partial<NonNullable<Conditions['notices']>>) =>
  faultOf({ notices: { url: 'https://hooks.example/a', secret: '', reference: '', ...change } });

test('named people need one to twenty distinct, well-formed addresses', () => {
  const named = (addresses: readonly string[]) => faultOf({ audience: 'named', addresses });
  expect(named([])).toBe('people-none');
  expect(named(['bob'])).toBe('people-marked');
  expect(named(['bob@b.example', 'BOB@b.example'])).toBe('people-marked');
  expect(named(many(20, (i) => `p${i}@b.example`))).toBeUndefined();
  expect(named(many(21, (i) => `p${i}@b.example`))).toBe('people-many');
  expect(faultOf({ audience: 'anyone', addresses: ['bob'] })).toBeUndefined();
});

test('links for several people need one to twenty distinct names', () => {
  const each = (names: readonly string[]) => faultOf({ audience: 'each', names });
  expect(each([])).toBe('names-none');
  expect(each(['Ana', 'ana'])).toBe('names-marked');
  expect(each(many(20, String))).toBeUndefined();
  expect(each(many(21, String))).toBe('names-many');
});

test('it opens later than now and before it expires', () => {
  const day = { kind: 'span', seconds: 86_400 } as const;
  const opens = (at: number | undefined) => faultOf({ opens: { at } }, { within: day });
  expect(opens(undefined)).toBe('opens-none');
  expect(opens(NOW)).toBe('opens-past');
  expect(opens(NOW + 1)).toBeUndefined();
  expect(opens(NOW + 86_399)).toBeUndefined();
  expect(opens(NOW + 86_400)).toBe('opens-late');
  expect(faultOf({ opens: { at: NOW + 90 } }, { within: { kind: 'moment', at: NOW + 90 } })).toBe('opens-late');
});

test('notices go to https and port 443 only', () => {
  expect(notices({})).toBeUndefined();
  expect(notices({ url: ' https://hooks.example:443/a?b=c ' })).toBeUndefined();
  expect(notices({ url: '' })).toBe('url-none');
  expect(notices({ url: 'hooks.example' })).toBe('url-malformed');
  expect(notices({ url: 'ftp://hooks.example' })).toBe('url-malformed');
  expect(notices({ url: 'http://hooks.example/a' })).toBe('url-http');
  expect(notices({ url: 'http://hooks.example:80/a' })).toBe('url-http');
  expect(notices({ url: 'https://hooks.example:80/a' })).toBe('url-port');
  expect(notices({ url: 'https://ana@hooks.example/a' })).toBe('url-user');
  expect(notices({ url: 'https://hooks.example/a#b' })).toBe('url-fragment');
  expect(notices({ url: `https://hooks.example/${'a'.repeat(2048)}` })).toBe('url-long');
});

test('a signing secret is one that the server accepts, and several links need one that is the endpoint’s own', () => {
  expect(notices({ secret: `whsec_${'a'.repeat(32)}` })).toBeUndefined();
  expect(notices({ secret: 'a'.repeat(32) })).toBeUndefined();
  expect(notices({ secret: 'a'.repeat(86) })).toBeUndefined();
  for (const secret of ['a'.repeat(31), 'a'.repeat(87), `${'a'.repeat(32)} `, 'a-b_'.repeat(9), 'ä'.repeat(32)])
    expect(notices({ secret })).toBe('secret-malformed');
  const each = { audience: 'each', names: ['Ana'] } as const;
  const url = 'https://hooks.example/a';
  expect(faultOf({ ...each, notices: { url, secret: '', reference: '' } })).toBe('secret-needed');
  expect(notices({ reference: 'r'.repeat(65) })).toBe('reference-long');
});

test('a draft becomes the input of a share: addresses in one form, only what was chosen', () => {
  expect(conditionsInput(emptyConditions, 'en')).toEqual({});
  const chosen: Conditions = {
    ...emptyConditions,
    audience: 'named',
    addresses: ['Ana@a.example', 'bob@bücher.example'],
    names: ['not sent'],
    opens: { at: 2_000_000 },
    notices: { url: ' https://hooks.example ', secret: 's'.repeat(40), reference: ' 4711 ' },
  };
  const input = conditionsInput(chosen, 'en');
  expect(input).toEqual({
    people: ['ana@a.example', 'bob@xn--bcher-kva.example'],
    notBefore: 2_000_000,
    notify: { url: 'https://hooks.example/', secret: 's'.repeat(40), reference: '4711' },
  });
  expect(JSON.stringify(sealedConditions(input))).not.toContain('sss');
  expect(conditionsInput({ ...chosen, audience: 'each', opens: undefined, notices: undefined }, 'en')).toEqual({});
});

test('a draft for members becomes the input of a share: groups, the sender, and mail in the sender’s language', () => {
  const members: Conditions = { ...emptyConditions, audience: 'members' };
  expect(conditionsInput(members, 'de')).toEqual({ members: {} });
  const chosen = { ...members, groups: ['staff'], showSender: true, mail: true };
  const input = conditionsInput(chosen, 'de');
  expect(input).toEqual({ members: { groups: ['staff'] }, showSender: true, notifyMail: { locale: 'de' } });
  expect(sealedConditions(input)).toEqual({ members: { groups: ['staff'] }, showSender: true });
  expect(conditionsInput({ ...chosen, audience: 'anyone' }, 'de')).not.toHaveProperty('members');
});

test('every named person may mistype a password once, and none of several can destroy the secret for the others', () => {
  const named = (count: number, change: Partial<ComposeDraft> = {}): ComposeDraft => ({
    ...emptyComposeDraft(),
    onLimit: 'destroy',
    ...change,
    conditions: { ...emptyConditions, audience: 'named', addresses: many(count, (i) => `p${i}@b.example`) },
  });
  expect([1, 2, 3, 20].map((count) => attemptLimitOf(named(count)))).toEqual([5, 5, 6, 40]);
  expect(attemptLimitOf(named(20, { maxViews: 100 }))).toBe(1000);
  expect(attemptLimitOf(named(3, { attemptLimit: 3 }))).toBe(3);
  expect([1, 2].map((count) => onLimitOf(named(count)))).toEqual(['destroy', 'lock']);
});

import { expect, test } from 'vitest';
import { openPolicy } from '#web/parts/policy/testing/open-policy.ts';
import { attemptLimitOf, emptyComposeDraft, fitComposeDraft, withPasswordKind } from './compose-draft.ts';
import { recipeBits, strengthOf, typedBits } from './strength.ts';

test('selecting another kind of password and going back restores the first one', () => {
  const typed = { ...emptyComposeDraft(), password: { kind: 'typed', value: 'mine' } } as const;
  const none = { ...typed, ...withPasswordKind(typed, 'none') };
  expect(none.password).toEqual({ kind: 'none' });
  const generated = { ...none, ...withPasswordKind(none, 'generated') };
  expect(generated.password).toEqual({ kind: 'generated', recipe: 'words-4', value: '' });
  expect(withPasswordKind(generated, 'typed').password).toEqual({ kind: 'typed', value: 'mine' });
});

test('the limit of wrong passwords is the chosen one, or follows the number of openings, counted as one if undefined', () => {
  expect(attemptLimitOf({ maxViews: 10 })).toBe(20);
  expect(attemptLimitOf({ maxViews: undefined })).toBe(5);
  expect(attemptLimitOf({ maxViews: 10, attemptLimit: 3 })).toBe(3);
});

test('a generated password is as strong as its randomness, a typed one much weaker', () => {
  expect(recipeBits('words-4')).toBe(44);
  expect(strengthOf(recipeBits('words-4'))).toBe('good');
  expect(strengthOf(recipeBits('words-6'))).toBe('strong');
  expect(strengthOf(recipeBits('characters'))).toBe('strong');
  expect(strengthOf(typedBits('password'))).toBe('weak');
  expect(strengthOf(typedBits('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'))).toBe('weak');
  expect(strengthOf(typedBits('a long sentence that i made up'))).toBe('good');
});

test('a draft follows the policy until the person chooses, and keeps everything typed', () => {
  const draft = { ...emptyComposeDraft(), text: 'a secret', title: 'a title' };
  const week = { ...openPolicy, defaultTtlSeconds: 604_800 };
  expect(fitComposeDraft(openPolicy, draft, { within: false })).toEqual({});
  expect(fitComposeDraft(week, draft, { within: false })).toEqual({ within: { kind: 'span', seconds: 604_800 } });
  expect(fitComposeDraft(week, draft, { within: true })).toEqual({});
});

test('a choice that the policy forbids is replaced by the nearest allowed one', () => {
  const moment = { ...emptyComposeDraft(), within: { kind: 'moment', at: 2e9 } } as const;
  expect(fitComposeDraft(openPolicy, moment, { within: true })).toEqual({});
  const offered = { ...openPolicy, offeredTtlSeconds: [3600, 604_800], defaultTtlSeconds: 604_800 };
  expect(fitComposeDraft(offered, moment, { within: true })).toEqual({ within: { kind: 'span', seconds: 604_800 } });
  expect(fitComposeDraft(offered, emptyComposeDraft(), { within: true })).toEqual({
    within: { kind: 'span', seconds: 3600 },
  });
  const often = { ...emptyComposeDraft(), maxViews: 10 };
  expect(fitComposeDraft({ ...openPolicy, maxViews: 3 }, often, { within: false })).toEqual({ maxViews: 1 });
  const typing = { ...emptyComposeDraft(), maxViews: undefined };
  expect(fitComposeDraft(openPolicy, typing, { within: false })).toEqual({});
  expect(fitComposeDraft({ ...openPolicy, maxViews: 3 }, typing, { within: false })).toEqual({ maxViews: 1 });
  const always = { ...emptyComposeDraft(), maxViews: 0 };
  expect(fitComposeDraft({ ...openPolicy, unlimitedViews: false }, always, { within: false })).toEqual({ maxViews: 1 });
  const answering = { ...emptyComposeDraft(), allowReply: true };
  expect(fitComposeDraft({ ...openPolicy, requests: false }, answering, { within: false })).toEqual({
    allowReply: false,
  });
});

test('if the policy requires a password, the draft gets a generated one, and a typed one stays', () => {
  const strict = { ...openPolicy, requirePassword: true };
  expect(fitComposeDraft(strict, emptyComposeDraft(), { within: false })).toMatchObject({
    password: { kind: 'generated', value: '' },
  });
  const typed = { ...emptyComposeDraft(), password: { kind: 'typed', value: 'mine' } } as const;
  expect(fitComposeDraft(strict, typed, { within: false })).toEqual({});
});

import { expect, test } from 'vitest';
import { openPolicy } from '#web/parts/policy/testing/open-policy.ts';
import { nearestSpan, spanChoices, ttlSeconds, withinTo } from './within.ts';
import type { Within } from './within.ts';

test('until the policy is loaded, every span and any moment is offered', () => {
  expect(spanChoices(undefined)).toEqual({ spans: [300, 3600, 86_400, 604_800, 2_592_000], moment: true });
});

test('if the operator offers certain times, only these can be chosen, and no other moment', () => {
  const offered = { ...openPolicy, offeredTtlSeconds: [3600, 7200] };
  expect(spanChoices(offered)).toEqual({ spans: [3600, 7200], moment: false });
  expect(spanChoices({ ...openPolicy, maxTtlSeconds: 50_000, defaultTtlSeconds: 7200 })).toEqual({
    spans: [300, 3600, 7200],
    moment: true,
  });
  const one = { ...openPolicy, minTtlSeconds: 3600, maxTtlSeconds: 3600, defaultTtlSeconds: 3600 };
  expect(spanChoices(one)).toEqual({ spans: [3600], moment: false });
});

test('a span that is not offered becomes the nearest shorter one; a moment stays unless moments are not offered', () => {
  const offered = { ...openPolicy, offeredTtlSeconds: [3600, 604_800] };
  const day: Within = { kind: 'span', seconds: 86_400 };
  const moment: Within = { kind: 'moment', at: 2e9 };
  expect(withinTo(openPolicy, day, 86_400)).toBe(day);
  expect(withinTo(openPolicy, moment, 86_400)).toBe(moment);
  expect(withinTo(offered, day, 86_400)).toEqual({ kind: 'span', seconds: 3600 });
  expect(withinTo(offered, moment, 86_400)).toEqual({ kind: 'span', seconds: 3600 });
  expect(nearestSpan(offered, 60)).toBe(3600);
});

test('a span has a fixed length, a moment gets closer, and an unchosen moment has no length', () => {
  expect(ttlSeconds({ kind: 'span', seconds: 3600 }, 1e9)).toBe(3600);
  expect(ttlSeconds({ kind: 'moment', at: 1e9 + 90 }, 1e9)).toBe(90);
  expect(ttlSeconds({ kind: 'moment', at: undefined }, 1e9)).toBeUndefined();
});

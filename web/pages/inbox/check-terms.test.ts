import { expect, test } from 'vitest';
import { NetworkError } from '#client/errors.ts';
import type { OwnTerms } from '#client/own-terms.ts';
import { empty, inboxWorld } from './testing/inbox-world.ts';

const changed: OwnTerms = {
  at: 'changed',
  terms: { expiresAt: 5000, maxAnswers: 3, answerTtl: 60, keep: 'read' },
};

test('the sealed terms are compared once, and again when the server states other terms', async () => {
  const checks: string[] = [];
  const here = inboxWorld(empty, {
    checkTerms: async (_owner, { keep }) => {
      checks.push(keep);
      return keep === empty.keep ? { at: 'kept' } : changed;
    },
  });
  await expect.poll(() => here.pauses.length).toBe(1);
  here.next();
  await expect.poll(() => here.pauses.length).toBe(2);
  expect([checks, here.shown().terms]).toEqual([[empty.keep], { at: 'kept' }]);
  here.server.inbox = { ...empty, keep: empty.keep === 'read' ? 'expiry' : 'read' };
  here.next();
  await expect.poll(() => here.shown().terms).toEqual(changed);
  expect(checks).toHaveLength(2);
});

test('a comparison that fails is repeated at the next check', async () => {
  let tries = 0;
  const here = inboxWorld(empty, {
    checkTerms: async () => {
      tries += 1;
      return tries === 1 ? Promise.reject(new NetworkError('unreachable')) : changed;
    },
  });
  await expect.poll(() => here.pauses.length).toBe(1);
  here.next();
  await expect.poll(() => here.shown().terms).toEqual(changed);
});

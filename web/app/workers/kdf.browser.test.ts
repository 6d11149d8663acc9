import { expect, test } from 'vitest';
import { argon2id } from '#crypto/password.ts';
import { workerKdf } from './kdf.ts';

const password = new TextEncoder().encode('correct horse');
const salt = new Uint8Array(32).fill(7);

test('the worker computes what the yielding function computes, and reports progress while it does', async () => {
  const steps: number[] = [];
  const key = await workerKdf()(password, salt, (fraction) => steps.push(fraction));
  expect(key).toEqual(await argon2id(password, salt));
  expect(steps.length).toBeGreaterThan(50);
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
});

test('cancelling ends the hash at once', async () => {
  const cancelled = new AbortController();
  const steps: number[] = [];
  const hash = workerKdf(cancelled.signal)(password, salt, (fraction) => {
    steps.push(fraction);
    cancelled.abort();
  });
  await expect(hash).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }) as Error);
  await expect(workerKdf(cancelled.signal)(password, salt)).rejects.toThrow();
  await workerKdf()(password, salt);
  expect(steps).toHaveLength(1);
});

import { expect, test } from 'vitest';
import { createRetryDeadline } from './retry-deadline.ts';

test('errors that last end it with the last error, and errors that pass do not', async () => {
  using deadline = createRetryDeadline(new AbortController().signal, 0.05);
  deadline.onRetry(new Error('first'));
  deadline.onRetry(undefined);
  deadline.onRetry(new Error('second'));
  deadline.onRetry(new Error('third'));
  await new Promise((resolve) => deadline.signal.addEventListener('abort', resolve));
  expect(deadline.signal.reason).toEqual(new Error('third'));
});

test('an interruption is passed on', () => {
  const stop = new AbortController();
  using deadline = createRetryDeadline(stop.signal);
  stop.abort(new Error('stop'));
  expect(deadline.signal.reason).toEqual(new Error('stop'));
});

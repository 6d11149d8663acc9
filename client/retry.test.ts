import { expect, test } from 'vitest';
import { ApiError, NetworkError, ProtocolError } from './errors.ts';
import { ATTEMPTS, orAborted, sleep, retryForever, withRetries } from './retry.ts';

async function run(errors: readonly Error[], repeatable = true) {
  const waits: number[] = [];
  const wait = async (seconds: number) => {
    waits.push(seconds);
  };
  let attempts = 0;
  const outcome = await withRetries({ repeatable, attempts: ATTEMPTS, wait }, async () => {
    const error = errors[attempts];
    attempts += 1;
    if (error) throw error;
    return 'done';
  }).catch((error: unknown) => error);
  return { outcome, attempts, waits };
}

const lost = new NetworkError('cut');
const unavailable = (retryAfterSeconds?: number) =>
  new ApiError({ code: 'unavailable', status: 503, retryAfterSeconds });
const limited = (retryAfterSeconds?: number) => new ApiError({ code: 'rate-limited', status: 429, retryAfterSeconds });

test('a lost reply is retried, each time after a longer wait', async () => {
  const { outcome, attempts, waits } = await run([lost, lost, lost]);
  expect(outcome).toBe('done');
  expect(attempts).toBe(4);
  for (const [i, wait] of waits.entries()) {
    expect(wait).toBeGreaterThanOrEqual(0.2 * 2 ** i);
    expect(wait).toBeLessThanOrEqual(0.6 * 2 ** i);
  }
});

test('after four attempts the last error is thrown', async () => {
  expect(await run([lost, lost, lost, lost])).toMatchObject({ outcome: lost, attempts: 4 });
});

test('a call that is not repeatable is retried only if the server did nothing', async () => {
  expect(await run([lost], false)).toMatchObject({ outcome: lost, attempts: 1 });
  expect(await run([unavailable()], false)).toMatchObject({ outcome: 'done', attempts: 2 });
  expect(await run([limited(1)], false)).toMatchObject({ outcome: 'done', attempts: 2, waits: [1] });
});

test('Retry-After is respected, and a long one ends the retries', async () => {
  expect(await run([unavailable(3)])).toMatchObject({ outcome: 'done', waits: [3] });
  expect(await run([unavailable(60)])).toMatchObject({ attempts: 1 });
  expect(await run([limited()])).toMatchObject({ attempts: 1 });
});

test('a refusal, a foreign reply and an unknown error are not retried', async () => {
  for (const error of [new ApiError({ code: 'ended', status: 410 }), new ProtocolError('x'), new TypeError('bug')]) {
    expect(await run([error])).toMatchObject({ outcome: error, attempts: 1 });
  }
});

test('a sign-in is not retried automatically, unless a person can sign in', async () => {
  const signIn = new NetworkError('sign-in');
  expect(await run([signIn])).toMatchObject({ outcome: signIn, attempts: 1 });
  const retries = { wait: async () => undefined, signal: new AbortController().signal };
  const replies = [signIn, signIn];
  const act = async () => {
    const error = replies.pop();
    if (error) throw error;
    return 'done';
  };
  await expect(retryForever(retries, act)).rejects.toBe(signIn);
  await expect(retryForever({ ...retries, waitsForSignIn: true }, act)).resolves.toBe('done');
});

test('an abort ends the wait immediately', async () => {
  const stop = new AbortController();
  const waiting = sleep(3600, stop.signal);
  stop.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await expect(sleep(3600, stop.signal)).rejects.toThrow('enough');
});

async function retryThrough(errors: readonly Error[], signal = new AbortController().signal) {
  const waits: number[] = [];
  const wait = async (seconds: number) => {
    waits.push(seconds);
  };
  const failures: Error[] = [];
  const left = [...errors];
  const outcome = await retryForever({ wait, signal, onRetry: (error) => failures.push(error) }, async () => {
    const error = left.shift();
    if (error) throw error;
    return 'done';
  }).catch((error: unknown) => error);
  return { outcome, waits, failures };
}

test('endless retries do not give up, and their waits are spread from zero to half a minute', async () => {
  const errors = Array.from({ length: 500 }, () => lost);
  const { outcome, waits, failures } = await retryThrough(errors);
  expect(outcome).toBe('done');
  expect(failures).toEqual(errors);
  for (const [i, wait] of waits.entries()) expect(wait).toBeLessThanOrEqual(Math.min(30, 0.8 * 2 ** i));
  const late = waits.slice(10);
  expect(Math.min(...late)).toBeLessThan(5);
  expect(Math.max(...late)).toBeGreaterThan(25);
});

test('endless retries wait out Retry-After, however long, and a little more', async () => {
  const { waits } = await retryThrough([unavailable(3), limited(600), limited(), unavailable()]);
  expect(waits[0]).toBeGreaterThanOrEqual(3);
  expect(waits[0]).toBeLessThan(4);
  expect(waits[1]).toBeGreaterThanOrEqual(600);
  expect(waits[1]).toBeLessThan(601);
  expect(Math.max(...waits.slice(2))).toBeLessThanOrEqual(30);
});

test('endless retries stop at a permanent error, and when the signal is aborted', async () => {
  for (const error of [new ApiError({ code: 'ended', status: 410 }), new ProtocolError('x'), new TypeError('bug')]) {
    expect(await retryThrough([error])).toEqual({ outcome: error, waits: [], failures: [] });
  }
  const stopped = AbortSignal.abort(lost);
  expect(await retryThrough([], stopped)).toMatchObject({ outcome: lost });
});

test('orAborted waits for the work until its signal is aborted', async () => {
  const stop = new AbortController();
  expect(await orAborted(Promise.resolve(1), stop.signal)).toBe(1);
  await expect(orAborted(Promise.reject(lost), stop.signal)).rejects.toBe(lost);
  const waiting = orAborted(new Promise(() => undefined), stop.signal);
  stop.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await expect(orAborted(Promise.resolve(1), stop.signal)).rejects.toThrow('enough');
});

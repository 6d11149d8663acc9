import { expect, test } from 'vitest';
import { firstFit, SaveError } from './sink.ts';
import type { Sink, OpenSink } from './sink.ts';

const sink: Sink = { write: async () => undefined, close: async () => undefined, discard: async () => 'nothing' };
const wanted = { name: 'a', sizeBytes: 1 };
const never: OpenSink = () => Promise.reject(new Error('must not be asked'));
const missing: OpenSink = () => Promise.reject(new DOMException('', 'SecurityError'));

test('a sink that the browser lacks leaves it to the next one', async () => {
  expect(await firstFit([missing, missing, async () => sink, never])(wanted)).toBe(sink);
});

test('after the person cancels one sink, no other one opens', async () => {
  expect(await firstFit([async () => undefined, never])(wanted)).toBeUndefined();
});

test('a refusal with a reason is final', async () => {
  const large: OpenSink = () => Promise.reject(new SaveError('too-large'));
  await expect(firstFit([missing, large, never])(wanted)).rejects.toMatchObject({ reason: 'too-large' });
});

test('if no sink opens, the last one says why', async () => {
  await expect(firstFit([missing])(wanted)).rejects.toMatchObject({ name: 'SecurityError' });
});

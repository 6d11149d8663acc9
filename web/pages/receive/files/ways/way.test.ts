import { expect, test } from 'vitest';
import { firstFit, SaveError } from './way.ts';
import type { Sink, SaveWay } from './way.ts';

const sink: Sink = { write: async () => undefined, close: async () => undefined, discard: async () => undefined };
const wanted = { name: 'a', sizeBytes: 1 };
const never: SaveWay = () => Promise.reject(new Error('must not be asked'));
const unfit: SaveWay = () => Promise.reject(new DOMException('', 'SecurityError'));

test('a sink that the browser lacks leaves it to the next one', async () => {
  expect(await firstFit([unfit, unfit, async () => sink, never])(wanted)).toBe(sink);
});

test('after the person cancels one sink, no other one opens', async () => {
  expect(await firstFit([async () => undefined, never])(wanted)).toBeUndefined();
});

test('a refusal with a reason is final', async () => {
  const large: SaveWay = () => Promise.reject(new SaveError('too-large'));
  await expect(firstFit([unfit, large, never])(wanted)).rejects.toMatchObject({ reason: 'too-large' });
});

test('if no sink opens, the last one says why', async () => {
  await expect(firstFit([unfit])(wanted)).rejects.toMatchObject({ name: 'SecurityError' });
});

import { expect, test } from 'vitest';
import { limitedPatience } from './patience.ts';

test('trouble that lasts ends it with the last error; trouble that passes does not', async () => {
  using patience = limitedPatience(new AbortController().signal, 0.05);
  patience.onTrouble(new Error('first'));
  patience.onTrouble(undefined);
  patience.onTrouble(new Error('second'));
  patience.onTrouble(new Error('third'));
  await new Promise((resolve) => patience.signal.addEventListener('abort', resolve));
  expect(patience.signal.reason).toEqual(new Error('third'));
});

test('an interruption is passed on', () => {
  const stop = new AbortController();
  using patience = limitedPatience(stop.signal);
  stop.abort(new Error('stop'));
  expect(patience.signal.reason).toEqual(new Error('stop'));
});

import { expect, test } from 'vitest';
import { speedOf } from './transfer-words.ts';

test('the time left is coarse, and the speed has two digits', () => {
  const seconds = [0, 49, 50, 89, 90, 3569, 3600, 4500, 5400, 7200, 86_400];
  expect(seconds.map((left) => speedOf(1_234_567, left * 1_234_567).split(', ')[1])).toEqual([
    'less than a minute left',
    'less than a minute left',
    'about a minute left',
    'about a minute left',
    'about 2 minutes left',
    'about 59 minutes left',
    'about an hour left',
    'about 1½ hours left',
    'about 1½ hours left',
    'about 2 hours left',
    'about 24 hours left',
  ]);
  expect(speedOf(1_234_567, 0)).toMatch(/^1\.2 MB a second, /);
});

import { expect, test } from 'vitest';
import { spaceGenerated } from './space-generated.ts';

test.each([
  ['', '', 'made'],
  ['user', '', ' made'],
  ['user', 'host', ' made '],
  ['user ', ' host', 'made'],
  ['line\n', '\nline', 'made'],
  ['PASSWORD=', '', 'made'],
  ['password: ', '', 'made'],
  ['"', '"', 'made'],
  ['Schlüssel', '', ' made'],
  ['cafe\u0301', '', ' made'],
  ['中文', '中文', ' made '],
  ['𐐷', '𐐷', ' made '],
  ['old_', '_old', ' made '],
])('between %j and %j, %j is inserted', (before, after, inserted) => {
  expect(spaceGenerated('made', { before, after })).toBe(inserted);
});

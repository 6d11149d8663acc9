import { expect, test } from 'vitest';
import { secretLines } from './secret-lines.ts';

test('lines of KEY=value are told apart, each value exactly as it stands', () => {
  expect(secretLines('A=1\n\nexport DB_URL=postgres://u:p@h/d?x=y \r\nQUOTED="a b"\nEMPTY=\n')).toEqual([
    { name: 'A', value: '1' },
    { name: 'DB_URL', value: 'postgres://u:p@h/d?x=y ' },
    { name: 'QUOTED', value: '"a b"' },
    { name: 'EMPTY', value: '' },
  ]);
});

test.each(['', '\n \n', 'A=1\nplain', '# comment\nA=1', 'a password', '=x', '1A=x'])('no such text: %j', (text) => {
  expect(secretLines(text)).toBeUndefined();
});

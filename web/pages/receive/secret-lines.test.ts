import { expect, test } from 'vitest';
import { secretLines } from './secret-lines.ts';

test('a value is copied without its quotes, escapes and comments', () => {
  const text =
    'A=1\n\nexport DB_URL=postgres://u:p@h/d?x=y # the copy\r\nQUOTED="a \\"b\\""\nEMPTY=\nP=p@ss#w0rd\n# end';
  expect(secretLines(text)?.map(({ name, value }) => [name, value])).toEqual([
    ['A', '1'],
    ['DB_URL', 'postgres://u:p@h/d?x=y'],
    ['QUOTED', 'a "b"'],
    ['EMPTY', ''],
    ['P', 'p@ss#w0rd'],
  ]);
});

test.each(['', '\n \n', 'A=1\nplain', '# a comment', 'a password', '=x', '1A=x', 'A="1', `A=it's`, 'A=1\nA=2'])(
  'no value of %j is offered',
  (text) => {
    expect(secretLines(text)).toBeUndefined();
  },
);

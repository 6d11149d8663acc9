import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_BUTTONS, secretLines } from './secret-lines.ts';

const text =
  '\uFEFFA=1\n\nexport DB_URL=postgres://u:p@h/d?x=y # the copy\r\nQUOTED="a \\"b\\""\nKEY=\'one\n# two\'  # end\nEMPTY=\nP=p@ss#w0rd\n# end';

test('a value is copied without its quotes, escapes and comments', () => {
  expect(secretLines(text)?.segments.flatMap(({ value }) => (value ? [[value.name, value.value]] : []))).toEqual([
    ['A', '1'],
    ['DB_URL', 'postgres://u:p@h/d?x=y'],
    ['QUOTED', 'a "b"'],
    ['KEY', 'one\n# two'],
    ['EMPTY', ''],
    ['P', 'p@ss#w0rd'],
  ]);
});

test('each piece ends with the line on which its value ends', () => {
  expect(secretLines(text)?.segments.map((segment) => segment.text)).toEqual([
    '\uFEFFA=1',
    '\n\nexport DB_URL=postgres://u:p@h/d?x=y # the copy',
    '\r\nQUOTED="a \\"b\\""',
    "\nKEY='one\n# two'  # end",
    '\nEMPTY=',
    '\nP=p@ss#w0rd',
    '\n# end',
  ]);
});

test('the pieces of any text are the text', () => {
  const line = fc.oneof(
    fc.constantFrom('A=1', 'B="x\ny"', "C='q\r\nr'", '', '# c', 'export D=1 # c'),
    fc.string({ unit: 'grapheme' }),
  );
  const lines = fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n')), { maxLength: 8 });
  fc.assert(
    fc.property(lines, (drawn) => {
      const written = drawn.flat().join('');
      const read = secretLines(written);
      if (read !== undefined) expect(read.segments.map((segment) => segment.text).join('')).toBe(written);
    }),
  );
});

test('a long text has as many buttons as a page can bear, and its other values are counted', () => {
  const many = Array.from({ length: 20_000 }, (_, index) => `NAME_${index}=${'x'.repeat(30)}\n`).join('');
  const read = secretLines(many);
  expect(read?.count).toBe(20_000);
  expect(read?.segments.length).toBe(MAX_BUTTONS + 1);
});

test.each(['', '\n \n', 'A=1\nplain', '# a comment', 'a password', '=x', '1A=x', 'A="1', `A=it's`, 'A=1\nA=2'])(
  'no value of %j is offered',
  (other) => {
    expect(secretLines(other)).toBeUndefined();
  },
);

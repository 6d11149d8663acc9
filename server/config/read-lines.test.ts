import fc from 'fast-check';
import { expect, test } from 'vitest';
import { settingLine } from './effective-settings.ts';
import { readLines } from './read-lines.ts';

const named = (text: string) => Object.fromEntries(readLines(text).assignments);

test.each([
  ['\uFEFFA=1', '1'],
  ['export\tA=1', '1'],
  [' \texport  A \t=\t 1 \t', '1'],
  ['A=1\r\n', '1'],
  ['A=#b3331e', '#b3331e'],
  ['A=Imprint=https://example.org/#imprint', 'Imprint=https://example.org/#imprint'],
  ['A=0.0.0.0 # all', '0.0.0.0 # all'],
  ['A="0.0.0.0" # all', '0.0.0.0'],
  [`A='  "x" # y '`, '  "x" # y '],
  ['A=`x`#y', 'x'],
  [`A=Ada's`, `Ada's`],
  ['A="a\\n$B"', 'a\\n$B'],
  ['A=', ''],
  [`A=''`, ''],
])('%j is %j', (text, value) => {
  expect(readLines(text)).toEqual({ assignments: [['A', value]], wrongLines: [] });
});

test('remarks and blanks are nothing, and the lines between are all there', () => {
  expect(named('# A=0\n\n  # B=0\n \t\nA=1\n#\nB=2\n')).toEqual({ A: '1', B: '2' });
});

test('what is no setting is told by its number, and takes no other line with it', () => {
  const text = ['\u00A0A=1', 'A="1', 'B=2', `C='3' 4`, 'hunter2', '=1', '1A=1', '\uFEFF\uFEFFA=1', 'exportA=1'].join(
    '\n',
  );
  expect(readLines(text)).toEqual({
    assignments: [
      ['B', '2'],
      ['exportA', '1'],
    ],
    wrongLines: [1, 2, 4, 5, 6, 7, 8],
  });
});

test('what `sotto config` prints is read back as it was, and what no line can hold is a remark', () => {
  const unit = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom(' ', '\t', '\r', '\n', '#', '=', "'", '"', '`', '\\', '$', 'a', '\u2028', '\uFEFF'),
    }),
  );
  fc.assert(
    fc.property(unit, (value) => {
      const line = settingLine({ name: 'SOTTO_BRAND_NAME', value, from: 'environment' });
      const held =
        value.includes('\n') || ["'", '"', '`'].every((quote) => value.includes(quote))
          ? {}
          : { SOTTO_BRAND_NAME: value };
      expect(readLines(`SOTTO_A=1\n${line}\nSOTTO_Z=1\n`)).toEqual({
        assignments: Object.entries({ SOTTO_A: '1', ...held, SOTTO_Z: '1' }),
        wrongLines: [],
      });
    }),
  );
});

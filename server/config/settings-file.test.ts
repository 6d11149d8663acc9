import fc from 'fast-check';
import { expect, test } from 'vitest';
import { settingLine } from './effective-settings.ts';
import { readSettingsFile, settingsFileLine } from './settings-file.ts';

const faultsOf = (text: string) => readSettingsFile(text, 'the file').faults;

test.each(['A=0.0.0.0 # all', 'A= #b3331e', 'A="a\\nb"', 'A="a\\\\b"', 'A="{\\"a\\":1}"', 'A="\\$B"', 'A="a\\tb" # c'])(
  '%j had another value in 0.2, and is refused with its line and the way to write it',
  (line) => {
    expect(faultsOf(`OK=1\n${line}\n`)).toEqual([
      'Line 2 of the file was read differently by Sotto 0.2. Put the value in single quotes.',
    ]);
  },
);

test.each([
  ['A=1', '1'],
  ['A= b c ', 'b c'],
  ['export A=#b3331e', '#b3331e'],
  [`A='0.0.0.0' # all`, '0.0.0.0'],
  [`A='a\\nb'`, 'a\\nb'],
  ['A="b" # c', 'b'],
  ['A="two\nlines"', 'two\nlines'],
])('%j is a setting with the value %j', (text, value) => {
  expect(readSettingsFile(text, 'the file')).toEqual({
    assignments: [{ name: 'A', value, line: 1, lastLine: text.split('\n').length }],
    faults: [],
  });
});

test('every fault of a file is reported in the order of its lines', () => {
  expect(faultsOf('A=1 # x\nhunter2\nB=1\nB=2\n')).toEqual([
    'Line 1 of the file was read differently by Sotto 0.2. Put the value in single quotes.',
    'Line 2 of the file is not NAME=value, a comment or empty.',
    'Line 4 of the file sets a name that an earlier line sets.',
  ]);
});

const odd = fc.constantFrom(' ', '\t', '\r', '\n', '#', '=', "'", '"', '`', '\\', '$', 'a', '\u2028', '\uFEFF', '\0');
const anyValue = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(odd, { maxLength: 12 }).map((some) => some.join('')),
);

test('`sotto config` prints lines that are read back exactly, and comments for all other settings', () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      const line = settingLine({ name: 'SOTTO_BRAND_NAME', value, from: 'environment' });
      const isHeld = settingsFileLine('SOTTO_BRAND_NAME', value) !== undefined;
      const { assignments, faults } = readSettingsFile(`SOTTO_A=1\n${line}\nSOTTO_Z=1\n`, 'the file');
      expect(faults).toEqual([]);
      const values = assignments.map(({ name, value: read }) => [name, read]);
      const held = isHeld ? [['SOTTO_BRAND_NAME', value]] : [];
      expect(values).toEqual([['SOTTO_A', '1'], ...held, ['SOTTO_Z', '1']]);
      // Nearly every value can be written on one line.
      if (/^[^'"\\\r\n\0]*$/.test(value)) expect(isHeld).toBe(true);
    }),
  );
});

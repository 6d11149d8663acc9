import { expect, test } from 'vitest';
import { openUsage } from './open.ts';
import { adminUsages } from './admin.ts';
import { readArguments } from './read-arguments.ts';
import { runUsage } from './run.ts';
import { sendUsage } from './send.ts';

test('options and arguments are read as the command declares them', () => {
  expect(readArguments(sendUsage, ['a', '--views', '3', 'b', '--title=-x', '--json'])).toEqual({
    values: { views: '3', title: '-x', json: true },
    positionals: ['a', 'b'],
  });
  expect(readArguments(runUsage, ['-y', '--only', 'A', '--only', 'B', '--', 'sh', '-c', '--yes'])).toEqual({
    values: { yes: true, only: ['A', 'B'] },
    positionals: [],
    rest: ['sh', '-c', '--yes'],
  });
  expect(readArguments(openUsage, ['-'])).toEqual({ values: {}, positionals: ['-'] });
});

test.each([
  [['-o'], '--output needs a value: --output DIR. See sotto open --help.'],
  [
    ['-o', '--json'],
    '--output needs a value: --output DIR. A value that begins with "-" is written --output=-… See sotto open --help.',
  ],
  [['--json=1'], '--json takes no value. See sotto open --help.'],
  [['--colour'], '--colour is not an option of sotto open. See sotto open --help.'],
  [['--outptu', 'x'], '--outptu is not an option of sotto open. Did you mean --output? See sotto open --help.'],
  [['-output', 'x'], '-output is written with two dashes: --output. See sotto open --help.'],
  [['-json'], '-json is written with two dashes: --json. See sotto open --help.'],
  [['-jsno'], '-j is not an option of sotto open. Did you mean --json? See sotto open --help.'],
  [['--output='], '--output needs a value: --output DIR. See sotto open --help.'],
  [
    ['--jsno', '--colour', '-o'],
    '--jsno is not an option of sotto open. Did you mean --json? --colour is not an option of sotto open. --output needs a value: --output DIR. See sotto open --help.',
  ],
  [['a', 'b'], 'There are too many arguments. See sotto open --help.'],
])('the error for %j names each wrong option and says what it needs', (args, message) => {
  expect(() => readArguments(openUsage, args)).toThrow(expect.objectContaining({ message }));
});

test('an argument that looks like an option is repeated only as far as it can be a name', () => {
  const secret = '--https://secrets.example/s/x#4DwuXwXmoFHfkWZ7';
  expect(() => readArguments(sendUsage, [secret])).toThrow(
    expect.objectContaining({
      message:
        '--https is not an option of sotto send. A file whose name begins with "-" is written ./-name. See sotto send --help.',
    }),
  );
});

test('the hint of a command comes once, after all wrong options', () => {
  expect(() => readArguments(sendUsage, ['--colour', '--veiws', '3', '--yaml'])).toThrow(
    expect.objectContaining({
      message:
        '--colour is not an option of sotto send. --veiws is not an option of sotto send. Did you mean --views? --yaml is not an option of sotto send. A file whose name begins with "-" is written ./-name. See sotto send --help.',
    }),
  );
});

test('a title may be empty', () => {
  expect(readArguments(sendUsage, ['--title=']).values).toEqual({ title: '' });
});

test('an argument that must be given is named when it is missing', () => {
  expect(() => readArguments(adminUsages.backup, [])).toThrow('DIR is missing. See sotto admin backup --help.');
  expect(() => readArguments(adminUsages.tokenCreate, [])).toThrow('--label is missing.');
});

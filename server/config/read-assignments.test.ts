import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAssignments } from './read-assignments.ts';

const valuesOf = (text: string) => {
  const { assignments, faults } = readAssignments(text);
  expect(faults).toEqual([]);
  return Object.fromEntries(assignments.map(({ name, value }) => [name, value]));
};
const faultsOf = (text: string) => readAssignments(text).faults.map(({ line, problem }) => [line, problem]);

/** @returns one line, or several in quotes; undefined for a value that the grammar cannot express (a NUL character) */
function writeAssignment(name: string, value: string): string | undefined {
  if (value.includes('\0')) return undefined;
  if (!/['\r]|\\$/.test(value)) return `${name}='${value}'`;
  const escaped = value
    .replaceAll(/[\\"$`]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
  return `${name}="${escaped}"`;
}

test.each([
  ['A=1', '1'],
  ['\uFEFFA=1', '1'],
  ['A=1\r\n', '1'],
  ['export\tA=1', '1'],
  [' \texport  A \t=\t 1 \t', '1'],
  ['A=', ''],
  ['A= ', ''],
  [`A=''`, ''],
  ['A=""', ''],
  ['A=b c', 'b c'],
  ['A=p@ss#w0rd', 'p@ss#w0rd'],
  ['A=#FF0000', '#FF0000'],
  ['A=1 # a comment', '1'],
  ['A= # a comment with "quotes" and \\', ''],
  ['A="1" # a comment', '1'],
  [`A='1'\t#`, '1'],
  [`A='# no comment'`, '# no comment'],
  ['A=$HOME and ${HOME} and $(id)', '$HOME and ${HOME} and $(id)'],
  ['A="$HOME"', '$HOME'],
  ['A="\\$HOME"', '$HOME'],
  ['A="{\\"type\\":\\"x\\"}"', '{"type":"x"}'],
  [`A='{"type":"x"}'`, '{"type":"x"}'],
  ['A="a\\nb\\tc\\\\n"', 'a\nb\tc\\n'],
  [`A='a\\nb'`, 'a\\nb'],
  ['A="line 1\nline 2\n"', 'line 1\nline 2\n'],
  [`A='line 1\r\nB=2'`, 'line 1\nB=2'],
  ['A=postgres://u:p@h/d?x=y&z=1;w', 'postgres://u:p@h/d?x=y&z=1;w'],
  ['A=abc==', 'abc=='],
  ['A=ключ 🔑', 'ключ 🔑'],
])('%j sets A to %j', (text, value) => {
  expect(valuesOf(text)).toEqual({ A: value });
});

test('comments and empty lines are skipped, and every assignment keeps its line', () => {
  expect(readAssignments('# A=0\n\n  # B=0\n \t\nOLD= \nNEW=2\nC="1\n2\n3"\nD=4')).toEqual({
    assignments: [
      { name: 'OLD', value: '', line: 5, lastLine: 5 },
      { name: 'NEW', value: '2', line: 6, lastLine: 6 },
      { name: 'C', value: '1\n2\n3', line: 7, lastLine: 9 },
      { name: 'D', value: '4', line: 10, lastLine: 10 },
    ],
    faults: [],
  });
});

test.each([
  ['hunter2', 'not-assignment'],
  ['A: 1', 'not-assignment'],
  ['A+=1', 'not-assignment'],
  ['=1', 'not-assignment'],
  ['1A=1', 'not-assignment'],
  ['A-B=1', 'not-assignment'],
  ['A.B=1', 'not-assignment'],
  ['É=1', 'not-assignment'],
  ['export A', 'not-assignment'],
  ['set A=1', 'not-assignment'],
  ['\u00A0A=1', 'not-assignment'],
  [`A=it's`, 'quote-inside'],
  ['A=x"y"', 'quote-inside'],
  ['A={"type":"x"}', 'quote-inside'],
  ['A=`id`', 'quote-inside'],
  ['A=C:\\new', 'quote-inside'],
  ['A=1\\', 'quote-inside'],
  ['A==', 'odd-edge'],
  ['A=# a comment?', 'odd-edge'],
  ['A=#', 'odd-edge'],
  ['A=1\u00A0', 'odd-edge'],
  ['A=\u201Cpasted\u201D', 'odd-edge'],
  ['A=\u2018pasted\u2019', 'odd-edge'],
  ['A=1\u200B', 'odd-edge'],
  ['A=1\u00A0# a comment?', 'odd-inside'],
  ['A=1\v# a comment?', 'odd-inside'],
  ['A=1\u2028B=2', 'odd-inside'],
  ['A=1\u0085B=2', 'odd-inside'],
  ['A=1 B=2', 'second-assignment'],
  ['export A=1\tB=2', 'second-assignment'],
  ['A="1', 'unclosed'],
  [`A='1`, 'unclosed'],
  ['A="1\\"', 'unclosed'],
  ['A="1" 2', 'after-quote'],
  [`A='it's'`, 'after-quote'],
  ['A="1"#2', 'after-quote'],
  [`A="1"'2'`, 'after-quote'],
  [`A='a\\'`, 'escaped-end'],
  ['A="\\d"', 'unknown-escape'],
  ['A="\\u0041"', 'unknown-escape'],
  ['A="a\\\nb"', 'unknown-escape'],
  ['A=1\0', 'control'],
  ['A=1\r2', 'control'],
  ['# \r B=2', 'control'],
  ['A="1\n\0"', 'control'],
  ['\uFEFF\uFEFFA=1', 'not-assignment'],
])('%j is refused by its line', (text, problem) => {
  expect(faultsOf(`OK=1\n\n${text}`)).toEqual(text.startsWith('\uFEFF') ? [[3, 'not-assignment']] : [[3, problem]]);
});

test('a name that is set twice is refused at the second line', () => {
  expect(faultsOf('A=1\nB=2\nA=1')).toEqual([[3, 'twice']]);
});

test('a key block without quotes is refused, and its padding sets nothing', () => {
  const text = 'KEY=-----BEGIN PRIVATE KEY-----\nMIIabc\nMIIabd==\n-----END PRIVATE KEY-----\n';
  const { assignments, faults } = readAssignments(text);
  expect(faults.map(({ line }) => line)).toEqual([2, 3, 4]);
  expect(assignments.map(({ name }) => name)).toEqual(['KEY']);
});

const base64 = 'CzBVepXE6Q4zWH2ixywRNluApcrvFDleg6jN8hc8YYar0PUaP2SJrtP4HUJnjLHWQmE=';

test.each([
  ['as openssl wraps it', `A=${base64.slice(0, 64)}\n${base64.slice(64)}`],
  ['at any place', `A=${base64.slice(0, 12)}\n${base64.slice(12)}`],
  ['with Windows line ends and blanks', `A=${base64.slice(0, 64)}\r\n  ${base64.slice(64)} \r\n`],
  ['on the line after its name', `A=\n${base64}`],
  ['with a tail of capitals', `A=${base64.slice(0, 55)}\nABCDEFGH=`],
  ['in the alphabet for addresses', `A=${'Ab_-'.repeat(16)}\nQ_E=`],
  ['behind export', `export A=${base64.slice(0, 64)}\n${base64.slice(64)}`],
  ['an address after its ?', 'A=https://example.org/?\nx=1'],
  ['an address after an &', 'A=postgres://u:p@h/d?sslmode=require&\nconnect_timeout=10'],
  ['a connection string', 'A=Server=h;Database=d;\nPassword=p;'],
])('a value that is wrapped without quotes is refused, %s', (_how, text) => {
  expect(faultsOf(text).at(-1)).toEqual([2, 'wrapped']);
  expect(faultsOf(`${text}\nB=1`).length).toBe(faultsOf(text).length);
});

test.each([
  'A=1\nB=\nC=\n',
  'SECRET=0123456789abcdef0123456789abcdef\nURL=\n',
  'MODE=Production\nOTHER_URL=\nDEBUG=',
  'LEVEL=high\nnode=\n',
  `A='${base64.slice(0, 64)}'\nKey=`,
  `A=${base64.slice(0, 64)}\n\n${base64.slice(64)}`,
  `A=${base64.slice(0, 64)}\n${base64.slice(64)}''`,
  `A=${base64.slice(0, 64)} # note.\nQUIET=\n`,
  'KEY=\nFOO=\nsomeKey=\n',
  'URL=https://example.org/?x=1\nB=2',
  'URL=https://example.org/?x=1&\n# the end\nB=2',
  'PASSWORD=ab;cd&\nB=2',
  `URL='https://example.org/?x=1&'\nB=2`,
  `URL=https://example.org/?x=1&\nB='2'`,
])('%j has an empty value, and no wrapped one', (text) => {
  expect(faultsOf(text)).toEqual([]);
});

test('every fault is reported with the line where its value begins', () => {
  expect(faultsOf('A=x"\nB="1\\q\n2" # end\nC=3\nnot this\n').map(([line]) => line)).toEqual([1, 2, 5]);
});

const character = fc.oneof(
  fc.constantFrom(' ', '\t', '\r', '\n', '#', '=', "'", '"', '`', '\\', '$', 'a', 'n', '\uFEFF', '\u00A0', '\u2028'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
);
const anyText = fc.array(character, { maxLength: 40 }).map((characters) => characters.join(''));

test('a written value is read back exactly, between other lines', () => {
  fc.assert(
    fc.property(anyText, (value) => {
      const line = writeAssignment('B', value);
      if (value.includes('\0')) expect(line).toBeUndefined();
      else expect(valuesOf(`A=1\n${line}\nC=3\n`)).toEqual({ A: '1', B: value, C: '3' });
    }),
  );
});

test('any text is read or refused without an exception, and its lines are counted correctly', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { assignments, faults } = readAssignments(text);
      const lines = text.split('\n').length;
      for (const { line } of [...assignments, ...faults]) expect(line <= lines && line >= 1).toBe(true);
    }),
  );
});

describe('compared with bash', () => {
  /**
   * The variables that bash exports after sourcing a file in an empty environment; undefined if it refused or ran
   * something.
   */
  function inBash(text: string): Record<string, string> | undefined {
    const script = 'set -a; PATH=/nowhere; eval "$1" || exit 9; command -p env -0';
    const args = ['--noprofile', '--norc', '-c', script, 'bash', text];
    const { status, stdout, stderr } = spawnSync('/bin/bash', args, { env: {} });
    if (status !== 0 || stderr.length > 0) return undefined;
    const own = ['PATH', 'PWD', 'SHLVL', '_', 'OLDPWD'];
    const entries = stdout.toString().split('\0').filter(Boolean);
    const pairs = entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]);
    return Object.fromEntries(pairs.filter(([name]) => !own.includes(name ?? ''))) as Record<string, string>;
  }

  /** docs/terminal.md lists these differences: expansions, commands, and \n \r \t in double quotes. */
  const shellsDiffer = /[$`;&|<>()!*?[\]{}~]|\\[nrt]/;

  test('a text that both accept has the same meaning in both', () => {
    const quotedOrNot = fc.oneof(
      anyText,
      anyText.map((value) => `'${value}'`),
      anyText.map((value) => `"${value}"`),
      anyText.map((value) => writeAssignment('A', value)?.slice(2) ?? ''),
    );
    const texts = fc.sample(
      quotedOrNot.map((value) => `A=${value}\nB=2\n`),
      { numRuns: 400, seed: 7 },
    );
    const accepted = texts.filter((text) => readAssignments(text).faults.length === 0 && !shellsDiffer.test(text));
    expect(accepted.length).toBeGreaterThan(50);
    const compared = accepted.filter((text) => {
      const shell = inBash(text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'));
      if (shell !== undefined) expect(valuesOf(text), JSON.stringify(text)).toEqual(shell);
      return shell !== undefined;
    });
    expect(compared.length).toBeGreaterThan(30);
  });
});

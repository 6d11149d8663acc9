import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { readAssignments } from '#server/config/read-assignments.ts';
import { expectMergeable, mergeAssignments } from './merge-assignments.ts';
import { quoteValue } from './quote-value.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotto-merge-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, '.env');

const merge = (text: string, variables: Readonly<Record<string, string>>) => mergeAssignments(text, variables, '.env');

const own = (text: string): Record<string, string> =>
  Object.fromEntries(readAssignments(text).assignments.map(({ name, value }) => [name, value]));

/** Prints the variables of the file, each followed by a NUL. */
const PRINT = 'printf "%s\\0" "$A" "$B"';
function inShell(text: string): string[] {
  writeFileSync(file, text);
  const out = execFileSync('sh', ['-c', `. ${file}; ${PRINT}`], { encoding: 'utf8', env: { LC_ALL: 'C.UTF-8' } });
  return out.split('\0').slice(0, 2);
}
function inNode(text: string): string[] {
  writeFileSync(file, text);
  const script = 'process.stdout.write([process.env.A, process.env.B, ""].join("\\0"))';
  const out = execFileSync(process.execPath, [`--env-file=${file}`, '-e', script], { encoding: 'utf8', env: {} });
  return out.split('\0').slice(0, 2);
}

test('comments, order, empty lines, export, quotes and the end of the file stay as they are', () => {
  const before = [
    '# The database',
    'export DB_URL="postgres://old"   # staging',
    '',
    "  KEY = 'old'",
    'PORT=3000 # the port',
    'EMPTY=',
    'EMPTY2= # nothing',
    'LAST=1',
  ].join('\n');
  const merged = merge(before, {
    NEW: 'two words',
    DB_URL: 'postgres://new',
    KEY: 'new',
    PORT: '8080',
    EMPTY: 'full',
    EMPTY2: 'full',
    LAST: '1',
  });
  expect(merged).toEqual({
    text: [
      '# The database',
      'export DB_URL="postgres://new"   # staging',
      '',
      "  KEY = 'new'",
      'PORT=8080 # the port',
      'EMPTY=full',
      'EMPTY2=full # nothing',
      'LAST=1',
      "NEW='two words'",
      '',
    ].join('\n'),
    added: ['NEW'],
    changed: ['DB_URL', 'KEY', 'PORT', 'EMPTY', 'EMPTY2'],
    kept: ['LAST'],
  });
});

test('values of several lines are replaced whole, in the file’s own line ends', () => {
  const before = '\uFEFFA="one\r\ntwo"\r\n# between\r\nB=\'x\r\n\r\ny\' # after\r\nC=1\r\n';
  const { text } = merge(before, { A: 'single', B: 'a\nb', D: 'c\nd' });
  expect(text).toBe("\uFEFFA=\"single\"\r\n# between\r\nB='a\r\nb' # after\r\nC=1\r\nD='c\r\nd'\r\n");
});

test('a name that is only part of another, or in a comment or a value, is a new one', () => {
  const before = '# A=1\nAA=2\nB="\nA=3\n"\n';
  expect(merge(before, { A: '4' })).toMatchObject({ text: `${before}A=4\n`, added: ['A'], changed: [] });
});

test('quotes change only if the value needs it', () => {
  expect(merge('A=\'x\'\nB="y"\nC=z\n', { A: "it's", B: '$HOME "x"', C: 'a b' }).text).toBe(
    "A=\"it's\"\nB='$HOME \"x\"'\nC='a b'\n",
  );
});

test('a new line is never read as the rest of its neighbour', () => {
  const long = 'MIIBVgIBADANBgkqhkiG9w0BAQEFAASCAUAwggE8AgEAAkEAq7BFUpkGp3a';
  const { text } = merge(`KEY=${long}\n`, { QmFz: '' });
  expect(text).toBe(`KEY=${long}\nQmFz=''\n`);
  expect(readAssignments(text).faults).toEqual([]);
});

test('lines that do not follow the grammar stay, unless they set a name that is merged', () => {
  const before = 'JSON={"a":1}\nsource other.env\nPATH_="C:\\dir"\n';
  expect(merge(before, { A: '1' }).text).toBe(`${before}A=1\n`);
  expect(() => merge(before, { JSON: '1' })).toThrow(/^Line 1 of \.env, which sets JSON, has a quote/);
  expect(() => merge('A=1\nB=2\nA=3\n', { A: '4' })).toThrow(/^Line 3 of \.env, which sets A, sets a name/);
  expect(merge('A=1\nB=2\nA=3\n', { B: '4' }).text).toBe('A=1\nB=4\nA=3\n');
});

test.each(['A="x\nB=1\n', "A='x\\'\nB=1\n", 'A=1\rB=2\r', 'A=\0\n'])(
  'a file in which lines cannot be told apart is refused before anything is opened: %j',
  (text) => {
    expect(() => expectMergeable(text, '.env')).toThrow(/^Line 1 of \.env .+ Nothing was opened\.$/);
  },
);

test.each(['a\rb', 'ends\\', `both ' and "`, `it's $5`, "it's \\n"])(
  '%j cannot be written, and is refused',
  (value) => {
    expect(quoteValue(value, ['none', 'single', 'double'])).toBeUndefined();
    expect(() => merge('', { A: value })).toThrow(/^Programs would read the value of A differently/);
  },
);

const characters = [
  'a',
  'Z',
  '0',
  ' ',
  '\t',
  '\n',
  "'",
  '"',
  '`',
  '$',
  '\\',
  '#',
  '=',
  '~',
  '!',
  ':',
  '{',
  '}',
  '*',
  'é',
  '😀',
];
const values = fc.array(fc.constantFrom(...characters), { maxLength: 12 }).map((all) => all.join(''));
const writable = values.filter((value) => quoteValue(value, ['none', 'single', 'double']) !== undefined);

test('Node and this program read every written value as it is', () => {
  fc.assert(
    fc.property(writable, writable, values, (a, b, old) => {
      const start = quoteValue(old, ['double', 'single']);
      const { text } = merge(start === undefined ? '# empty\n' : `A=${start}\n`, { A: a, B: b });
      expect([own(text), { ...parseEnv(text) }]).toEqual([
        { A: a, B: b },
        { A: a, B: b },
      ]);
    }),
    { numRuns: 3000 },
  );
});

test('a shell and node --env-file read every written value as it is', () => {
  fc.assert(
    fc.property(writable, writable, (a, b) => {
      const { text } = merge('', { A: a, B: b });
      expect(inShell(text)).toEqual([a, b]);
    }),
    { numRuns: 150 },
  );
  const hard = { A: '-----BEGIN KEY-----\nMII=\n-----END KEY-----\n', B: " #'1' " };
  const { text } = merge('', hard);
  expect(inNode(text)).toEqual(Object.values(hard));
  expect(inShell(text)).toEqual(Object.values(hard));
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readTextFile } from './read-text-file.ts';
import { readSecretLine } from '#cli/service/service.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotto-line-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('an endless password file is refused, and the message names it', async () => {
  await expect(readTextFile('password', '/dev/zero')).rejects.toThrow(
    'The password cannot be read from /dev/zero: it is too long, perhaps endless.',
  );
});

test('a password file that is a folder or does not exist is refused with the reason', async () => {
  await expect(readTextFile('password', tmpdir())).rejects.toThrow('it is a folder');
  await expect(readTextFile('password', `${tmpdir()}/sotto-no-such-file`)).rejects.toThrow('it does not exist');
});

test.each([
  ['pass phrase', 'pass phrase'],
  ['pass phrase\nmore', 'pass phrase'],
  ['pass phrase\r\nmore', 'pass phrase'],
  ['pass phrase\r', 'pass phrase'],
])('the first line of %j is %j', async (text, line) => {
  const file = join(folder, 'line');
  writeFileSync(file, text);
  expect(await readSecretLine('password', file)).toBe(line);
});

test.each(['pass\rphrase\n', 'pass\r\r\n', 'pass\r\r'])(
  '%j is refused because of the carriage return in its first line',
  async (text) => {
    const file = join(folder, 'line');
    writeFileSync(file, text);
    await expect(readSecretLine('password', file)).rejects.toThrow('has a carriage return in its first line.');
  },
);

test('an empty file name and "-" are refused with advice', async () => {
  await expect(readTextFile('password', '')).rejects.toThrow('the file name is empty.');
  await expect(readTextFile('password', '-')).rejects.toThrow('To use standard input, write /dev/stdin.');
});

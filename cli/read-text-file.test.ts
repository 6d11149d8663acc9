import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readTextFile } from './read-text-file.ts';
import { readSecretLine } from './service.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotto-line-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a password file that never ends is refused by name', async () => {
  await expect(readTextFile('The password', '/dev/zero')).rejects.toThrow(
    'The password cannot be read from /dev/zero: it is too long, and perhaps endless.',
  );
});

test('a password file that is a folder, or is missing, is refused with the reason', async () => {
  await expect(readTextFile('The password', tmpdir())).rejects.toThrow('it is a folder');
  await expect(readTextFile('The password', `${tmpdir()}/sotto-no-such-file`)).rejects.toThrow('it does not exist');
});

test.each([
  ['pass phrase', 'pass phrase'],
  ['pass phrase\nmore', 'pass phrase'],
  ['pass phrase\r\nmore', 'pass phrase'],
  ['pass phrase\r', 'pass phrase'],
])('the first line of %j is %j', async (text, line) => {
  const file = join(folder, 'line');
  writeFileSync(file, text);
  expect(await readSecretLine('The password', file)).toBe(line);
});

test('a carriage return within the first line is refused: two files would hold one password', async () => {
  const file = join(folder, 'line');
  writeFileSync(file, 'pass\rphrase\n');
  await expect(readSecretLine('The password', file)).rejects.toThrow('has a carriage return within its first line.');
});

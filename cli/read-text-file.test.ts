import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { readTextFile } from './read-text-file.ts';

test.runIf(process.platform === 'linux')('a password file that never ends is refused by name', async () => {
  await expect(readTextFile('The password', '/dev/zero')).rejects.toThrow(
    'The password cannot be read from /dev/zero: it is too long, and perhaps endless.',
  );
});

test('a password file that is a folder, or is missing, is refused with the reason', async () => {
  await expect(readTextFile('The password', tmpdir())).rejects.toThrow('it is a folder');
  await expect(readTextFile('The password', `${tmpdir()}/sotto-no-such-file`)).rejects.toThrow('it does not exist');
});

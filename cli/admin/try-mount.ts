import { createInterface } from 'node:readline';
import type { Command } from '#cli/world.ts';
import { runTrials } from '#server/platform/start-checks/try-mount.ts';

/** Internal: the second process that a start uses to test the mount of the keys. */
export const tryMountCommand: Command = async ([folder = ''], { stdin, stdout }) => {
  await runTrials(folder, {
    lines: createInterface({ input: stdin }),
    say: (line) => void stdout.write(`${line}\n`),
  });
  return 0;
};

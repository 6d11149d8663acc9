import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodes } from '#cli/terminal/exit-codes.ts';
import { adminCommands, commands } from '#cli/usage/commands.ts';
import type { CommandName } from '#cli/usage/commands.ts';
import { helpFor, mainHelp } from '#cli/usage/help-text.ts';
import { manPage } from '#cli/usage/man-page.ts';
import { manUsage } from '#cli/usage/shell.ts';
import { operatorCommand } from '#cli/admin/operator-command.ts';
import { findProgram } from './find-program.ts';

/** `sotto man`. */
export const manCommand = operatorCommand(manUsage, async (_given, { env, stdout }) => {
  if (!stdout.isTTY) stdout.write(manPage());
  else if (findProgram('man', env).is !== 'found' || (await showWithMan()) !== 0) stdout.write(wholeHelp());
  return exitCodes.done.code;
});

/** A name with a slash is a file to every `man`; not all of them know `-l`. @returns its exit code */
async function showWithMan(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-man-'));
  const file = join(folder, 'sotto.1');
  const ignore = () => undefined;
  // Ctrl+C is for the pager.
  process.on('SIGINT', ignore);
  try {
    writeFileSync(file, manPage());
    const [code] = (await once(spawn('man', [file], { stdio: 'inherit' }), 'exit')) as [number | null];
    return code ?? 0;
  } catch {
    return exitCodes.failed.code;
  } finally {
    process.off('SIGINT', ignore);
    rmSync(folder, { recursive: true, force: true });
  }
}

function wholeHelp(): string {
  const names = Object.keys(commands) as CommandName[];
  const admin = adminCommands.map(({ name }) => helpFor('admin', name.split(' ').slice(1)));
  return [mainHelp(), ...names.map((name) => helpFor(name, [])), ...admin].join('\n');
}

import manifest from '#package.json' with { type: 'json' };
import { takeLanguage } from './language/choose-language.ts';
import type { World } from './world.ts';

/** Runs `sotto COMMAND [ARGUMENTS…]`. @returns the exit code */
export async function main(args: readonly string[], world: World): Promise<number> {
  // By default Node opens its debugger on SIGUSR1, and every user of this machine can connect to it.
  if (process.platform !== 'win32' && process.listenerCount('SIGUSR1') === 0) process.on('SIGUSR1', () => undefined);
  // A closed output must not crash the process. Commands that write results check each write.
  for (const stream of [world.stdout, world.stderr]) stream.on('error', () => undefined);
  const { wanted, args: own } = takeLanguage(args);
  const [name = '', ...rest] = own;
  if (['version', '--version', '-V'].includes(name)) {
    world.stdout.write(`sotto ${manifest.version}\n`);
    return 0;
  }
  // The version is asked for by scripts, and needs no tables of commands.
  const { runCommand } = await import('./run-command.ts');
  return runCommand(world, { name, rest, wanted });
}

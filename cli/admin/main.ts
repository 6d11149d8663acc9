import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command, World } from '#cli/world.ts';
import type { Config } from '#server/config/config.ts';
import type { Deps } from '#server/deps.ts';

/** Works on what the settings name, beside a running service or without one. @returns the exit code */
export type AdminCommand = (args: readonly string[], admin: Admin) => Promise<number>;

export interface Admin {
  readonly deps: Deps;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

const commands: Readonly<Record<string, () => Promise<AdminCommand>>> = {
  token: async () => (await import('./token.ts')).tokenCommand,
  reports: async () => (await import('./reports.ts')).reportsCommand,
  delete: async () => (await import('./delete.ts')).deleteCommand,
  stats: async () => (await import('./stats.ts')).statsCommand,
  sweep: async () => (await import('./sweep.ts')).sweepCommand,
  backup: async () => (await import('./backup.ts')).backupCommand,
};

/** These look at what may not be there, or may be wrong: nothing is opened for them. */
const commandsOutside: Readonly<Record<string, () => Promise<Command>>> = {
  doctor: async () => (await import('./doctor.ts')).doctorCommand,
  'try-lock': async () => (await import('./try-lock.ts')).tryLockCommand,
};

/** What can be done before the first start. */
const needsNothing = new Set(['token']);

/** `sotto admin COMMAND [ARGUMENTS…]`. */
export const adminCommand: Command = async (args, world) => {
  const [name = '', ...rest] = args;
  if (Object.hasOwn(commandsOutside, name)) return (await commandsOutside[name]?.())?.(rest, world) ?? 2;
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    world.stderr.write(`sotto admin: there is no command "${name}". sotto admin --help lists them.\n`);
    return 2;
  }
  // The whole server: not for a command that does without it.
  const { readConfig } = await import('#cli/operate.ts');
  const config = readConfig(world);
  if (config === undefined) return 1;
  const missing = needsNothing.has(name) ? undefined : whyNothingThere(config);
  if (missing !== undefined) {
    world.stderr.write(`sotto admin: ${missing}\n`);
    return 1;
  }
  return withDeps(config, world, async (admin) => (await load())(rest, admin));
};

/** A wrong folder would be made into an empty installation, and that be told of. */
function whyNothingThere({ databaseUrl, dataDir }: Config): string | undefined {
  if (databaseUrl !== undefined || existsSync(join(dataDir, 'sotto.db'))) return undefined;
  return `there is no database in ${dataDir}: see SOTTO_DATA_DIR.`;
}

async function withDeps(config: Config, world: World, work: (admin: Admin) => Promise<number>): Promise<number> {
  const { openDeps } = await import('#server/open-deps.ts');
  const deps = await openDeps(config, world.assets);
  try {
    const out = (line: string) => void world.stdout.write(`${line}\n`);
    const err = (line: string) => void world.stderr.write(`${line}\n`);
    return await work({ deps, out, err });
  } finally {
    await deps.store.close();
  }
}

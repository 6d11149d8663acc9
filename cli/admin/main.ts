import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes } from '#cli/terminal/exit-codes.ts';
import type { Exit } from '#cli/terminal/exit-codes.ts';
import { helpFor } from '#cli/usage/help-text.ts';
import type { Command, World } from '#cli/world.ts';
import type { Config } from '#server/config/config.ts';
import type { Admin, AdminCommand } from './admin-command.ts';

const commands: Readonly<Record<string, () => Promise<AdminCommand>>> = {
  token: async () => (await import('./token.ts')).tokenCommand,
  reports: async () => (await import('./reports.ts')).reportsCommand,
  delete: async () => (await import('./take-down.ts')).takeDownCommand,
  stats: async () => (await import('./stats.ts')).statsCommand,
  sweep: async () => (await import('./sweep.ts')).sweepCommand,
  clock: async () => (await import('./clock.ts')).clockCommand,
  backup: async () => (await import('./backup.ts')).backupCommand,
};

/** These run without an open database, because it may be missing or damaged. */
const commandsWithoutData: Readonly<Record<string, () => Promise<Command>>> = {
  doctor: async () => (await import('./doctor.ts')).doctorCommand,
  'try-lock': async () => (await import('./try-lock.ts')).tryLockCommand,
};

/** `sotto admin COMMAND [ARGUMENTS…]`. */
export const runAdmin: Command = async (args, world) => {
  try {
    return await runNamed(args, world);
  } catch (error) {
    const { sayFailure } = await import('./say-failure.ts');
    world.stderr.write(`sotto admin: ${sayFailure(error)}\n`);
    return exitCodes.failed.code;
  }
};

async function runNamed([name = '', ...args]: readonly string[], world: World): Promise<number> {
  if (name === '') return end(world, 'misused', helpFor('admin', []));
  const loadWithoutData = Object.hasOwn(commandsWithoutData, name) ? commandsWithoutData[name] : undefined;
  if (loadWithoutData !== undefined) return (await loadWithoutData())(args, world);
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    return end(world, 'misused', `sotto: There is no admin command "${name}". sotto admin --help lists them.\n`);
  }
  const { readConfig } = await import('./read-config.ts');
  const config = readConfig(world);
  if (config === undefined) return exitCodes.failed.code;
  const isNew = !hasDatabase(config);
  if (isNew && !comesFirst(name, args)) {
    return end(world, 'failed', `sotto admin: There is no database in ${config.dataDir}. Check SOTTO_DATA_DIR.\n`);
  }
  return withDeps(config, world, async (admin) => {
    if (isNew) admin.err(`Created a new database in ${config.dataDir}.`);
    return (await load())(args, admin);
  });
}

function end({ stderr }: World, exit: Exit, text: string): number {
  stderr.write(text);
  return exitCodes[exit].code;
}

/** Without this check, a wrong folder would become an empty installation, and the command would report on that. */
function hasDatabase({ databaseUrl, dataDir }: Config): boolean {
  return databaseUrl !== undefined || existsSync(join(dataDir, 'sotto.db'));
}

/** A service that requires tokens needs the first one before it starts. */
const comesFirst = (name: string, [verb]: readonly string[]): boolean => name === 'token' && verb === 'create';

async function withDeps(config: Config, world: World, work: (admin: Admin) => Promise<number>): Promise<number> {
  const { openDeps } = await import('#server/open-deps.ts');
  // Only a start of the service may give up keys that it cannot open: a wrong slot file can still be replaced.
  const deps = await openDeps({ ...config, acceptLostKeys: false }, world.assets);
  try {
    const out = (line: string) => void world.stdout.write(`${line}\n`);
    const err = (line: string) => void world.stderr.write(`${line}\n`);
    return await work({ deps, out, err });
  } finally {
    await deps.store.close();
  }
}

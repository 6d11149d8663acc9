import { exitCodes, Failure } from '#cli/terminal/exit-codes.ts';
import { helpFor } from '#cli/usage/help-text.ts';
import type { Command, World } from '#cli/world.ts';
import type { Config } from '#server/config/config.ts';
import { didYouMean, nearestName } from '#server/config/nearest-name.ts';
import type { AdminCommand, AdminWork } from './admin-command.ts';
import { requireDatabase } from './require-database.ts';
import { endWithFailure } from './operator-command.ts';

const commands: Readonly<Record<string, () => Promise<AdminCommand>>> = {
  token: async () => (await import('./token.ts')).tokenCommand,
  reports: async () => (await import('./reports.ts')).reportsCommand,
  delete: async () => (await import('./take-down.ts')).takeDownCommand,
  stats: async () => (await import('./stats.ts')).statsCommand,
  sweep: async () => (await import('./sweep.ts')).sweepCommand,
  clock: async () => (await import('./clock.ts')).clockCommand,
  backup: async () => (await import('./backup.ts')).backupCommand,
  audit: async () => (await import('./audit.ts')).auditCommand,
  sessions: async () => (await import('./sessions.ts')).sessionsCommand,
};

/** These need no database, or must run if it is missing or damaged. */
const commandsWithoutData: Readonly<Record<string, () => Promise<Command>>> = {
  doctor: async () => (await import('./doctor.ts')).doctorCommand,
  members: async () => (await import('./members.ts')).membersCommand,
  move: async () => (await import('./move.ts')).moveCommand,
  'move-keys': async () => (await import('./move-keys.ts')).moveKeysCommand,
  'try-lock': async () => (await import('./try-lock.ts')).tryLockCommand,
  'try-mount': async () => (await import('./try-mount.ts')).tryMountCommand,
};

/** `sotto admin COMMAND [ARGUMENTS…]`. */
export const runAdmin: Command = (args, world) =>
  endWithFailure(
    (line) => void world.stderr.write(line),
    async () => {
      try {
        return await runNamed(args, world);
      } catch (error) {
        if (error instanceof Failure) throw error;
        const { sayFailure } = await import('./say-failure.ts');
        throw new Failure('failed', sayFailure(error), { cause: error });
      }
    },
  );

async function runNamed([name = '', ...args]: readonly string[], world: World): Promise<number> {
  if (name === '') {
    world.stderr.write(helpFor('admin', []));
    return exitCodes.misused.code;
  }
  const loadWithoutData = Object.hasOwn(commandsWithoutData, name) ? commandsWithoutData[name] : undefined;
  if (loadWithoutData !== undefined) return (await loadWithoutData())(args, world);
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) throw new Failure('misused', noSuchCommand(name));
  const work = (await load())(args);
  const { readConfig } = await import('./read-config.ts');
  const config = readConfig(world);
  if (config === undefined) return exitCodes.failed.code;
  requireDatabase(config, world);
  return withDeps(config, world, { work, command: commandName(name, args) });
}

/** The word is not repeated: it may be a link or a secret. */
function noSuchCommand(name: string): string {
  const nearest = nearestName(name, [...Object.keys(commands), 'doctor', 'members', 'move', 'move-keys']);
  return `There is no such admin command.${didYouMean(nearest && `sotto admin ${nearest}`)} sotto admin --help lists them.`;
}

/** Other words are left out: they may be an id, a label, a path or a person. */
function commandName(name: string, args: readonly string[]): string {
  const [verb] = args.flatMap(
    (word) => /^(create|list|revoke|accept|verify|--end-(all|sub))(?==|$)/.exec(word)?.[0] ?? [],
  );
  return verb === undefined ? name : `${name} ${verb}`;
}

interface Task {
  readonly work: AdminWork;
  /** For the audit. */
  readonly command: string;
}

async function withDeps(config: Config, world: World, { work, command }: Task): Promise<number> {
  const { openDeps } = await import('#server/open-deps.ts');
  const { openEvents } = await import('#server/open-events.ts');
  // Only a start of the service may give up keys that it cannot open, because a wrong slot file can still be replaced,
  // or make an empty database a new installation.
  const opened = await openDeps({ ...config, acceptLostKeys: false }, world.assets, { mayCreate: false });
  try {
    const failed = () => void world.stderr.write('sotto: The audit file cannot be written. See SOTTO_AUDIT.\n');
    // A command that reads the audit file does not write to it.
    const deps = command.startsWith('audit') ? opened : await openEvents(opened, { failed });
    deps.audit?.record({ act: 'admin', command });
    const out = (line: string) => void world.stdout.write(`${line}\n`);
    const err = (line: string) => void world.stderr.write(`${line}\n`);
    try {
      return await work({ deps, out, err });
    } finally {
      await deps.audit?.close();
    }
  } finally {
    await opened.store.close();
  }
}

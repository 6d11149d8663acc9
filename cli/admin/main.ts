import { readConfig } from '#cli/operate.ts';
import type { Command } from '#cli/world.ts';
import type { Deps } from '#server/deps.ts';
import { openDeps } from '#server/open-deps.ts';

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
};

/** `sotto admin COMMAND [ARGUMENTS…]`. */
export const adminCommand: Command = async (args, world) => {
  const [name = '', ...rest] = args;
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    world.stderr.write(`sotto admin: there is no command "${name}".\n`);
    return 2;
  }
  const config = readConfig(world);
  if (config === undefined) return 1;
  const deps = await openDeps(config, world.assets);
  try {
    const out = (line: string) => void world.stdout.write(`${line}\n`);
    const err = (line: string) => void world.stderr.write(`${line}\n`);
    return await (
      await load()
    )(rest, { deps, out, err });
  } finally {
    await deps.store.close();
  }
};

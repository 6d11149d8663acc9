import type { Command, World } from './world.ts';

/** Loaded when it is asked for: who sends a secret waits for no server. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./operate.ts')).serveCommand,
  config: async () => (await import('./operate.ts')).configCommand,
  health: async () => (await import('./health.ts')).healthCommand,
  admin: async () => (await import('./admin/main.ts')).adminCommand,
};

/** `sotto COMMAND [ARGUMENTS…]`. @returns the exit code */
export async function main(args: readonly string[], world: World): Promise<number> {
  const [name = '', ...rest] = args;
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load !== undefined) return (await load())(rest, world);
  world.stderr.write(`sotto: there is no command "${name}".\n`);
  return 2;
}

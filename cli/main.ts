import manifest from '#package.json' with { type: 'json' };
import { exitCodes, sayUnexpected } from './terminal/exit-codes.ts';
import { holdTerminal } from './terminal/held-terminal.ts';
import { withHelp } from './commands/operator-help.ts';
import type { Command, World } from './world.ts';

/** Loaded when it is asked for: who sends a secret waits for no server. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  send: async () => (await import('./commands/send.ts')).sendCommand,
  open: async () => (await import('./commands/open.ts')).openCommand,
  run: async () => (await import('./commands/run.ts')).runCommand,
  ask: async () => (await import('./commands/ask.ts')).askCommand,
  answer: async () => (await import('./commands/answer.ts')).answerCommand,
  inbox: async () => (await import('./commands/inbox.ts')).inboxCommand,
  status: async () => (await import('./commands/status.ts')).statusCommand,
  delete: async () => (await import('./commands/delete.ts')).deleteCommand,
  serve: async () => withHelp('serve', (await import('./commands/operate.ts')).serveCommand),
  config: async () => withHelp('config', (await import('./commands/operate.ts')).configCommand),
  health: async () => withHelp('health', (await import('./commands/health.ts')).healthCommand),
  admin: async () => withHelp('admin', (await import('./admin/main.ts')).adminCommand),
};

const help = `sotto COMMAND [ARGUMENTS…]

Hand someone a secret: end-to-end encrypted, opened once, then gone.

  send     seals files, folders or text, and prints a link
  open     opens a link: text to standard output, files to a folder
  run      runs a command with a secret in its environment
  ask      asks somebody for a secret, and prints a link to answer by
  answer   answers such a link
  inbox    reads the answers to what you asked
  status   shows how a secret or a request is
  delete   deletes one, by its manage link

  serve    runs the service, with the settings of the environment
  config   prints the settings in force, and what is wrong with them
  health   asks a service whether it is there, for health checks
  admin    an operator's commands: tokens, backup, doctor and more

  help COMMAND, or COMMAND --help, says how each is used. --version says which
  sotto this is.

  HTTPS_PROXY, HTTP_PROXY and NO_PROXY are used. For a service behind a sign-in,
  SOTTO_HEADERS_FILE names a file of headers: its origin, then one a line.

  sotto send --server https://secrets.example < secret.txt
  sotto open                               asks for the link, without echo
`;

const TAKE_A_LINK = new Set(['open', 'run', 'answer', 'inbox', 'status', 'delete']);

/** `sotto COMMAND [ARGUMENTS…]`. @returns the exit code */
export async function main(args: readonly string[], world: World): Promise<number> {
  // Node would open its debugger, to which every user of this machine may connect.
  if (process.platform !== 'win32' && process.listenerCount('SIGUSR1') === 0) process.on('SIGUSR1', () => undefined);
  // Who is written to may have gone: whoever writes much looks at what the write says.
  for (const stream of [world.stdout, world.stderr]) stream.on('error', () => undefined);
  const [name = '', ...rest] = args;
  if (name === 'help' && rest[0] !== undefined) return main([rest[0], '--help'], world);
  if (['help', '--help', '-h'].includes(name)) return print(world, help);
  if (['version', '--version', '-V'].includes(name)) return print(world, `sotto ${manifest.version}\n`);
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load !== undefined) {
    if (asksFirst(name, rest) && world.stdin.isTTY && world.stderr.isTTY) holdTerminal(world);
    return (await load())(rest, world).catch((error: unknown) => {
      world.stderr.write(`sotto: ${sayUnexpected(error)}\n`);
      return exitCodes.failed.code;
    });
  }
  // A link, perhaps, or a secret: what was given in the place of a command is not repeated.
  world.stderr.write(name === '' ? help : 'sotto: There is no such command. sotto help lists them.\n');
  return exitCodes.misused.code;
}

/** Whether a secret will be asked for as soon as the command is there: what is typed meanwhile is already one. */
function asksFirst(name: string, rest: readonly string[]): boolean {
  const own = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  if (own.includes('--help') || own.includes('-h')) return false;
  if (name === 'send') return own.includes('--password');
  return TAKE_A_LINK.has(name) && !own.some((given) => given === '-' || given.includes('://'));
}

function print({ stdout }: World, text: string): number {
  stdout.write(text);
  return exitCodes.done.code;
}

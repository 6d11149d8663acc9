import { errorLine, exitCodes, Failure, sayUnexpected } from './terminal/exit-codes.ts';
import { holdTerminal } from './terminal/held-terminal.ts';
import { languageAmong } from './language/choose-language.ts';
import { speak } from './terminal/speak.ts';
import { inWords } from './language/words.ts';
import { program as words } from './words/program.ts';
import { nearestName } from '#server/config/nearest-name.ts';
import { clientCommands, commands } from './usage/commands.ts';
import type { CommandName } from './usage/commands.ts';
import { helpFor, mainHelp, wantsHelp } from './usage/help-text.ts';
import type { Command, World } from './world.ts';

/** Each command loads only when it is run: sending a secret does not wait for the server's modules. */
const loaders: Readonly<Record<CommandName, () => Promise<Command>>> = {
  send: async () => (await import('./commands/send.ts')).sendCommand,
  open: async () => (await import('./commands/open.ts')).openCommand,
  run: async () => (await import('./commands/run.ts')).runCommand,
  ask: async () => (await import('./commands/ask.ts')).askCommand,
  answer: async () => (await import('./commands/answer.ts')).answerCommand,
  inbox: async () => (await import('./commands/inbox.ts')).inboxCommand,
  status: async () => (await import('./commands/status.ts')).statusCommand,
  revoke: async () => (await import('./commands/revoke.ts')).revokeCommand,
  reset: async () => (await import('./commands/reset.ts')).resetCommand,
  shorten: async () => (await import('./commands/shorten.ts')).shortenCommand,
  delete: async () => (await import('./commands/delete.ts')).deleteCommand,
  login: async () => (await import('./commands/login.ts')).loginCommand,
  logout: async () => (await import('./commands/logout.ts')).logoutCommand,
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
  config: async () => (await import('./commands/config.ts')).configCommand,
  health: async () => (await import('./commands/health.ts')).healthCommand,
  admin: async () => (await import('./admin/main.ts')).runAdmin,
  completion: async () => (await import('./commands/completion.ts')).completionCommand,
  man: async () => (await import('./commands/man.ts')).manCommand,
};

export interface Start {
  readonly name: string;
  readonly rest: readonly string[];
  /** The value of `--lang` before the command. */
  readonly wanted: string | undefined;
}

/** Runs one command in the language of its person. @returns the exit code */
export async function runCommand(world: World, start: Start): Promise<number> {
  try {
    await chooseLanguage(world, start);
    return await run(start.name, start.rest, world);
  } catch (error) {
    const failure = error instanceof Failure ? error : new Failure('failed', sayUnexpected(error));
    world.stderr.write(errorLine(failure.message));
    return exitCodes[failure.exit].code;
  }
}

/** An operator's commands are not translated, nor are completions and the manual page. @throws Failure */
async function chooseLanguage(world: World, { name, rest, wanted }: Start): Promise<void> {
  const about = name === 'help' && rest[0] !== undefined ? rest[0] : name;
  const isOurs = isCommand(about) && !Object.hasOwn(clientCommands, about);
  if (!isOurs) await speak(world, languageAmong(ownArguments(rest)) ?? wanted);
}

/** @throws Failure, or an unexpected error */
async function run(name: string, rest: readonly string[], world: World): Promise<number> {
  if (name === 'help' && rest[0] !== undefined) return run(rest[0], [...rest.slice(1), '--help'], world);
  if (['help', '--help', '-h'].includes(name)) return print(world, mainHelp());
  if (isCommand(name)) {
    if (wantsHelp(name, rest)) return print(world, helpFor(name, rest));
    if (promptsAtStart(name, rest) && world.stdin.isTTY && world.stderr.isTTY) holdTerminal(world);
    const command = await loaders[name]();
    return command(rest, world);
  }
  // The unknown word is not repeated: it may be a link or a secret.
  world.stderr.write(name === '' ? mainHelp() : errorLine(noSuchCommand(name)));
  return exitCodes.misused.code;
}

function noSuchCommand(name: string): string {
  const nearest = nearestName(name, [...Object.keys(commands), 'help', 'version']);
  return nearest === undefined
    ? words.noSuchCommand
    : inWords(words.noSuchCommandButNear, { command: `sotto ${nearest}` });
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name);

/**
 * Whether the command begins with a prompt for a secret: anything typed while it loads is already part of the secret.
 */
function promptsAtStart(name: CommandName, rest: readonly string[]): boolean {
  const own = ownArguments(rest);
  if (name === 'login') return true;
  if (name === 'send') return own.includes('--password');
  const takesLink = commands[name].arguments.some((argument) => argument.name === 'LINK');
  return takesLink && !own.some((given) => given === '-' || given.includes('://'));
}

/** The arguments before `--`; those after it belong to another command. */
const ownArguments = (rest: readonly string[]): readonly string[] =>
  rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;

function print({ stdout }: World, text: string): number {
  stdout.write(text);
  return exitCodes.done.code;
}

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { clientCommand } from './client-command.ts';
import type { Call } from './client-command.ts';
import { Failure } from './exit-codes.ts';
import { findProgram } from './find-program.ts';
import { takeLink } from './link-argument.ts';
import { openingOptions, openLink } from './opening.ts';
import { printableLine } from './printable.ts';
import { readVariables } from './variables.ts';
import type { World } from './world.ts';

const help = `sotto run [LINK] -- COMMAND [ARGUMENTS…]

Opens a secret of NAME=value lines (as in a .env file) and runs COMMAND with
them in its environment. They are on no disk and in no argument. COMMAND has
this terminal, gets the signals, and its exit code is the one of sotto. The
names that are set are printed on standard error first.

Examples
  pass show staging-env | sotto run - --only DATABASE_URL -- ./migrate.sh
  sotto run -- npm run deploy              asks for the link

LINK is a secret itself. Leave it out: it is asked for without echo, or read
from standard input. "-" always means the first line of standard input; what
follows it there is left for COMMAND.

      --only A,B         takes these variables alone
      --password-file F  the password is the first line of F; else it is asked
  -y, --yes              spends the view without a question
      --insecure         allows a link over plain http

From a sender you do not trust, use --only: nothing but what you name is taken.
Without it, variables by which known programs choose what they load (PATH,
LD_PRELOAD, NODE_OPTIONS and many more) are refused. No list of those is
complete. A line that could be read in two ways is refused, and nothing is
run: docs/terminal.md has the grammar.
`;

const options = { ...openingOptions, only: { type: 'string' } } as const;
/** As shells have it. */
const NOT_FOUND = 127;
const NOT_RUNNABLE = 126;

export const runCommand = clientCommand({
  help,
  options,
  maxPositionals: 1,
  takesCommand: true,
  async run(call) {
    const [command, ...args] = call.rest ?? [];
    if (command === undefined) throw new Failure('misused', 'Which command? sotto run -- COMMAND');
    // Before anything is spent.
    const found = findProgram(command, call.world.env);
    if (found.is !== 'found') {
      const why = found.is === 'missing' ? 'There is no such program' : `It cannot be run: ${found.why}`;
      call.say(`sotto: ${printableLine(command)}: ${printableLine(why)}. Nothing was opened.`);
      return found.is === 'missing' ? NOT_FOUND : NOT_RUNNABLE;
    }
    const opening = await openLink(call, await takeLink(call, call.positionals[0], 'used'));
    const variables = readVariables(opening.opened.payload, call.values.only?.split(','));
    call.say(`sotto: Set for ${printableLine(command)}: ${Object.keys(variables).join(', ')}`);
    const running = start(call, [command, ...args], variables);
    // What no process has taken would be gone.
    await running.started;
    await opening.acknowledge();
    return running.ended;
  },
});

function start(
  { world, signal, passOn }: Pick<Call, 'world' | 'signal' | 'passOn'>,
  [file = '', ...args]: readonly string[],
  variables: Readonly<Record<string, string>>,
): { readonly started: Promise<unknown>; readonly ended: Promise<number> } {
  signal.throwIfAborted();
  const child = spawned(file, args, { ...world.env, ...variables });
  passOn((ending) => {
    // From a terminal it gets Ctrl+C itself, as one of its group.
    if (ending !== 'SIGINT' || !world.stdin.isTTY) child.kill(ending);
  });
  const started = once(child, 'spawn').catch((cause: unknown) => {
    throw notStarted(file, cause);
  });
  const ended = new Promise<number>((resolve) => {
    child.on('exit', (code, ended) => resolve(code ?? 128 + (ended ? constants.signals[ended] : 0)));
  });
  return { started, ended };
}

function spawned(file: string, args: readonly string[], env: World['env']): ChildProcess {
  try {
    return spawn(file, args, { stdio: 'inherit', env });
  } catch (cause) {
    throw notStarted(file, cause);
  }
}

const notStarted = (file: string, cause: unknown) =>
  new Failure('failed', `${file} could not be started. For ten minutes the secret opens again here.`, { cause });

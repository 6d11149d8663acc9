import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { codeOf } from '#server/error-code.ts';
import { clientCommand } from './client-command.ts';
import type { Call } from './client-command.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { findProgram } from './find-program.ts';
import { takeLink } from '#cli/opening/link-argument.ts';
import { sizeInWords } from '#cli/terminal/wording.ts';
import { openLink } from '#cli/opening/opening.ts';
import { printableLine } from '#cli/terminal/printable.ts';
import { hasReplacedBytes } from '#cli/terminal/replaced-bytes.ts';
import { runUsage } from '#cli/usage/run.ts';
import { readOnly, readVariables } from './run-variables.ts';

/** The codes of shells. */
const NOT_FOUND = 127;
const NOT_RUNNABLE = 126;

export const runCommand = clientCommand(runUsage, async (call) => {
  const [command, ...args] = call.rest ?? [];
  if (command === undefined || command === '') throw new Failure('misused', 'COMMAND is missing: sotto run -- COMMAND');
  // These checks come before a view is used up.
  const only = readOnly(call.values.only);
  expectUtf8([command, ...args]);
  const found = findProgram(command, call.world.env);
  if (found.is !== 'found') {
    const why = found.is === 'missing' ? 'there is no such program' : `cannot be run: ${found.why}`;
    call.say(`sotto: ${printableLine(command)}: ${printableLine(why)}. Nothing was opened.`);
    return found.is === 'missing' ? NOT_FOUND : NOT_RUNNABLE;
  }
  const opening = await openLink(call, await takeLink(call, call.positionals[0], 'used'));
  const variables = readVariables(opening.opened.payload, only);
  call.say(`sotto: Set for ${printableLine(command)}: ${Object.keys(variables).join(', ')}`);
  sayChanged(call, variables);
  const running = start(call, [command, ...args], variables);
  // The server erases the secret only after a process has its values.
  await running.started;
  await opening.acknowledge();
  return running.ended;
});

/** @throws Failure */
function expectUtf8(command: readonly string[]): void {
  if (command.some(hasReplacedBytes))
    throw new Failure(
      'misused',
      'The command or one of its arguments is not UTF-8 and would reach the program changed. Nothing was opened.',
    );
}

function sayChanged({ world, say }: Call, variables: Variables): void {
  const changed = Object.entries(world.env).filter(
    ([name, value = '']) => !Object.hasOwn(variables, name) && hasReplacedBytes(`${name}${value}`),
  );
  if (changed.length === 0) return;
  const names = changed.map(([name]) => printableLine(name)).join(', ');
  say(`sotto: These variables of this environment are not UTF-8 and reach the command changed: ${names}`);
}

type Variables = Readonly<Record<string, string>>;

interface Started {
  readonly started: Promise<unknown>;
  readonly ended: Promise<number>;
}

function start({ world, signal, passOn }: Call, command: readonly string[], variables: Variables): Started {
  signal.throwIfAborted();
  const refusal = (cause: unknown) => notStarted(command[0] ?? '', variables, cause);
  const [file = '', ...args] = command;
  const pass = (ending: NodeJS.Signals) => {
    // At a terminal, Ctrl+C reaches the child directly, as a member of the process group.
    if (!world.stdin.isTTY || !KEYS.has(ending)) child.kill(ending);
  };
  passOn(pass);
  // Registered before the program starts: a signal in between would end this process and leave the program running.
  const further = process.platform === 'win32' ? [] : FURTHER;
  for (const name of further) process.on(name, pass);
  const child = spawned(() => spawn(file, args, { stdio: 'inherit', env: { ...world.env, ...variables } }), refusal);
  const started = once(child, 'spawn').catch((cause: unknown) => {
    throw refusal(cause);
  });
  const ended = new Promise<number>((resolve) => {
    child.on('exit', (code, ended) => {
      for (const name of further) process.off(name, pass);
      resolve(code ?? 128 + (ended ? constants.signals[ended] : 0));
    });
  });
  return { started, ended };
}

/** Signals that a terminal sends to the whole process group. */
const KEYS: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT']);
/** Further signals to pass on: programs use them to reload settings or write a report. */
const FURTHER = ['SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;

/** `spawn` throws at once for some errors of the system, and emits an event for others. */
function spawned(start: () => ChildProcess, refusal: (cause: unknown) => Failure): ChildProcess {
  try {
    return start();
  } catch (cause) {
    throw refusal(cause);
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'the system does not allow it to run',
  EAGAIN: 'too many programs are running',
  ENOMEM: 'there is not enough memory',
  ENOENT: 'it no longer exists',
};

function notStarted(file: string, variables: Variables, cause: unknown): Failure {
  const code = codeOf(cause);
  const why =
    code === 'E2BIG' ? tooLongInWords(variables) : (reasons[code] ?? `the system refused (${code || 'unknown'})`);
  return new Failure('failed', `${file} could not be started: ${why}. ${OPENS_AGAIN}`, { cause });
}

function tooLongInWords(variables: Variables): string {
  const lengths = Object.entries(variables).map(([name, value]) => ({ name, bytes: Buffer.byteLength(value) }));
  const [longest] = lengths.toSorted((a, b) => b.bytes - a.bytes);
  const which = longest && `; the longest is ${longest.name}, with ${sizeInWords(longest.bytes)}`;
  return `its variables and arguments are too long for this system${which ?? ''}. Set fewer with --only, or save the text with sotto open`;
}

const OPENS_AGAIN = 'For ten minutes the secret opens again here, without using another view.';

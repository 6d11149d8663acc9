import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { codeOf } from '#server/error-code.ts';
import type { Call } from './client-command.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { writeTo } from '#cli/terminal/output.ts';
import { sentences, sizeInWords } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { endings } from '#cli/words/endings.ts';
import { variables as variableWords } from '#cli/words/variables.ts';
import type { Masker } from './mask-output.ts';

const words = variableWords.run;

export type Variables = Readonly<Record<string, string>>;

export interface CommandToRun {
  readonly command: readonly string[];
  readonly variables: Variables;
  /** For an output whose values are masked. Otherwise the command gets the output of `sotto` itself. */
  readonly masks: { readonly stdout?: Masker; readonly stderr?: Masker };
}

interface Started {
  readonly started: Promise<unknown>;
  /** Resolves when the command has ended and its masked output is written. The code is the one a shell would return. */
  readonly ended: Promise<number>;
}

/** Runs a command with this terminal, these variables and the signals that arrive here. */
export function startCommand(
  { world, signal, passOn }: Pick<Call, 'world' | 'signal' | 'passOn'>,
  { command, variables, masks }: CommandToRun,
): Started {
  signal.throwIfAborted();
  const refusal = (cause: unknown) => notStarted(command[0] ?? '', variables, cause);
  const [file = '', ...args] = command;
  const stopReading = new AbortController();
  const pass = (ending: NodeJS.Signals) => {
    // The command has ended, but another process still holds its output.
    if (child.exitCode !== null || child.signalCode !== null) stopReading.abort();
    // At a terminal, Ctrl+C reaches the child directly, as a member of the process group.
    else if (!world.stdin.isTTY || !KEYS.has(ending)) child.kill(ending);
  };
  passOn(pass);
  // Registered before the program starts: a signal in between would end this process and leave the program running.
  const further = process.platform === 'win32' ? [] : FURTHER;
  for (const name of further) process.on(name, pass);
  const out = (mask: Masker | undefined) => (mask === undefined ? 'inherit' : 'pipe');
  const child = spawned(
    () =>
      spawn(file, args, {
        stdio: ['inherit', out(masks.stdout), out(masks.stderr)],
        env: { ...world.env, ...variables },
      }),
    refusal,
  );
  const started = once(child, 'spawn').catch((cause: unknown) => {
    throw refusal(cause);
  });
  const written = Promise.all([
    copyMasked(child.stdout, { mask: masks.stdout, to: world.stdout, stop: stopReading.signal }),
    copyMasked(child.stderr, { mask: masks.stderr, to: world.stderr, stop: stopReading.signal }),
  ]);
  // Awaited below, after the command has ended.
  written.catch(() => undefined);
  const exited = new Promise<number>((resolve) => {
    child.on('exit', (code, ended) => {
      resolve(code ?? 128 + (ended ? constants.signals[ended] : 0));
    });
  });
  const ended = exited.then(async (code) => {
    await written;
    for (const name of further) process.off(name, pass);
    return code;
  });
  // The caller awaits it only after the server has replied. The output can fail before that.
  ended.catch(() => undefined);
  return { started, ended };
}

/** Signals that a terminal sends to the whole process group. */
const KEYS: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT']);
/** Further signals to pass on: programs use them to reload settings or write a report. */
const FURTHER = ['SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;

interface Copying {
  readonly mask: Masker | undefined;
  readonly to: NodeJS.WritableStream;
  readonly stop: AbortSignal;
}

/**
 * Reads no faster than the output takes. If the reader of the output is gone, the command learns it as it would without
 * `sotto` in between: its next write fails.
 * @throws the system's error, if the output is a full disk
 */
async function copyMasked(from: Readable | null, { mask, to, stop }: Copying): Promise<void> {
  if (from === null || mask === undefined) return;
  const write = async (bytes: Uint8Array) => {
    if (bytes.length > 0) await writeTo(to, bytes);
  };
  stop.addEventListener('abort', () => from.destroy(), { once: true });
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) await write(mask.push(chunk));
  } catch (error) {
    from.destroy();
    if (error instanceof Failure) return;
    if (!stop.aborted) throw error;
  }
  await write(mask.end());
}

/** `spawn` throws at once for some errors of the system, and emits an event for others. */
function spawned(start: () => ChildProcess, refusal: (cause: unknown) => Failure): ChildProcess {
  try {
    return start();
  } catch (cause) {
    throw refusal(cause);
  }
}

const reasons: Readonly<Record<string, () => string>> = {
  EACCES: () => words.notAllowed,
  EAGAIN: () => words.tooManyPrograms,
  ENOMEM: () => words.noMemory,
  ENOENT: () => words.gone,
};

function notStarted(file: string, variables: Variables, cause: unknown): Failure {
  const code = codeOf(cause);
  const refused = () => inWords(words.refused, { code: code || 'unknown' });
  const why = code === 'E2BIG' ? tooLongInWords(variables) : (reasons[code] ?? refused)();
  const sentence = inWords(words.notStarted, { command: file, why });
  return new Failure('failed', sentences(sentence, endings.opensAgain), { cause });
}

function tooLongInWords(variables: Variables): string {
  const lengths = Object.entries(variables).map(([name, value]) => ({ name, bytes: Buffer.byteLength(value) }));
  const [longest] = lengths.toSorted((a, b) => b.bytes - a.bytes);
  return inWords(words.tooLong, { name: longest?.name ?? '', size: sizeInWords(longest?.bytes ?? 0) });
}

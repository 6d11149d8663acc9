import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { isatty, ReadStream, WriteStream } from 'node:tty';
import { Failure } from './exit-codes.ts';
import { Interrupted } from './interruption.ts';
import type { World } from './world.ts';

/** Somebody who can be asked. */
interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly close: () => void;
}

export interface Asking {
  readonly world: World;
  readonly signal: AbortSignal;
}

/** Whether a person sits there, watching what is written and typing. */
export const isInteractive = ({ stdin, stderr }: World): boolean => stdin.isTTY && stderr.isTTY;

/** A password, a key, a link: nothing that is typed appears. @throws Failure `misused` where nobody can be asked */
export async function askHidden({ world, signal }: Asking, question: string, hint: string): Promise<string> {
  const { default: ask } = await import('@inquirer/password');
  const style = { maskedText: '(not shown)', keysHelpTip: () => undefined };
  return withTerminal(world, hint, async ({ input, output }) => {
    try {
      // In the prefix's place: an empty one would leave its space.
      const theme = { prefix: question, style };
      return await ask({ message: '', mask: false, toggleMask: false, theme }, { input, output, signal });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Error && error.name === 'ExitPromptError') throw new Interrupted();
      throw error;
    }
  });
}

/** One line, seen while it is typed. */
export async function askLine(asking: Asking, question: string): Promise<string> {
  return withTerminal(asking.world, '', (terminal) => readLines({ ...terminal, ...asking }, { question, lines: 1 }));
}

/** Until Ctrl+D. @param intro on a line of its own */
export async function askLines(asking: Asking, intro: string): Promise<string> {
  return withTerminal(asking.world, '', (terminal) => readLines({ ...terminal, ...asking }, { intro, question: '' }));
}

/** @returns what was agreed to; an empty answer is `preset` */
export async function confirm(asking: Asking, question: string, preset: boolean): Promise<boolean> {
  const answer = await askLine(asking, `${question} ${preset ? '[Y/n]' : '[y/N]'} `);
  return answer.trim() === '' ? preset : /^y(es)?$/i.test(answer.trim());
}

interface Reading {
  readonly intro?: string;
  readonly question: string;
  readonly lines?: number;
}

function readLines({ input, output, signal }: Terminal & Asking, { intro, question, lines = Infinity }: Reading) {
  return new Promise<string>((resolve, reject) => {
    const reader = createInterface({ input, output, terminal: true, historySize: 0 });
    const read: string[] = [];
    const stop = (reason: Error) => {
      reader.removeAllListeners('close');
      reader.close();
      output.write('\n');
      reject(reason);
    };
    const onAbort = () => stop(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    reader.on('SIGINT', () => stop(new Interrupted()));
    reader.on('line', (line) => {
      read.push(line);
      if (read.length >= lines) reader.close();
    });
    reader.on('close', () => {
      signal.removeEventListener('abort', onAbort);
      resolve(read.join('\n'));
    });
    // Not before the terminal hands over each key: whoever is quick would be misunderstood.
    if (intro !== undefined) output.write(`${intro}\n`);
    reader.setPrompt(question);
    reader.prompt();
  });
}

async function withTerminal<T>(world: World, hint: string, act: (terminal: Terminal) => Promise<T>): Promise<T> {
  const terminal = openTerminal(world);
  if (terminal === undefined) {
    throw new Failure('misused', `Nobody can be asked: there is no terminal. ${hint}`.trim());
  }
  try {
    return await act(terminal);
  } finally {
    terminal.close();
  }
}

/** Where the streams lead elsewhere, the terminal that this was started from, as ssh does. */
function openTerminal({ stdin, stderr }: World): Terminal | undefined {
  if (stdin.isTTY && stderr.isTTY) return { input: stdin, output: stderr, close: () => stdin.pause() };
  let file: number | undefined;
  try {
    file = openSync('/dev/tty', 'r+');
  } catch {
    return undefined;
  }
  if (!isatty(file)) {
    closeSync(file);
    return undefined;
  }
  const input = new ReadStream(file);
  const output = new WriteStream(openSync('/dev/tty', 'r+'));
  return {
    input,
    output,
    close() {
      input.destroy();
      output.destroy();
    },
  };
}

import { createInterface } from 'node:readline';
import { Failure } from './exit-codes.ts';
import { borrowTerminal, holdTerminal } from './held-terminal.ts';
import type { Terminal } from './held-terminal.ts';
import { Interrupted } from './interruption.ts';
import type { World } from '#cli/world.ts';

/** Of what is typed: Enter; Ctrl+D. */
const LINE_END = /\r\n?|\n/;
const TEXT_END = /\u0004/;

export interface Asking {
  readonly world: World;
  readonly signal: AbortSignal;
}

/** Whether a person sits there, watching what is written and typing. */
export const isInteractive = ({ stdin, stderr }: World): boolean => stdin.isTTY && stderr.isTTY;

/** A password, a key: nothing that is typed appears. @throws Failure `misused` where nobody can be asked */
export async function askHidden(asking: Asking, question: string, hint: string): Promise<string> {
  return (await askHiddenLines(asking, question, hint))[0] ?? '';
}

/** The same for what may be pasted in several lines. @returns the line that Enter ended, and those that were pasted with it */
export async function askHiddenLines({ world, signal }: Asking, question: string, hint: string): Promise<string[]> {
  holdTerminal(world);
  const { default: ask } = await import('@inquirer/password');
  const style = { maskedText: '(not shown)', keysHelpTip: () => undefined };
  // A paste arrives at once, and the question takes its first line alone.
  let beyond: string[] = [];
  const line = await withTerminal({ world, hint, end: LINE_END }, async ({ input, output, feed }) => {
    const keep = (typed: Buffer | string) => void (beyond = typed.toString().split(LINE_END).slice(1));
    input.prependListener('data', keep);
    try {
      // In the prefix's place: an empty one would leave its space.
      const theme = { prefix: question, style };
      const asked = ask({ message: '', mask: false, toggleMask: false, theme }, { input, output, signal });
      // It throws away what comes before it has begun, which is after one turn.
      setImmediate(feed);
      return await asked;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Error && error.name === 'ExitPromptError') throw new Interrupted();
      throw error;
    } finally {
      input.off('data', keep);
    }
  });
  return [line, ...beyond];
}

/** One line, seen while it is typed. @param atEnd taken where the input ends before Enter */
export async function askLine(asking: Asking, question: string, atEnd?: string): Promise<string> {
  const place = { world: asking.world, end: LINE_END };
  return withTerminal(place, (terminal) => readLines({ ...terminal, ...asking }, { question, lines: 1, atEnd }));
}

/** Until Ctrl+D. @param intro on a line of its own */
export async function askLines(asking: Asking, intro: string): Promise<string> {
  const place = { world: asking.world, end: TEXT_END };
  return withTerminal(place, (terminal) => readLines({ ...terminal, ...asking }, { intro, question: '' }));
}

/** @returns what was agreed to; Enter alone is `preset`, and the end of the input (Ctrl+D) is no */
export async function confirm(asking: Asking, question: string, preset: boolean): Promise<boolean> {
  const answer = (await askLine(asking, `${question} ${preset ? '[Y/n]' : '[y/N]'} `, NO)).trim();
  return answer === '' ? preset : /^y(es)?$/i.test(answer);
}

const NO = 'n';

interface Reading {
  readonly intro?: string;
  readonly question: string;
  readonly lines?: number;
  readonly atEnd?: string | undefined;
}

function readLines({ input, output, signal, feed }: Terminal & Asking, reading: Reading) {
  const { intro, question, lines = Infinity, atEnd } = reading;
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
      const hasEnded = read.length < lines && atEnd !== undefined;
      // The answer to a question is on its line until Enter.
      if (hasEnded) output.write('\n');
      resolve(hasEnded ? atEnd : read.join('\n'));
    });
    // Not before the terminal hands over each key: whoever is quick would be misunderstood.
    if (intro !== undefined) output.write(`${intro}\n`);
    reader.setPrompt(question);
    reader.prompt();
    feed();
  });
}

interface Place {
  readonly world: World;
  readonly hint?: string;
  readonly end: RegExp;
}

/** Node puts this in the place of bytes that are not UTF-8. Two different passwords would become the same one. */
const REPLACED = '\uFFFD';

async function withTerminal(
  { world, hint = '', end }: Place,
  act: (terminal: Terminal) => Promise<string>,
): Promise<string> {
  const terminal = borrowTerminal(world, end);
  if (terminal === undefined) {
    throw new Failure('misused', `Nobody can be asked: there is no terminal. ${hint}`.trim());
  }
  try {
    const typed = await act(terminal);
    if (!typed.includes(REPLACED)) return typed;
    throw new Failure('misused', `The terminal sent bytes that are not UTF-8. Set it to UTF-8. ${hint}`.trim());
  } finally {
    terminal.close();
  }
}

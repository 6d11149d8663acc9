import { createInterface } from 'node:readline';
import { Failure } from './exit-codes.ts';
import { borrowTerminal, holdTerminal } from './held-terminal.ts';
import type { Terminal } from './held-terminal.ts';
import { readHidden } from './hidden-line.ts';
import type { HiddenReading } from './hidden-line.ts';
import { Interrupted } from './interruption.ts';
import { hasReplacedBytes } from './replaced-bytes.ts';
import { sentences } from './wording.ts';
import { currentLanguage } from '#cli/language/words.ts';
import { prompts as words } from '#cli/words/prompts.ts';
import type { World } from '#cli/world.ts';

/** Enter. */
const LINE_END = /\r\n?|\n/;
/** Ctrl+D. */
const TEXT_END = /\u0004/;

export interface Asking {
  readonly world: World;
  readonly signal: AbortSignal;
}

/** Whether a person both sees the messages and types the input. */
export const isInteractive = ({ stdin, stderr }: World): boolean => stdin.isTTY && stderr.isTTY;

/** Asks for a password or a key without echo; shows only how long it is. @throws Failure `misused` without a terminal */
export function askHidden(asking: Asking, question: string, hint: string): Promise<string> {
  return hidden(asking, hint, { question, takesPaste: false });
}

/** The same for input that may be pasted in several lines. @returns the first line, and the others pasted with it */
export async function askHiddenLines(asking: Asking, question: string, hint: string): Promise<string[]> {
  return (await hidden(asking, hint, { question, takesPaste: true })).split('\n');
}

function hidden(asking: Asking, hint: string, reading: HiddenReading): Promise<string> {
  holdTerminal(asking.world);
  const place = { world: asking.world, hint, end: LINE_END };
  return withTerminal(place, (terminal) => readHidden({ ...terminal, ...asking }, reading));
}

/** Asks for one line, with echo. @param atEnd returned if the input ends before Enter */
export async function askLine(asking: Asking, question: string, atEnd?: string): Promise<string> {
  const place = { world: asking.world, end: LINE_END };
  return withTerminal(place, (terminal) => readLines({ ...terminal, ...asking }, { question, lines: 1, atEnd }));
}

/** Asks for text until Ctrl+D. @param intro a separate line before it */
export async function askLines(asking: Asking, intro: string): Promise<string> {
  const place = { world: asking.world, end: TEXT_END };
  return withTerminal(place, (terminal) => readLines({ ...terminal, ...asking }, { intro, question: '' }));
}

/** Asks a yes-or-no question. Enter alone means `preset`, and the end of the input (Ctrl+D) means no. */
export async function confirm(asking: Asking, question: string, preset: boolean): Promise<boolean> {
  const shown = sentences(question, preset ? words.presetYes : words.presetNo);
  const answer = (await askLine(asking, `${shown} `, NO)).trim();
  return answer === '' ? preset : isYes(answer);
}

const NO = 'n';

/** The words of the current language, and always those of English. Some keyboards type wide or unusual forms. */
function isYes(answer: string): boolean {
  const normal = (text: string) => text.normalize('NFKC').toLocaleLowerCase(currentLanguage().tag);
  const own = words.yesAnswers.split(/\s+/).map(normal);
  return /^y(?:es)?$/i.test(answer) || own.includes(normal(answer));
}

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
      // Only this listener: at 'close', the reader itself stops listening to the terminal.
      reader.off('close', onClose);
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
    const onClose = () => {
      signal.removeEventListener('abort', onAbort);
      const hasEnded = read.length < lines && atEnd !== undefined;
      // Without Enter, the cursor is still on the line of the question.
      if (hasEnded) output.write('\n');
      resolve(hasEnded ? atEnd : read.join('\n'));
    };
    reader.on('close', onClose);
    // Only once the terminal is in raw mode, or quick typing would be misread.
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

async function withTerminal(
  { world, hint, end }: Place,
  act: (terminal: Terminal) => Promise<string>,
): Promise<string> {
  const terminal = borrowTerminal(world, end);
  if (terminal === undefined) {
    throw new Failure('misused', withHint(words.noTerminal, hint));
  }
  try {
    const typed = await act(terminal);
    if (!hasReplacedBytes(typed)) return typed;
    throw new Failure('misused', withHint(words.notUtf8, hint));
  } finally {
    terminal.close();
  }
}

const withHint = (sentence: string, hint: string | undefined): string =>
  hint === undefined ? sentence : sentences(sentence, hint);

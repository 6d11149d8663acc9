import { clearLine, createInterface, moveCursor } from 'node:readline';
import { Writable } from 'node:stream';
import type { Terminal } from './held-terminal.ts';
import { Interrupted } from './interruption.ts';
import { columnsOf } from './lay-out-text.ts';
import type { Asking } from './terminal.ts';
import { inWords } from '#cli/language/words.ts';
import { prompts as words } from '#cli/words/prompts.ts';

/** A screen reader speaks every change of a line, so the count changes only when typing pauses. */
const PAUSE_MS = 250;

/** A long paste, whose count still fits on the line. */
const LONG_COUNT = 99_999;

export interface HiddenReading {
  readonly question: string;
  /** Also counts and returns the lines that are pasted with the first. */
  readonly takesPaste: boolean;
}

/**
 * Asks for a line without echo, and shows how many characters have arrived. Ctrl+D ends it as Enter does.
 * @throws Interrupted
 */
export function readHidden({ input, output, feed, world, signal }: Terminal & Asking, reading: HiddenReading) {
  return new Promise<string>((resolve, reject) => {
    const count = showCount(output, world.env['TERM'] !== 'dumb');
    const nowhere = new Writable({ write: (_chunk, _encoding, written) => written() });
    const reader = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
    const lines: string[] = [];
    const typed = () =>
      lines.length > 0 && !reading.takesPaste ? (lines[0] ?? '') : [...lines, reader.line].join('\n');
    const end = (settle: () => void) => {
      signal.removeEventListener('abort', onAbort);
      input.off('data', afterInput);
      // Only its own listener: at 'close', the reader itself stops listening to the terminal.
      reader.off('close', onClose);
      reader.close();
      count.end(typed());
      settle();
    };
    const onAbort = () => end(() => reject(signal.reason as Error));
    signal.addEventListener('abort', onAbort, { once: true });
    reader.on('SIGINT', () => end(() => reject(new Interrupted())));
    reader.on('line', (line) => lines.push(line));
    const onClose = () => end(() => resolve(typed()));
    reader.on('close', onClose);
    // A paste arrives at once. The reader has split it before this listener is called.
    const afterInput = () => {
      if (lines.length === 0) count.update(reader.line);
      else end(() => resolve(typed()));
    };
    input.on('data', afterInput);
    const fits = !output.columns || columnsOf(`${reading.question} ${countInWords(LONG_COUNT)}`) < output.columns;
    output.write(`${reading.question}${fits ? ' ' : '\n'}`);
    count.begin();
    feed();
  });
}

/** @param isLive whether the terminal can change what it shows. If not, it shows the count at the end. */
function showCount(output: Terminal['output'], isLive: boolean) {
  let shown = '';
  let timer: NodeJS.Timeout | undefined;
  const draw = (line: string) => {
    const text = countInWords([...line.replaceAll('\n', '')].length);
    if (text === shown) return;
    if (shown !== '') {
      moveCursor(output, -columnsOf(shown), 0);
      clearLine(output, 1);
    }
    output.write(text);
    shown = text;
  };
  return {
    begin() {
      if (isLive) draw('');
    },
    update(line: string) {
      clearTimeout(timer);
      if (isLive) timer = setTimeout(() => draw(line), PAUSE_MS);
    },
    end(line: string) {
      clearTimeout(timer);
      draw(line);
      output.write('\n');
    },
  };
}

const countInWords = (count: number): string => (count === 0 ? words.notShown : inWords(words.characters, { count }));

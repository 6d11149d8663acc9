import { closeSync, openSync } from 'node:fs';
import { isatty, ReadStream, WriteStream } from 'node:tty';
import { Interrupted } from './interruption.ts';
import type { World } from '#cli/world.ts';

/** A terminal with a person at it. */
export interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** Passes on input that was typed before the question. */
  readonly feed: () => void;
  readonly close: () => void;
}

const CTRL_C = 0x03;

const holds = new WeakMap<World, Hold>();

/**
 * Turns echo off: from now on, only questions show what is typed. Input typed before a question is kept for it. Does
 * nothing without a terminal.
 */
export function holdTerminal(world: World): void {
  if (holds.has(world)) return;
  const terminal = openTerminal(world);
  if (terminal !== undefined) holds.set(world, new Hold(terminal));
}

/** Turns echo on again. Further input goes to the next reader. */
export function releaseTerminal(world: World): void {
  holds.get(world)?.release();
  holds.delete(world);
}

/**
 * @param end matches the end of the input for one question. Input after it is kept for the next question.
 * @returns undefined without a terminal
 */
export function borrowTerminal(world: World, end: RegExp): Terminal | undefined {
  return holds.get(world)?.lend(end) ?? openTerminal(world);
}

class Hold {
  readonly #terminal: Terminal;
  #early = Buffer.alloc(0);
  readonly #onData = (typed: Buffer) => {
    if (typed.includes(CTRL_C)) interrupt();
    else this.#early = Buffer.concat([this.#early, typed]);
  };
  readonly #onExit = () => void this.#terminal.input.setRawMode(false);

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    process.once('exit', this.#onExit);
    this.#listen();
  }

  lend(end: RegExp): Terminal {
    const { input, output } = this.#terminal;
    this.#ignore();
    const text = this.#early.toString('latin1');
    const found = end.exec(text);
    const length = found === null ? text.length : found.index + found[0].length;
    const first = this.#early.subarray(0, length);
    this.#early = this.#early.subarray(length);
    const feed = () => {
      if (length > 0) input.emit('data', first);
    };
    return { input, output, feed, close: () => this.#listen() };
  }

  release(): void {
    process.off('exit', this.#onExit);
    this.#ignore();
    if (!this.#terminal.input.destroyed) this.#terminal.input.setRawMode(false);
    this.#terminal.close();
  }

  #listen(): void {
    const { input } = this.#terminal;
    input.setRawMode(true);
    input.on('data', this.#onData);
    input.resume();
  }

  #ignore(): void {
    this.#terminal.input.off('data', this.#onData);
    this.#terminal.input.pause();
  }
}

/** Does what the terminal does in its normal mode. */
function interrupt(): void {
  if (!process.emit('SIGINT', 'SIGINT')) process.exit(new Interrupted().code);
}

/** If the streams are redirected, opens the controlling terminal, as ssh does. */
function openTerminal({ stdin, stderr }: World): Terminal | undefined {
  if (stdin.isTTY && stderr.isTTY)
    return { input: stdin, output: stderr, feed: () => undefined, close: () => stdin.pause() };
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
    feed: () => undefined,
    close() {
      input.destroy();
      output.destroy();
    },
  };
}

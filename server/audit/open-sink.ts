import { open, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { codeOf } from '#server/error-code.ts';
import { StartError } from '#server/platform/start-error.ts';
import { readLine } from './chain.ts';

/** Lines are some 150 bytes: about 50,000 of them wait for a disk. */
const MAX_WAITING_BYTES = 8_000_000;
const RETRY_MS = 5_000;
/** The last head is this near to the end, unless more than this was written in one hour. */
const TAIL_BYTES = 4_000_000;
const NEWLINE = 0x0a;

/** Where the lines go. Nobody waits for it. */
export interface Sink {
  /** The mac of the last head that is there already; empty without one. */
  readonly lastMac: string;
  readonly write: (lines: string) => void;
  /** Counts a line as lost if no more can wait. */
  readonly isFull: () => boolean;
  /** @returns how many lines were lost since the last call */
  readonly takeLost: () => number;
  readonly close: () => Promise<void>;
}

export function standardOutput(out: (lines: string) => void): Sink {
  return { lastMac: '', write: out, isFull: () => false, takeLost: () => 0, close: async () => undefined };
}

export interface FileSinkOptions {
  readonly path: string;
  /** Called when writing begins to fail. The lines wait, and are tried again. */
  readonly failed: (error: unknown) => void;
}

/**
 * Appends to a file, which is opened by its name for each write, so that it can be rotated.
 * @throws StartError if it cannot be written
 */
export async function fileSink({ path, failed }: FileSinkOptions): Promise<Sink> {
  const lastMac = await continueFile(path).catch((error: unknown) => {
    throw new StartError(`The audit file ${path} cannot be written (${codeOf(error)}). See SOTTO_AUDIT.`);
  });
  const writer = new FileWriter({ path, failed });
  let lost = 0;
  return {
    lastMac,
    write: (lines) => writer.write(lines),
    isFull() {
      if (writer.waitingBytes < MAX_WAITING_BYTES) return false;
      lost += 1;
      return true;
    },
    takeLost() {
      const count = lost;
      lost = 0;
      return count;
    },
    close: () => writer.close(),
  };
}

/** Writes one batch of lines after another, and tries again what a full disk did not take. */
class FileWriter {
  readonly #options: FileSinkOptions;
  waitingBytes = 0;
  #lines: string[] = [];
  readonly #closing = new AbortController();
  #writing: Promise<void> | undefined;

  constructor(options: FileSinkOptions) {
    this.#options = options;
  }

  write(lines: string): void {
    this.#lines.push(lines);
    this.waitingBytes += Buffer.byteLength(lines);
    void this.#start();
  }

  /** Gives up lines that cannot be written now. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#start();
  }

  #start(): Promise<void> {
    return (this.#writing ??= this.#writeAll().finally(() => (this.#writing = undefined)));
  }

  async #writeAll(): Promise<void> {
    while (this.#lines.length > 0) {
      const batch = Buffer.from(this.#lines.splice(0).join(''));
      if (!(await this.#writeBatch(batch))) return;
    }
  }

  /** @returns false if it was given up */
  async #writeBatch(batch: Buffer): Promise<boolean> {
    const { signal } = this.#closing;
    let isFailing = false;
    for (let at = 0; at < batch.length;) {
      const { bytes, start } = restOf(batch, at);
      const written = await append(this.#options.path, bytes).catch((error: unknown) => {
        if (!isFailing) this.#options.failed(error);
        return 0;
      });
      isFailing = written === 0;
      const next = isFailing ? at : start + written;
      this.waitingBytes -= next - at;
      at = next;
      if (isFailing && signal.aborted) return false;
      if (isFailing) await delay(RETRY_MS, undefined, { ref: false, signal }).catch(() => undefined);
    }
    return true;
  }
}

/**
 * A line that a full disk cut is written again as a whole, on a line of its own: another process may have appended to its
 * first part. `start` is the place of the first byte in the batch, which is one earlier with the line break before it.
 */
export function restOf(batch: Buffer, at: number): { readonly bytes: Uint8Array; readonly start: number } {
  if (at === 0 || batch[at - 1] === NEWLINE) return { bytes: batch.subarray(at), start: at };
  const lineStart = batch.lastIndexOf(NEWLINE, at - 1) + 1;
  return { bytes: Buffer.concat([Buffer.of(NEWLINE), batch.subarray(lineStart)]), start: lineStart - 1 };
}

/** @returns how many bytes were written: a full disk takes a part */
async function append(path: string, bytes: Uint8Array): Promise<number> {
  const file = await open(path, 'a', 0o600);
  try {
    return (await file.write(bytes)).bytesWritten;
  } finally {
    await file.close();
  }
}

/** Ends a line that a killed process has cut, so that the next one is not lost with it. @returns the mac of the last head */
async function continueFile(path: string): Promise<string> {
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await stat(path);
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
    await file.read(tail, 0, tail.length, size - tail.length);
    if (size > 0 && tail.at(-1) !== NEWLINE) await file.write('\n');
    const lines = tail.toString().split('\n').map(readLine);
    const mac = lines.findLast((line) => line?.act === 'head')?.['mac'];
    return typeof mac === 'string' ? mac : '';
  } finally {
    await file.close();
  }
}

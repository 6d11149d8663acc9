import type { FileHandle } from 'node:fs/promises';
import type { StoredRange } from './blobs.ts';
import { readPieces } from './pieces.ts';

/** Closes a range that was neither read nor returned. */
const forgotten = new FinalizationRegistry<FileHandle>((file) => void file.close());

/** Not a generator: `return` does nothing on one that has not started, so the file would stay open. */
export class OpenRange implements AsyncIterableIterator<Uint8Array<ArrayBuffer>, undefined> {
  readonly #file: FileHandle;
  readonly #pieces: AsyncGenerator<Uint8Array<ArrayBuffer>, void>;

  constructor(file: FileHandle, range: Pick<StoredRange, 'start' | 'end'>) {
    this.#file = file;
    this.#pieces = readPieces(file, range);
    forgotten.register(this, file, this);
  }

  async next(): Promise<IteratorResult<Uint8Array<ArrayBuffer>, undefined>> {
    try {
      const step = await this.#pieces.next();
      if (step.done !== true) return step;
    } catch (error) {
      await this.#close();
      throw error;
    }
    await this.#close();
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<Uint8Array<ArrayBuffer>, undefined>> {
    await this.#pieces.return();
    await this.#close();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #close(): Promise<void> {
    forgotten.unregister(this);
    await this.#file.close();
  }
}

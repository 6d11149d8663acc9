import type { SlotFolder } from '#server/erasure/slot-folder/slot-folder.ts';
import { BLOCK_SLOTS } from './key-folder-row.ts';

export interface SlotBlocksParts {
  /** Reserves the next slots for this process, in a transaction. @returns the first */
  readonly take: (slots: number) => Promise<number>;
  readonly prepare: SlotFolder['prepare'];
}

/** The slots that this process may use, each once. Takes the next block when half of the last one is used. */
export class SlotBlocks {
  readonly #parts: SlotBlocksParts;
  readonly #firsts: number[] = [];
  #used = 0;
  #taking: Promise<void> | undefined;

  constructor(parts: SlotBlocksParts) {
    this.#parts = parts;
  }

  async next(): Promise<number> {
    for (;;) {
      const [first] = this.#firsts;
      if (first !== undefined) return this.#use(first);
      await this.#takeBlock();
    }
  }

  #use(first: number): number {
    const slot = first + this.#used++;
    if (this.#used === BLOCK_SLOTS) {
      this.#used = 0;
      this.#firsts.shift();
    } else if (this.#used === BLOCK_SLOTS / 2 && this.#firsts.length === 1) {
      // If this fails, the caller that needs the block tries again and gets the error.
      this.#takeBlock().catch(() => undefined);
    }
    return slot;
  }

  #takeBlock(): Promise<void> {
    return (this.#taking ??= this.#take().finally(() => (this.#taking = undefined)));
  }

  async #take(): Promise<void> {
    const first = await this.#parts.take(BLOCK_SLOTS);
    await this.#parts.prepare(first);
    this.#firsts.push(first);
  }
}

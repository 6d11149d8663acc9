/**
 * Joins pieces as they arrive. Kept one by one, pieces of one byte would each take up about a hundred bytes, so a body sent
 * byte by byte would need far more memory than the limits count for it.
 */
export class CollectedBytes {
  #memory = new Uint8Array(0);
  #length = 0;
  readonly #expectedBytes: number;

  /** @param expectedBytes allocated at once when the first piece arrives; 0: unknown */
  constructor(expectedBytes = 0) {
    this.#expectedBytes = expectedBytes;
  }

  get length(): number {
    return this.#length;
  }

  add(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#memory.length) this.#grow(length);
    this.#memory.set(piece, this.#length);
    this.#length = length;
  }

  /** What was added, without a copy. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#memory.subarray(0, this.#length);
  }

  #grow(length: number): void {
    const grown = new Uint8Array(Math.max(length, this.#expectedBytes, 2 * this.#memory.length));
    grown.set(this.bytes());
    this.#memory = grown;
  }
}

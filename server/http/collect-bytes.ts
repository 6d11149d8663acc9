/**
 * Joins pieces as they arrive. A list of one-byte pieces would use about a hundred bytes for each, so a body sent byte
 * by byte would need far more memory than the limits count for it.
 */
export class CollectedBytes {
  #memory = new Uint8Array(0);
  #length = 0;
  readonly #expectedBytes: number;

  /** @param expectedBytes allocated when the first piece arrives; 0 if unknown */
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

  /** A view of the collected bytes, not a copy. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#memory.subarray(0, this.#length);
  }

  #grow(length: number): void {
    const grown = new Uint8Array(Math.max(length, this.#expectedBytes, 2 * this.#memory.length));
    grown.set(this.bytes());
    this.#memory = grown;
  }
}

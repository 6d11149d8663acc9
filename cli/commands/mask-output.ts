const MASK = Buffer.from('***');
const NONE = -1;
const ROOT = 0;
const BYTES = 256;

/** Replaces the forms of secret values in an output that arrives in pieces of any size. */
export interface Masker {
  /** @returns what can be written now. At most the length of the longest form, less one byte, is held back. */
  push(chunk: Uint8Array): Uint8Array;
  /** @returns what was held back */
  end(): Uint8Array;
}

/**
 * An Aho–Corasick automaton: a tree of the forms in which every node also knows the longest other beginning of a form
 * that its own text ends with. The search takes linear time. Children are a linked list of siblings, because nearly
 * every node has one child.
 */
class FormTree {
  readonly byte: Uint8Array;
  readonly child: Int32Array;
  readonly sibling: Int32Array;
  readonly depth: Int32Array;
  /** The node of the longest beginning that this node's text ends with. */
  readonly fallback: Int32Array;
  /** The length of the longest form that this node's text ends with; 0 without one. */
  readonly found: Int32Array;
  /** The children of the root, by byte: most of an output matches nothing. */
  readonly first = new Int32Array(BYTES).fill(NONE);

  constructor(forms: readonly Uint8Array[]) {
    const nodes = 1 + forms.reduce((sum, { length }) => sum + length, 0);
    this.byte = new Uint8Array(nodes);
    this.child = new Int32Array(nodes).fill(NONE);
    this.sibling = new Int32Array(nodes).fill(NONE);
    this.depth = new Int32Array(nodes);
    this.fallback = new Int32Array(nodes);
    this.found = new Int32Array(nodes);
    this.#grow(forms);
    this.#link();
  }

  childOf(node: number, byte: number): number {
    if (node === ROOT) return this.first[byte] ?? NONE;
    let child = this.child[node] ?? NONE;
    while (child !== NONE && this.byte[child] !== byte) child = this.sibling[child] ?? NONE;
    return child;
  }

  next(from: number, byte: number): number {
    let node = from;
    for (;;) {
      const child = this.childOf(node, byte);
      if (child !== NONE) return child;
      if (node === ROOT) return ROOT;
      node = this.fallback[node] ?? ROOT;
    }
  }

  /** How many of the last bytes may be the beginning of a longer form. */
  openBytes(from: number): number {
    let node = from;
    while (node !== ROOT && this.child[node] === NONE) node = this.fallback[node] ?? ROOT;
    return this.depth[node] ?? 0;
  }

  #grow(forms: readonly Uint8Array[]): void {
    let nodes = 1;
    for (const form of forms) {
      let node = ROOT;
      for (const byte of form) {
        let child = this.childOf(node, byte);
        if (child === NONE) {
          child = nodes++;
          this.byte[child] = byte;
          this.depth[child] = (this.depth[node] ?? 0) + 1;
          this.sibling[child] = this.child[node] ?? NONE;
          this.child[node] = child;
          if (node === ROOT) this.first[byte] = child;
        }
        node = child;
      }
      this.found[node] = form.length;
    }
  }

  /** Level by level: a node's text falls back to a shorter one, which has been linked by then. */
  #link(): void {
    let level = [ROOT];
    while (level.length > 0) {
      const below: number[] = [];
      for (const node of level) {
        for (let child = this.child[node] ?? NONE; child !== NONE; child = this.sibling[child] ?? NONE) {
          const parent = this.fallback[node] ?? ROOT;
          const fallback = node === ROOT ? ROOT : this.next(parent, this.byte[child] ?? 0);
          this.fallback[child] = fallback;
          if (this.found[child] === 0) this.found[child] = this.found[fallback] ?? 0;
          below.push(child);
        }
      }
      level = below;
    }
  }
}

/** Bytes `start` to `end` of the output belong to a form. */
interface Run {
  start: number;
  end: number;
}

/**
 * Every byte that belongs to an occurrence of a form is left out, and each run of such bytes becomes `***`. So forms
 * that overlap leave nothing of each other. Any other byte passes unchanged.
 * @returns a function that makes a masker for one stream
 */
export function maskerOf(given: readonly Uint8Array[]): () => Masker {
  const forms = new FormTree(given);
  return () => new StreamMasker(forms);
}

class StreamMasker implements Masker {
  readonly #forms: FormTree;
  #node = ROOT;
  /** Bytes that have not been written yet. */
  #held: Uint8Array = new Uint8Array(0);
  /** The position of the first held byte in the whole output. */
  #from = 0;
  /** The position after the last run that was written as `***`. */
  #maskedTo = NONE;
  #runs: Run[] = [];

  constructor(forms: FormTree) {
    this.#forms = forms;
  }

  push(chunk: Uint8Array): Uint8Array {
    let at = this.#from + this.#held.length;
    for (const byte of chunk) {
      this.#node = this.#forms.next(this.#node, byte);
      at += 1;
      const length = this.#forms.found[this.#node] ?? 0;
      if (length > 0) this.#cover(at - length, at);
    }
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    return this.#writeTo(at - this.#forms.openBytes(this.#node));
  }

  end(): Uint8Array {
    this.#node = ROOT;
    return this.#writeTo(this.#from + this.#held.length);
  }

  /** Ends come in order, so only the last runs can touch a new one. */
  #cover(from: number, end: number): void {
    let start = from;
    for (let last = this.#runs.at(-1); last !== undefined && last.end >= start; last = this.#runs.at(-1)) {
      start = Math.min(start, last.start);
      this.#runs.pop();
    }
    this.#runs.push({ start, end });
  }

  /** Takes everything before a position, and the whole of a run that begins before it. */
  #writeTo(until: number): Uint8Array {
    const pieces: Uint8Array[] = [];
    let at = this.#from;
    const copyTo = (end: number) => {
      if (end > at) pieces.push(this.#held.subarray(at - this.#from, end - this.#from));
      at = Math.max(at, end);
    };
    const done = this.#runs.filter(({ start }) => start < until || start <= this.#maskedTo);
    for (const { start, end } of done) {
      copyTo(start);
      if (start > this.#maskedTo) pieces.push(MASK);
      this.#maskedTo = Math.max(this.#maskedTo, end);
      at = Math.max(at, end);
    }
    this.#runs = this.#runs.slice(done.length);
    copyTo(until);
    this.#held = this.#held.subarray(at - this.#from);
    this.#from = at;
    return Buffer.concat(pieces);
  }
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { open, read, write } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SourceFile } from '#client/body-source.ts';
import { openSource, TooLong } from './open-source.ts';

/** How many bytes may still be read, for all files together. */
export interface Budget {
  leftBytes: number;
}

interface Spooling {
  readonly path: string;
  readonly budget: Budget;
  readonly signal: AbortSignal;
}

/** A longer source goes to disk, encrypted. */
const MEMORY_BYTES = 16 * 1024 * 1024;

/* File descriptors instead of FileHandle objects: a spool file stays open until the process ends. */
const opened = promisify(open);
const readFrom = promisify(read);
const writeTo = promisify(write);

/**
 * Reads a source of unknown size to its end, because an upload declares its length first. Keeps short content in
 * memory, and longer content in an unnamed file, encrypted under a key that only this process has.
 * @throws TooLong, the signal's reason, the file system's errors
 */
export async function spool({ path, budget, signal }: Spooling): Promise<SourceFile> {
  const { stream } = await openSource(path);
  const store = new Store();
  const stop = () => void stream.destroy(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    for await (const piece of stream as AsyncIterable<Buffer>) {
      budget.leftBytes -= piece.length;
      if (budget.leftBytes < 0) throw new TooLong();
      await store.add(piece);
    }
    signal.throwIfAborted();
    return store;
  } finally {
    signal.removeEventListener('abort', stop);
    stream.destroy();
  }
}

class Store implements SourceFile {
  size = 0;
  readonly #inMemory: Uint8Array[] = [];
  #onDisk: EncryptedFile | undefined;

  async add(piece: Uint8Array): Promise<void> {
    if (this.#onDisk === undefined && this.size + piece.length > MEMORY_BYTES) {
      this.#onDisk = await EncryptedFile.create();
      for (const kept of this.#inMemory.splice(0)) await this.#onDisk.append(kept);
    }
    if (this.#onDisk === undefined) this.#inMemory.push(piece);
    else await this.#onDisk.append(piece);
    this.size += piece.length;
  }

  async read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#onDisk !== undefined) return this.#onDisk.read(start, end);
    if (this.#inMemory.length > 1) this.#inMemory.splice(0, Infinity, Buffer.concat(this.#inMemory));
    return new Uint8Array(this.#inMemory[0]?.subarray(start, end) ?? []);
  }
}

const BLOCK_BYTES = 16;

/** AES-256-CTR allows reading at any position. Not authenticated: without a name, others cannot change the file. */
class EncryptedFile {
  readonly #file: number;
  readonly #key = randomBytes(32);
  readonly #cipher = createCipheriv('aes-256-ctr', this.#key, counter(0));

  private constructor(file: number) {
    this.#file = file;
  }

  static async create(): Promise<EncryptedFile> {
    const folder = await mkdtemp(join(tmpdir(), 'sotto-'));
    try {
      return new EncryptedFile(await opened(join(folder, 'spool'), 'wx+', 0o600));
    } finally {
      // Windows cannot remove an open file, but the file is unreadable without the key.
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  async append(piece: Uint8Array): Promise<void> {
    const encrypted = this.#cipher.update(piece);
    for (let at = 0; at < encrypted.length;) at += (await writeTo(this.#file, encrypted, at)).bytesWritten;
  }

  async read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const block = Math.floor(start / BLOCK_BYTES);
    const from = block * BLOCK_BYTES;
    const encrypted = new Uint8Array(end - from);
    for (let at = 0; at < encrypted.length;) {
      const { bytesRead } = await readFrom(this.#file, encrypted, at, encrypted.length - at, from + at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    const decipher = createDecipheriv('aes-256-ctr', this.#key, counter(block));
    return new Uint8Array(decipher.update(encrypted).subarray(start - from));
  }
}

function counter(block: number): Uint8Array {
  const bytes = Buffer.alloc(BLOCK_BYTES);
  bytes.writeBigUInt64BE(BigInt(block), BLOCK_BYTES - 8);
  return bytes;
}

import type { pace } from './limits.ts';

export type Pace = { readonly [K in keyof typeof pace]: number };

/** The bytes that moved while the server waited for the client. */
interface Sample {
  readonly bytes: number;
  readonly ms: number;
}

/** The largest burst that counts for the time before it, in windows at the slowest pace: 240 KiB. */
const MAX_BURST_WINDOWS = 2;

/**
 * A sliding window over the time that the server waited for a client. It excludes the time that the client waited for
 * the server.
 *
 * Receivers buffer: one that reads 5 KiB/s may acknowledge 128 KiB every 25 seconds, so a window may contain one or two
 * such bursts. Empty samples therefore add up the bytes that are missing at the slowest pace, and a burst pays for the
 * time that it took.
 */
export class PaceWindow {
  #samples: Sample[] = [];
  #bytes = 0;
  #ms = 0;
  /** Missing bytes; negative after a burst larger than a window. */
  #missing = 0;

  add(sample: Sample, { windowMs, minBytesPerSecond }: Pace): void {
    const isBurst = (this.#samples.at(-1)?.bytes ?? 0) === 0;
    const windowBytes = (minBytesPerSecond * windowMs) / 1000;
    const paidAhead = isBurst ? Math.min(sample.bytes, MAX_BURST_WINDOWS * windowBytes) - windowBytes : 0;
    const missing = this.#missing + (minBytesPerSecond * sample.ms) / 1000 - sample.bytes;
    this.#missing = Math.max(missing, -Math.max(0, paidAhead));
    this.#samples.push(sample);
    this.#bytes += sample.bytes;
    this.#ms += sample.ms;
    for (let first = this.#samples[0]; first && this.#ms - first.ms >= windowMs; first = this.#samples[0]) {
      this.#samples.shift();
      this.#bytes -= first.bytes;
      this.#ms -= first.ms;
    }
  }

  /** The measured time. */
  get ms(): number {
    return this.#ms;
  }

  get bytesPerSecond(): number {
    return this.#ms === 0 ? 0 : (this.#bytes * 1000) / this.#ms;
  }

  /** Never true before a whole window was measured. */
  isTooSlow({ windowMs, minBytesPerSecond }: Pace): boolean {
    if (this.#ms < windowMs || this.#bytes * 1000 >= minBytesPerSecond * this.#ms) return false;
    const isSteady = this.#samples.every(({ bytes }) => bytes > 0);
    return isSteady || this.#missing * 1000 >= minBytesPerSecond * windowMs;
  }

  clear(): void {
    this.#samples = [];
    this.#bytes = 0;
    this.#ms = 0;
    this.#missing = 0;
  }
}

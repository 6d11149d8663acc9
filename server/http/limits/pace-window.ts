import type { pace } from './limits.ts';

export type Pace = { readonly [K in keyof typeof pace]: number };

/** What moved, in bytes, while we waited for the other side. */
interface Sample {
  readonly bytes: number;
  readonly ms: number;
}

/** A sliding window over the time that we waited for a client. Time in which the client waited for us is not in it. */
export class PaceWindow {
  #samples: Sample[] = [];
  #bytes = 0;
  #ms = 0;

  add(sample: Sample, { windowMs }: Pick<Pace, 'windowMs'>): void {
    this.#samples.push(sample);
    this.#bytes += sample.bytes;
    this.#ms += sample.ms;
    for (let first = this.#samples[0]; first && this.#ms - first.ms >= windowMs; first = this.#samples[0]) {
      this.#samples.shift();
      this.#bytes -= first.bytes;
      this.#ms -= first.ms;
    }
  }

  /** Never before a whole window has been waited. */
  isTooSlow({ windowMs, minBytesPerSecond }: Pace): boolean {
    return this.#ms >= windowMs && this.#bytes * 1000 < minBytesPerSecond * this.#ms;
  }

  clear(): void {
    this.#samples = [];
    this.#bytes = 0;
    this.#ms = 0;
  }
}

import { residentMegabytes } from './resident-memory.ts';

const INTERVAL_MS = 25;

/** Megabytes (10⁶ bytes), of one process or the sum of several. */
export interface MemoryUse {
  /** The maximum in the first third, without the first tenth, which is warm-up. */
  readonly early: number;
  /** The maximum in the last third. */
  readonly late: number;
  readonly peak: number;
  readonly samples: number;
}

export interface MemoryWatch {
  /** Memory use since the start, or since the last call. */
  lap(): MemoryUse;
  stop(): void;
}

/** @param pids called for every sample, because a browser's processes come and go */
export function watchMemory(pids: () => readonly number[]): MemoryWatch {
  let samples: number[] = [];
  const sample = () => {
    samples.push(pids().reduce((sum, pid) => sum + residentMegabytes(pid), 0));
  };
  const timer = setInterval(sample, INTERVAL_MS);
  return {
    lap() {
      sample();
      const use = useOf(samples);
      samples = [];
      return use;
    },
    stop: () => clearInterval(timer),
  };
}

function useOf(samples: readonly number[]): MemoryUse {
  const most = (from: number, to: number) =>
    Math.max(...samples.slice(Math.floor(from * samples.length), Math.max(1, Math.ceil(to * samples.length))));
  return { early: most(0.1, 0.4), late: most(0.67, 1), peak: most(0, 1), samples: samples.length };
}

/** `early 80, late 85, peak 90 MB` */
export const sayMemory = ({ early, late, peak }: MemoryUse): string =>
  `early ${early.toFixed(0)}, late ${late.toFixed(0)}, peak ${peak.toFixed(0)} MB`;

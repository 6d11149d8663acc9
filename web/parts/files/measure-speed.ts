/** A request carries several megabytes, so a slow connection acknowledges few per minute; the mean needs some. */
const WINDOW_MS = 10_000;
const LEAST_MARKS = 6;
/** Estimates in the first moments are mostly wrong. */
const SETTLED_MS = 2000;

interface Mark {
  readonly atMs: number;
  readonly bytes: number;
}

export interface Speedometer {
  /** @param bytes the total so far */
  readonly mark: (atMs: number, bytes: number) => void;
  /** The mean over the last ten seconds or the last few marks; undefined until it is meaningful. */
  readonly bytesPerSecond: () => number | undefined;
  /** Starts over after a pause or a lost connection. */
  readonly reset: () => void;
}

export function createSpeedometer(): Speedometer {
  let marks: Mark[] = [];
  return {
    mark: (atMs, bytes) => {
      marks.push({ atMs, bytes });
      const stale = (mark: Mark, i: number) => atMs - mark.atMs > WINDOW_MS && i < marks.length - LEAST_MARKS;
      marks = marks.filter((mark, i) => !stale(mark, i));
    },
    bytesPerSecond: () => {
      const [first, last] = [marks[0], marks.at(-1)];
      if (first === undefined || last === undefined || last.atMs - first.atMs < SETTLED_MS) return undefined;
      return last.bytes > first.bytes ? (1000 * (last.bytes - first.bytes)) / (last.atMs - first.atMs) : undefined;
    },
    reset: () => {
      marks = [];
    },
  };
}

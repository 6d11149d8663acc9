/** Requests are some megabytes: on a slow line few are acknowledged in a minute, and a few are needed for a mean. */
const WINDOW_MS = 10_000;
const LEAST_MARKS = 6;
/** What is said of the first moment is mostly wrong. */
const SETTLED_MS = 2000;

interface Mark {
  readonly atMs: number;
  readonly bytes: number;
}

export interface Speedometer {
  /** @param bytes in all, up to now */
  readonly mark: (atMs: number, bytes: number) => void;
  /** Over the last ten seconds or the last few marks; undefined until there is something to go by. */
  readonly bytesPerSecond: () => number | undefined;
  /** What comes now is not to be measured against what was before: a pause, a lost line. */
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

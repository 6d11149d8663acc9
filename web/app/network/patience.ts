import type { Trouble } from './trouble.ts';

export type Wait = (seconds: number, signal: AbortSignal) => Promise<void>;

/** Waits between tries, longer each time, until it is over or the person, or a returning network, is quicker. */
export interface Patience {
  readonly pause: (attempt: number, trouble?: Trouble) => Promise<void>;
  /** Ends the present pauses. */
  readonly hurry: () => void;
}

const RETRY_SECONDS = [1, 2, 4, 8, 15, 30];

/** A server may ask for a day, but an open page tries again sooner. */
const LONGEST_SECONDS = 900;

/** @param pauses seconds of the first pause, the second, …; the last one is that of all later ones. */
export function createPatience(wait: Wait, pauses: readonly number[] = RETRY_SECONDS): Patience {
  const pausing = new Set<AbortController>();
  return {
    pause: async (attempt, trouble) => {
      const hurried = new AbortController();
      pausing.add(hurried);
      const seconds = pauses[Math.min(attempt, pauses.length - 1)] ?? 0;
      await wait(Math.max(seconds, Math.min(trouble?.afterSeconds ?? 0, LONGEST_SECONDS)), hurried.signal).catch(
        () => undefined,
      );
      pausing.delete(hurried);
    },
    hurry: () => pausing.forEach((hurried) => hurried.abort()),
  };
}

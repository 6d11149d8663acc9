import type { Trouble } from './trouble.ts';

export type Wait = (seconds: number, signal: AbortSignal) => Promise<void>;

/** Waits between tries, longer each time, until it is over or the person, or a returning network, is quicker. */
export interface Patience {
  readonly pause: (attempt: number, trouble?: Trouble) => Promise<void>;
  /** Ends the present pause, if there is one. */
  readonly hurry: () => void;
}

const BACKOFF_SECONDS = [1, 2, 4, 8, 15, 30];
const LONGEST_SECONDS = 30;

export function createPatience(wait: Wait): Patience {
  let pausing: AbortController | undefined;
  return {
    pause: async (attempt, trouble) => {
      const hurried = new AbortController();
      pausing = hurried;
      const seconds = BACKOFF_SECONDS[attempt] ?? LONGEST_SECONDS;
      await wait(Math.max(seconds, trouble?.afterSeconds ?? 0), hurried.signal).catch(() => undefined);
    },
    hurry: () => pausing?.abort(),
  };
}

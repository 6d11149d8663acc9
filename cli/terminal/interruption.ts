const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
export type Ending = keyof typeof signalNumbers;

/** A signal requests an end. The command cleans up, then exits with a code that tells which signal it was. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly ending: Ending;
  readonly code: number;
  /** A message for people about what is left behind; undefined if nothing is. */
  readonly left: string | undefined;

  constructor(ending: Ending = 'SIGINT', left?: string) {
    super(ending);
    this.ending = ending;
    this.code = 128 + signalNumbers[ending];
    this.left = left;
  }
}

export interface Interruption {
  /** Aborted with `Interrupted`. */
  readonly signal: AbortSignal;
  /** Sends further signals to `to` instead. */
  readonly passOn: (to: (ending: Ending) => void) => void;
}

/** The first signal aborts `act`. The second ends the process immediately. */
export async function interruptibly<T>(act: (interruption: Interruption) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let take = (ending: Ending) => {
    const reason = new Interrupted(ending);
    if (stop.signal.aborted) process.exit(reason.code);
    stop.abort(reason);
  };
  const ignore = onEnding((ending) => take(ending));
  try {
    return await act({ signal: stop.signal, passOn: (to) => (take = to) });
  } finally {
    ignore();
  }
}

/** Calls `act` for each signal that requests an end. @returns a function that removes the listeners */
export function onEnding(act: (ending: Ending) => void): () => void {
  const endings = Object.keys(signalNumbers) as Ending[];
  for (const ending of endings) process.on(ending, act);
  return () => {
    for (const ending of endings) process.off(ending, act);
  };
}

const GRACE_MS = 1000;

/**
 * Sets the exit code. After a grace period, ends the process even if a connection is open, such as one to a hung
 * proxy.
 */
export function endProcess(exitCode: number): void {
  process.exitCode = exitCode;
  setTimeout(() => process.exit(), GRACE_MS).unref();
}

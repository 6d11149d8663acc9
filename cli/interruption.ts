const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
type Ending = keyof typeof signalNumbers;

/** Somebody wants this to end: what was begun is cleaned up, then the exit code says which signal it was. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly code: number;

  constructor(signal: Ending = 'SIGINT') {
    super(signal);
    this.code = 128 + signalNumbers[signal];
  }
}

/** The first signal asks to end, the second does not ask any more. */
export async function interruptibly<T>(act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onSignal = (signal: Ending) => {
    const reason = new Interrupted(signal);
    if (stop.signal.aborted) process.exit(reason.code);
    stop.abort(reason);
  };
  const endings = Object.keys(signalNumbers) as Ending[];
  for (const ending of endings) process.on(ending, onSignal);
  try {
    return await act(stop.signal);
  } finally {
    for (const ending of endings) process.off(ending, onSignal);
  }
}

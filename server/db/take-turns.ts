import { AppError } from '#server/errors.ts';

/** Runs the work for one id, a few at a time, in the order of the calls. */
export type TakeTurns = <T>(id: Uint8Array, work: () => Promise<T>) => Promise<T>;

export interface TurnLimits {
  readonly atOnce: number;
  /** After this a call fails with `unavailable`, and its work does not run. */
  readonly maxWaitMs: number;
}

interface Line {
  working: number;
  /** Each begins its call. */
  readonly waiting: Set<() => void>;
}

/**
 * Transactions that lock the same row wait for each other. Here they wait without a connection, so that many of them
 * leave the pool to others.
 */
export function createTurns({ atOnce, maxWaitMs }: TurnLimits): TakeTurns {
  const lines = new Map<string, Line>();
  return async (id, work) => {
    const name = Buffer.from(id).toString('hex');
    const line = lines.get(name) ?? { working: 0, waiting: new Set() };
    lines.set(name, line);
    if (line.working < atOnce) line.working++;
    else await turnIn(line, maxWaitMs);
    try {
      return await work();
    } finally {
      pass(line);
      if (line.working === 0) lines.delete(name);
    }
  };
}

function turnIn({ waiting }: Line, maxWaitMs: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const begin = () => {
    clearTimeout(late);
    resolve(undefined);
  };
  const late = setTimeout(() => {
    waiting.delete(begin);
    reject(new AppError('unavailable'));
  }, maxWaitMs);
  waiting.add(begin);
  return promise;
}

/** Hands the place to the next in line, if there is one. */
function pass(line: Line): void {
  const [next] = line.waiting;
  if (next === undefined) {
    line.working--;
    return;
  }
  line.waiting.delete(next);
  next();
}

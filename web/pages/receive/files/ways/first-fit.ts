import { SaveError } from './way.ts';
import type { Way } from './way.ts';

/** Each way in its turn until the browser has one. The last one says why, where none is. */
export function firstFit(ways: readonly Way[]): Way {
  return async (wanted) => {
    let fault: unknown;
    for (const way of ways) {
      try {
        return await way(wanted);
      } catch (error) {
        if (error instanceof SaveError) throw error;
        fault = error;
      }
    }
    throw fault;
  };
}

import { codeOf, isSystemError } from '#server/error-code.ts';
import { AppError } from '#server/errors.ts';

export type Limited = <T>(work: () => Promise<T>) => Promise<T>;

export const keysUnavailable = (): AppError => new AppError('unavailable', { part: 'keys' });

/**
 * Calls to a mount that hangs never return, and each occupies one of the few threads for files. Once a call is late,
 * further calls fail immediately until it returns.
 */
export function limitTime(maxWaitMs: number): Limited {
  let late = 0;
  return (work) => {
    if (late > 0) return Promise.reject(keysUnavailable());
    return new Promise((resolve, reject) => {
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        late++;
        reject(keysUnavailable());
      }, maxWaitMs);
      const ended = () => {
        clearTimeout(timer);
        if (isLate) late--;
      };
      work().then(
        (value) => {
          ended();
          resolve(value);
        },
        (error: unknown) => {
          ended();
          reject(explain(error));
        },
      );
    });
  };
}

/** Turns an error of the file system into the one that a client gets. */
function explain(error: unknown): Error {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new AppError('insufficient-storage');
  if (isSystemError(error)) return keysUnavailable();
  return error instanceof Error ? error : new Error('A call of the file system failed.');
}

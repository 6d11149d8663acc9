import { ApiError } from '#client/errors.ts';

/** A manage link does not say what it manages. Tries a share first, and a request if there is no such share. */
export async function ofEither<T>(share: () => Promise<T>, request: () => Promise<T>): Promise<T> {
  try {
    return await share();
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not-found') return request();
    throw error;
  }
}

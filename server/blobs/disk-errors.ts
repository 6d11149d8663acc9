import { codeOf } from '#server/error-code.ts';
import { AppError } from '#server/errors.ts';
import { BodyGone } from './blobs.ts';

/** The disk is full, the quota is used up, or the file would be too long (`ulimit -f`). */
const noRoom = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

const RETRY_AFTER_SECONDS = 10;

export const isNoRoom = (error: unknown): boolean => noRoom.has(codeOf(error));

/** Maps the disk errors of a put. @throws AppError `insufficient-storage`, BodyGone, or the original error */
export async function whilePutting<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isNoRoom(error)) throw new AppError('insufficient-storage', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    if (codeOf(error) === 'ENOENT') throw new BodyGone({ cause: error });
    throw error;
  }
}

/** @returns undefined if there is no such file or folder */
export async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

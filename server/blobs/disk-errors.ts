import { codeOf } from '#server/error-code.ts';
import { AppError } from '#server/errors.ts';
import { BodyGone } from './blobs.ts';

/** The disk is full, the quota is used up, or no file may become as long as this (as under `ulimit -f`). */
const noRoom = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

const RETRY_AFTER_SECONDS = 10;

export const isNoRoom = (error: unknown): boolean => noRoom.has(codeOf(error));

/** For what a put does on the disk. @throws AppError `insufficient-storage`, BodyGone, or what went wrong as it is */
export async function whilePutting<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isNoRoom(error)) throw new AppError('insufficient-storage', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    if (codeOf(error) === 'ENOENT') throw new BodyGone({ cause: error });
    throw error;
  }
}

/** @returns undefined when there is no such file or folder */
export async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

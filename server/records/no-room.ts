import { isDiskFull } from '#server/error-code.ts';
import { AppError } from '#server/errors.ts';

/** A full disk or quota recovers when an operator makes room or shares expire. */
export const NO_ROOM_RETRY_SECONDS = 60;
/** For a part of a running upload: its sender is waiting. */
export const PART_RETRY_SECONDS = 10;

/** 507, with the time after which to retry. */
export const noRoom = (retryAfterSeconds: number): AppError =>
  new AppError('insufficient-storage', { retryAfterSeconds: Math.max(1, retryAfterSeconds) });

/**
 * For a database write that belongs to a part. A full disk is temporary, and the sender of the part retries. @throws
 * AppError `insufficient-storage`
 */
export async function whileDiskMayBeFull<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    throw isDiskFull(error) ? noRoom(PART_RETRY_SECONDS) : error;
  }
}

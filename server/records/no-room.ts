import { isDiskFull } from '#server/error-code.ts';
import { AppError } from '#server/errors.ts';

/** A disk or a quota that is full is made room on by people, or by what expires. */
export const NO_ROOM_RETRY_SECONDS = 60;
/** For a part of an upload that is under way: its sender waits. */
export const PART_RETRY_SECONDS = 10;

/** 507, with the time after which it is worth another try. */
export const noRoom = (retryAfterSeconds: number): AppError =>
  new AppError('insufficient-storage', { retryAfterSeconds: Math.max(1, retryAfterSeconds) });

/** For a write to the database on behalf of a part: a full disk passes, and its sender waits. @throws AppError `insufficient-storage` */
export async function whileDiskMayBeFull<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    throw isDiskFull(error) ? noRoom(PART_RETRY_SECONDS) : error;
  }
}

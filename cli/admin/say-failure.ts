import { sayUnexpected } from '#cli/terminal/exit-codes.ts';
import { BackupError } from '#server/backup/make-backup.ts';
import { isNoRoom } from '#server/blobs/disk-errors.ts';
import { StoreFault } from '#server/blobs/s3/store-fault.ts';
import { codeOf } from '#server/error-code.ts';
import { AppError } from '#server/errors.ts';
import { sayFault } from '#server/platform/start-checks/say-fault.ts';

/** One sentence for any error. */
export function sayFailure(error: unknown): string {
  if (error instanceof BackupError) return error.message;
  if (error instanceof AppError && error.cause instanceof StoreFault) return error.cause.message;
  if (error instanceof AppError && error.members['part'] === 'keys')
    return 'The folder of the erasure keys cannot be used at the moment. Check the mount of SOTTO_KEYS_DIR.';
  if (error instanceof AppError && error.code === 'unavailable') return 'The database cannot be reached at the moment.';
  if (isNoRoom(error) || codeOf(error) === 'SQLITE_FULL') return 'The disk is full. Check with: df -h';
  return sayFault(error) ?? sayUnexpected(error);
}

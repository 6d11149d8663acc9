import { decodeId } from '#crypto/ids.ts';
import { AppError } from '#server/errors.ts';

/** The id in a path. What is no id names nothing, as an id that never was does. @throws AppError `not-found` */
export function pathId(text: string): Uint8Array {
  const id = decodeId(text);
  if (id === undefined) throw new AppError('not-found');
  return id;
}

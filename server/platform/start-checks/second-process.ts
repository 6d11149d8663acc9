import { join } from 'node:path';
import { isSea } from 'node:sea';

/** The command that starts this program again. */
export function secondProcess(): [string, ...string[]] {
  return isSea() ? [process.execPath] : [process.execPath, join(import.meta.dirname, '../../../sotto.js')];
}

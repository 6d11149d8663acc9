import { MAX_TITLE_LENGTH } from '#crypto/limits.ts';
import { Failure } from './exit-codes.ts';
import { hasReplacedBytes } from './replaced-bytes.ts';

/** Checks a title by the rules of the pages. Sealed notes have little room. @throws Failure */
export function readTitle(given: string): string {
  const title = given.trim();
  if (hasReplacedBytes(title)) throw new Failure('misused', 'The title is not UTF-8. Set the terminal to UTF-8.');
  if (title.length > MAX_TITLE_LENGTH) {
    throw new Failure('misused', `The title is too long: at most ${MAX_TITLE_LENGTH} characters.`);
  }
  return title;
}

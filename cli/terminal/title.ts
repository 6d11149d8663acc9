import { MAX_TITLE_LENGTH } from '#crypto/limits.ts';
import { Failure } from './exit-codes.ts';

/** As a page lets it in: sealed notes have little room. @throws Failure */
export function readTitle(given: string): string {
  const title = given.trim();
  // Node puts this mark in the place of bytes that are not UTF-8.
  if (title.includes('\uFFFD')) throw new Failure('misused', 'The title is not UTF-8. Set the terminal to UTF-8.');
  if (title.length > MAX_TITLE_LENGTH) {
    throw new Failure('misused', `The title is too long: at most ${MAX_TITLE_LENGTH} characters.`);
  }
  return title;
}

import { MAX_TITLE_LENGTH } from '#crypto/limits.ts';
import { Failure } from './exit-codes.ts';
import { hasReplacedBytes } from './replaced-bytes.ts';
import { numberInWords } from './wording.ts';
import { inWords } from '#cli/language/words.ts';
import { program as words } from '#cli/words/program.ts';

/** Checks a title by the rules of the pages. Sealed notes have little room. @throws Failure */
export function readTitle(given: string): string {
  const title = given.trim();
  if (hasReplacedBytes(title)) throw new Failure('misused', words.titleNotUtf8);
  if (title.length > MAX_TITLE_LENGTH) {
    throw new Failure('misused', inWords(words.titleTooLong, { most: numberInWords(MAX_TITLE_LENGTH) }));
  }
  return title;
}

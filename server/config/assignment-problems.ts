import type { LineProblem } from './read-assignments.ts';

/** Each completes "Line 3 …". None quotes the text, which may be secret. */
export const problemWords: Readonly<Record<LineProblem, string>> = {
  'not-assignment': 'is not NAME=value, a comment or empty.',
  'quote-inside':
    'has a quote or a backslash in a value without quotes. Put the whole value in single quotes, or in double quotes if it contains a single quote.',
  'odd-edge':
    'has an ambiguous value: it begins with "=" or "# ", or has an unusual space, an invisible character or a typographic quote at an end. Put it in single quotes.',
  'odd-inside':
    'has an unusual space before a #, or an unusual line break, which programs read differently. Put the value in single quotes.',
  'second-assignment':
    'may set two names: a second NAME= follows a space. Use one line for each, or put the value in single quotes.',
  unclosed: 'opens a quote that is never closed.',
  'after-quote': 'has text after the closing quote. A comment there needs a space before the #.',
  'escaped-end': 'has a backslash before a closing single quote, which programs read differently. Use double quotes.',
  'unknown-escape': 'has an escape other than \\n \\r \\t \\" \\\\ \\$ \\` in double quotes.',
  control: 'has a NUL character, or a carriage return that does not end a line.',
  twice: 'sets a name that an earlier line sets.',
  wrapped:
    "may be the rest of a wrapped value from the line before. Put that value on one line, in single quotes. If this is a separate variable, put its value in single quotes ('' if it is empty).",
};

import type { LineProblem } from './read-assignments.ts';

/** Each completes "Line 3 …", and quotes nothing of the text, which may be secret. */
export const problemWords: Readonly<Record<LineProblem, string>> = {
  'not-assignment': 'is not NAME=value, a comment or empty.',
  'quote-inside':
    'has a quote or a backslash in a value without quotes. Put the whole value in single quotes; in double quotes where it has a single quote in it.',
  'odd-edge':
    'has a value that may be read in two ways: it begins with "=" or "# ", or has an odd blank, an invisible character or a typographic quote at an end. Put it in single quotes.',
  'odd-inside':
    'has an odd blank before a #, or an odd line break, that readers take in two ways. Put the value in single quotes.',
  'second-assignment':
    'may set two names: a second NAME= follows a blank. Use a line for each, or put the value in single quotes.',
  unclosed: 'opens a quote that is never closed.',
  'after-quote': 'has text after the closing quote. A comment there needs a blank before the #.',
  'escaped-end': 'has a backslash before a closing single quote, which readers take in two ways. Use double quotes.',
  'unknown-escape': 'has an escape other than \\n \\r \\t \\" \\\\ \\$ \\` in double quotes.',
  control: 'has a NUL character, or a carriage return that ends no line.',
  twice: 'sets a name that an earlier line sets.',
  wrapped:
    "may be the end of the value in the line before, which was wrapped. Put that value on one line, in single quotes. If this is a variable of its own, put its value in single quotes, '' if it is empty.",
};

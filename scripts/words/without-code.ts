/**
 * What a reader types or reads as it is, in every language: addresses, options, names of variables and values, words in
 * straight quotation marks, commands.
 */
const code: readonly RegExp[] = [
  /https?:\/\/\S*/g,
  /(?<![\w-])--?[a-z][\w-]*(?:=\S*)?/g,
  /(?<!\w)@?[A-Z][A-Z0-9_]+(?:=[@A-Z0-9_-]*)?(?![a-z])/g,
  /\b[a-z]+:[a-z]+\b/g,
  /"[a-z#=-]*\s?"/g,
  /\bsotto(?: [a-z]+)?/g,
  /\\[^\s\\]?/g,
  /\b[a-z]+\/\w+\.[a-z]+\b/g,
];

/** Leaves out code, which is no text of any language. */
export const withoutCode = (text: string): string => code.reduce((left, pattern) => left.replace(pattern, ' '), text);

/**
 * String.prototype.isWellFormed and toWellFormed, which came to Safari with 16.4 and to Firefox with 119. With the `u`
 * flag, a surrogate that is part of a pair does not match `\p{Cs}`.
 */
const LONE_SURROGATE = /\p{Cs}/u;
const LONE_SURROGATES = /\p{Cs}/gu;

/** Whether every surrogate is part of a pair, so that the text has a UTF-8 form. */
export const isWellFormed = (text: string): boolean => !LONE_SURROGATE.test(text);

/** Replaces each lone surrogate with U+FFFD. */
export const toWellFormed = (text: string): string => text.replace(LONE_SURROGATES, '\uFFFD');

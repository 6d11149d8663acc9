/**
 * Whether a text from Node (an argument, a variable, typed input) lost bytes that are not UTF-8: Node replaces them with
 * U+FFFD. Two different passwords or names could become the same.
 */
export const hasReplacedBytes = (text: string): boolean => text.includes('\uFFFD');

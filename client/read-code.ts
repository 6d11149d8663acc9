/** Digits as Arabic and Persian keyboards type them. Full-width digits are covered by NFKC. */
const easternDigits = /[\u0660-\u0669\u06F0-\u06F9]/g;

/**
 * Reads the code of a mail as people type and paste it: with blanks, dashes, or digits of another script.
 * @returns eight ASCII digits, or undefined
 */
export function readCode(typed: string): string | undefined {
  const code = typed
    .normalize('NFKC')
    .replace(easternDigits, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/[\s\p{Pd}\p{Cf}]/gu, '');
  return /^\d{8}$/.test(code) ? code : undefined;
}

const ignored = /[\s\p{Pd}\p{Cf}\u2212\u30fc]/gu;
/** Arabic-Indic digits, and those of Persian and Urdu. */
const otherDigits = /[\u0660-\u0669\u06f0-\u06f9]/g;

/**
 * The eight digits of a code, typed or pasted with blanks and hyphens, in full-width or Arabic digits as well.
 * @returns undefined if it is not a code
 */
export function readCode(text: string): string | undefined {
  const digits = text
    .normalize('NFKC')
    .replace(ignored, '')
    // The last four bits of each are its value.
    .replace(otherDigits, (digit) => String(digit.charCodeAt(0) & 15));
  return /^[0-9]{8}$/.test(digits) ? digits : undefined;
}

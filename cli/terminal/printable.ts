/** Characters that a terminal may obey, or that hide or reorder text. Excludes `\n` and `\t`. */
const OBEYED = /[\0-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** Makes foreign text safe for a terminal: shows control characters as `\x1b` or `\u{202e}`. */
export function printable(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(OBEYED, shown);
}

/** The same, on one line: for a title or a name. */
export function printableLine(text: string): string {
  return printable(text).replace(/\s+/g, ' ');
}

/** A path on one line, without loss: keeps spaces, and shows a line break as `\x0a`. */
export function printablePath(path: string): string {
  return path.replace(OBEYED, shown).replace(/[\t\n\u2028\u2029]/g, shown);
}

/** A name that is not UTF-8: shows each byte beyond ASCII as `\xe9`. */
export function printablePathBytes(name: Uint8Array): string {
  return printablePath(Buffer.from(name).toString('latin1')).replace(/[\u00A0-\u00FF]/g, shown);
}

function shown(character: string): string {
  const hex = character.charCodeAt(0).toString(16);
  return hex.length <= 2 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
}

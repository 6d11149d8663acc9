/**
 * @param cut there is more of the file: a character may be cut off at the end
 * @returns undefined where it is not UTF-8, or has a NUL, which no text has
 */
export function plainText(bytes: Uint8Array, cut: boolean): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cut });
  } catch {
    return undefined;
  }
}

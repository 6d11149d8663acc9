/** `URL.parse` and `URL.canParse`, which Node 20 and the oldest supported browsers lack. */
export function parseUrl(address: string, base?: string): URL | null {
  try {
    return new URL(address, base);
  } catch {
    return null;
  }
}

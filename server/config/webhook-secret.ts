/** Standard Webhooks: 24 to 64 bytes in base64, usually after `whsec_`. */
const SECRET = /^(?:whsec_)?(?<base64>[A-Za-z0-9+/]{32,86}={0,2})$/;
const [MIN_BYTES, MAX_BYTES] = [24, 64];

/** @returns the key for HMAC; undefined if the text is not a secret */
export function secretBytes(text: string): Buffer | undefined {
  const bytes = Buffer.from(SECRET.exec(text)?.groups?.['base64'] ?? '', 'base64');
  return bytes.length >= MIN_BYTES && bytes.length <= MAX_BYTES ? bytes : undefined;
}

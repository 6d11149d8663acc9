/** SPEC.md §2. Every way in which input can be refused. */
export const cryptoErrorCodes = [
  /** Not UTF-8, or a string with a lone surrogate. */
  'utf8',
  /** Not canonical, unpadded base64url of the expected length. */
  'base64url',
  /** An argument or a field has not the length that the format fixes. */
  'length',
  /** A fragment type outside the table of SPEC.md §4, or one that names nothing to open. */
  'link-type',
  'password-empty',
  'password-too-long',
  /** The tag is not this link's: the preamble was changed, or belongs to another link. */
  'preamble-tag',
  'preamble-version',
  /** Unknown, or not the one that the link's type means. */
  'preamble-purpose',
  /** Unknown, or not the one that the link's type means: the password cannot be stripped or added. */
  'preamble-kdf',
  'preamble-id',
  /** The sealed bytes answer to another key: a wrong link key or a wrong password. */
  'commitment',
  /** The AEAD refused: the bytes were changed, cut, moved or belong to another share. */
  'ciphertext',
  /** Padding of another length than Padmé's, or not zeros. */
  'padding',
  /** Not the one RFC 8785 form of its value. */
  'json',
  /** Canonical JSON, but not the members and bounds of SPEC.md §10. */
  'payload',
  'file-name',
  'too-large',
  /** A chunk number, or an upload's length, that the body does not have. */
  'chunk',
  /** What lies behind a request link is not what the link was made of: another question, or another key to seal for. */
  'request-link',
  /** A request's public key or answer secret is not its owner's: its answers would be for somebody else. */
  'request-owner',
  /** Of the right length, and yet no key that can be encapsulated for. */
  'public-key',
  /** AES is not to be had: no WebCrypto here, and no operator's consent to software AES. */
  'no-webcrypto',
  /** A known answer came out wrong: this machine must not be trusted with a secret. */
  'self-check',
] as const;

export type CryptoErrorCode = (typeof cryptoErrorCodes)[number];

/** Says which rule was broken and never what the bytes were. */
export class CryptoError extends Error {
  override readonly name = 'CryptoError';
  readonly code: CryptoErrorCode;

  constructor(code: CryptoErrorCode, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

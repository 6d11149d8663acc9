/** SPEC.md §2: every reason to refuse input. */
export const cryptoErrorCodes = [
  /** Not UTF-8, or a string with a lone surrogate. */
  'utf8',
  /** Not canonical, unpadded base64url of the expected length. */
  'base64url',
  /** An argument or a field does not have the length that the format fixes. */
  'length',
  /** A fragment type outside the table of SPEC.md §4, or one that cannot be opened. */
  'link-type',
  'password-empty',
  'password-too-long',
  /** The preamble was changed, or belongs to another link. */
  'preamble-tag',
  /** Made by a newer version of the program. */
  'preamble-version',
  /** Unknown, or not the purpose of the link's type. */
  'preamble-purpose',
  /** Unknown, or not the kdf of the link's type: a server cannot remove or add a password. */
  'preamble-kdf',
  /** Unknown gates, gates that exclude each other, or other gates than those of the payload. */
  'preamble-gates',
  'preamble-id',
  /** Sealed under another key: the link key or the password is wrong. */
  'commitment',
  /** The AEAD refused: the bytes were changed, truncated or moved, or belong to another share. */
  'ciphertext',
  /** The padding does not have Padmé's length, or is not zeros. */
  'padding',
  /** Not the canonical RFC 8785 form of its value. */
  'json',
  /** Canonical JSON without the members and bounds of SPEC.md §10. */
  'payload',
  'file-name',
  'too-large',
  /** The file body has no such chunk, or the chunk has another length. */
  'chunk',
  /** The request behind the link is not the one it was made from: another question, or another key to seal for. */
  'request-link',
  /** A request's public key or answer secret is not its owner's, so its answers would be for somebody else. */
  'request-owner',
  /** The length is right, but it is not a key to encapsulate for. */
  'public-key',
  /** No AES: WebCrypto is missing, and the operator has not enabled software AES. */
  'no-webcrypto',
  /** This machine computed a known answer wrongly and must not be trusted with a secret. */
  'self-check',
] as const;

export type CryptoErrorCode = (typeof cryptoErrorCodes)[number];

/** States which rule was broken, and never contains the bytes. */
export class CryptoError extends Error {
  override readonly name = 'CryptoError';
  readonly code: CryptoErrorCode;

  constructor(code: CryptoErrorCode, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

import { decrypt, encrypt } from '#server/erasure/aead.ts';
import { sha256 } from '#server/erasure/sha256.ts';
import type { ServerKey } from '#server/keys/server-key.ts';
import { expand, hmac } from './gate-secrets.ts';

/**
 * Keys and tags from the secret S of a session (32 random bytes, in the cookie or the terminal's file), from the state of
 * a sign-in, and from the server key (SPEC.md §15.3). The database alone gives none of it.
 */

/** The key of a session's row, and of a sign-in's. */
export const hashOfSecret = (secret: Uint8Array): Uint8Array => sha256(secret);

/** JSON for the holder of a secret alone. Each secret encrypts once. */
const boxOf = (label: string) => ({
  seal: (secret: Uint8Array, value: object): Uint8Array =>
    encrypt(expand(secret, label), hashOfSecret(secret), Buffer.from(JSON.stringify(value))),
  /** @throws Error if the bytes were changed */
  open: (secret: Uint8Array, sealed: Uint8Array): unknown =>
    JSON.parse(decrypt(expand(secret, label), hashOfSecret(secret), sealed).toString()),
});

/** The claims of a session, under its S. */
export const { seal: sealClaims, open: openClaims } = boxOf('sotto v1 claims');

/** The secrets of a sign-in that is not finished, under its state. */
export const { seal: sealSignIn, open: openSignIn } = boxOf('sotto v1 sign-in');

/** A length before each text, so that no two pairs give the same bytes. */
const parted = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** Tells members apart. Identity is issuer and subject. */
export const subTagOf = (serverKey: ServerKey, { iss, sub }: { iss: string; sub: string }): Uint8Array =>
  hmac(expand(serverKey, 'sotto v1 sub'), parted(iss), parted(sub));

/** A tag of the provider's session, which its logout may name. */
export const sidTagOf = (serverKey: ServerKey, { iss, sid }: { iss: string; sid: string }): Uint8Array =>
  hmac(expand(serverKey, 'sotto v1 sid'), parted(iss), parted(sid));

/** A tag of a logout token's `jti`, which counts once. */
export const jtiTagOf = (serverKey: ServerKey, { iss, jti }: { iss: string; jti: string }): Uint8Array =>
  hmac(expand(serverKey, 'sotto v1 sid'), parted(iss), parted('jti'), parted(jti));

/** The key of the passes of one session. @param sessionHash H(S) */
export const passKeyOf = (serverKey: ServerKey, sessionHash: Uint8Array): Uint8Array =>
  hmac(expand(serverKey, 'sotto v1 pass'), sessionHash);

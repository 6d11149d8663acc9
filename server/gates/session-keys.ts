import { createHmac } from 'node:crypto';
import { decrypt, encrypt } from '#server/erasure/aead.ts';
import { sha256 } from '#server/erasure/sha256.ts';
import { expand } from '#server/gates/gate-secrets.ts';
import type { ServerKey } from '#server/keys/server-key.ts';

/**
 * Keys and tags from the secret S of a session (32 random bytes, in the cookie or the terminal's file), from the state of
 * a sign-in, and from the server key (SPEC.md §15.3). The database alone gives none of it.
 */

const hmac = (key: Uint8Array, ...parts: readonly (Uint8Array | string)[]): Buffer => {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
};

/** The key of a session's row, and of a sign-in's. */
export const hashOfSecret = (secret: Uint8Array): Uint8Array => sha256(secret);

/** Encrypts the claims for the holder of S alone. Each S encrypts once. */
export const sealClaims = (secret: Uint8Array, claims: object): Uint8Array =>
  encrypt(expand(secret, 'sotto v1 claims'), hashOfSecret(secret), Buffer.from(JSON.stringify(claims)));

/** @throws Error if the bytes were changed */
export const openClaims = (secret: Uint8Array, sealed: Uint8Array): unknown =>
  JSON.parse(decrypt(expand(secret, 'sotto v1 claims'), hashOfSecret(secret), sealed).toString());

/** Encrypts what a sign-in needs until it is finished, for the holder of its state alone. Each state encrypts once. */
export const sealSignIn = (state: Uint8Array, begun: object): Uint8Array =>
  encrypt(expand(state, 'sotto v1 sign-in'), hashOfSecret(state), Buffer.from(JSON.stringify(begun)));

/** @throws Error if the bytes were changed */
export const openSignIn = (state: Uint8Array, sealed: Uint8Array): unknown =>
  JSON.parse(decrypt(expand(state, 'sotto v1 sign-in'), hashOfSecret(state), sealed).toString());

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

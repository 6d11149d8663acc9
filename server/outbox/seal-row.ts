import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { expand } from '#server/gates/gate-secrets.ts';
import type { ServerKey } from '#server/keys/server-key.ts';

/** Every key encrypts one message: it is derived from the row's random id. */
const NONCE = new Uint8Array(12);
const TAG_BYTES = 16;
const LENGTH_BYTES = 4;
/** The JSON of a code mail with the longest address fits. */
export const CODE_MAIL_BYTES = 1024;

const keyOf = (serverKey: ServerKey, rowId: Uint8Array): Buffer =>
  createHmac('sha256', expand(serverKey, 'sotto v1 outbox')).update(rowId).digest();

/**
 * Encrypts what waits in the outbox, so that the database alone shows no address.
 * @param paddedBytes the length to pad to, so that rows of one kind look alike
 */
export function sealOutbox(
  { serverKey, rowId, paddedBytes }: { serverKey: ServerKey; rowId: Uint8Array; paddedBytes: number },
  value: object,
): Uint8Array {
  const json = Buffer.from(JSON.stringify(value));
  const plaintext = Buffer.alloc(Math.max(paddedBytes, LENGTH_BYTES + json.length));
  plaintext.writeUInt32BE(json.length);
  json.copy(plaintext, LENGTH_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(serverKey, rowId), NONCE).setAAD(rowId);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error if the bytes were changed, or the server key is another one */
export function openOutbox(serverKey: ServerKey, rowId: Uint8Array, sealed: Uint8Array): unknown {
  const tagStart = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', keyOf(serverKey, rowId), NONCE, { authTagLength: TAG_BYTES });
  decipher.setAAD(rowId).setAuthTag(sealed.subarray(tagStart));
  const plaintext = Buffer.concat([decipher.update(sealed.subarray(0, tagStart)), decipher.final()]);
  return JSON.parse(plaintext.toString('utf8', LENGTH_BYTES, LENGTH_BYTES + plaintext.readUInt32BE()));
}

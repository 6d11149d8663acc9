import { createHmac } from 'node:crypto';
import { decrypt, encrypt } from '#server/erasure/aead.ts';
import { expand } from '#server/gates/gate-secrets.ts';
import type { ServerKey } from '#server/keys/server-key.ts';

const LENGTH_BYTES = 4;

const keyOf = (serverKey: ServerKey, rowId: Uint8Array): Buffer =>
  createHmac('sha256', expand(serverKey, 'sotto v1 outbox')).update(rowId).digest();

/**
 * Encrypts what waits in the outbox, so that the database alone shows no address.
 * @param paddedBytes the length to pad to, so that rows of one kind look alike
 */
export function sealRow(
  { serverKey, rowId, paddedBytes }: { serverKey: ServerKey; rowId: Uint8Array; paddedBytes: number },
  value: object,
): Uint8Array {
  const json = Buffer.from(JSON.stringify(value));
  const plaintext = Buffer.alloc(Math.max(paddedBytes, LENGTH_BYTES + json.length));
  plaintext.writeUInt32BE(json.length);
  json.copy(plaintext, LENGTH_BYTES);
  return encrypt(keyOf(serverKey, rowId), rowId, plaintext);
}

/** @throws Error if the bytes were changed, or the server key is another one */
export function openRow(serverKey: ServerKey, rowId: Uint8Array, sealed: Uint8Array): unknown {
  const plaintext = decrypt(keyOf(serverKey, rowId), rowId, sealed);
  return JSON.parse(plaintext.toString('utf8', LENGTH_BYTES, LENGTH_BYTES + plaintext.readUInt32BE()));
}

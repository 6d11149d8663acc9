/**
 * RFC 9180 §5.1 and §5.2 and X-Wing step by step, so that a vector can have a fault in each step. crypto/ uses
 * libraries for them.
 */
import { x25519 } from '@noble/curves/ed25519.js';
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { sha3_256 } from '@noble/hashes/sha3.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { encryptAead } from '#crypto/aead.ts';
import { concat, encodeUtf8 } from '#crypto/bytes.ts';
import type { Bytes } from '#crypto/bytes.ts';

const ML_KEM_PUBLIC_KEY_BYTES = 1184;
const empty = new Uint8Array();

export interface HpkeMessage {
  readonly coins: Bytes;
  /** 1216 bytes. */
  readonly publicKey: Bytes;
  readonly info: Bytes;
  readonly psk: Bytes;
  readonly pskId: Bytes;
  readonly plaintext: Bytes;
  /** 01: mode_psk. */
  readonly mode: number;
  /** kem_id ‖ kdf_id ‖ aead_id, two bytes each. */
  readonly suiteIds: readonly [number, number, number];
  readonly aad: Bytes;
  readonly sequence: number;
  /** Used as the sender's X25519 public key if the sender has none. */
  readonly ephemeral?: Bytes;
}

/**
 * SHA3-256(ss_M ‖ ss_X ‖ ct_X ‖ pk_X ‖ label) of draft-connolly-cfrg-xwing-kem §5.3; ss_X is zeros for a point of low
 * order.
 */
function encapsulate({ coins, publicKey, ephemeral }: HpkeMessage) {
  const pkX = publicKey.subarray(ML_KEM_PUBLIC_KEY_BYTES);
  const { cipherText, sharedSecret } = ml_kem768.encapsulate(
    publicKey.slice(0, ML_KEM_PUBLIC_KEY_BYTES),
    coins.slice(0, 32),
  );
  const ctX = ephemeral ?? x25519.getPublicKey(coins.slice(32));
  const ssX = ephemeral ? new Uint8Array(32) : x25519.getSharedSecret(coins.slice(32), pkX.slice());
  return {
    enc: concat(cipherText, ctX),
    secret: sha3_256(concat(sharedSecret, ssX, ctX, pkX, encodeUtf8('\\.//^\\'))),
  };
}

const i2osp2 = (n: number) => Uint8Array.of(n >> 8, n & 255);

/** RFC 9180 §5.1, KeySchedule, with the labels of §4. */
function keySchedule({ mode, suiteIds, info, psk, pskId }: HpkeMessage, secret: Uint8Array) {
  const prefix = concat(encodeUtf8('HPKE-v1HPKE'), ...suiteIds.map(i2osp2));
  const labeledExtract = (salt: Uint8Array, label: string, ikm: Uint8Array) =>
    extract(sha256, concat(prefix, encodeUtf8(label), ikm), salt);
  const context = concat(
    Uint8Array.of(mode),
    labeledExtract(empty, 'psk_id_hash', pskId),
    labeledExtract(empty, 'info_hash', info),
  );
  const prk = labeledExtract(secret, 'secret', psk);
  const labeledExpand = (label: string, length: number) =>
    expand(sha256, prk, concat(i2osp2(length), prefix, encodeUtf8(label), context), length);
  return { key: labeledExpand('key', 32), nonce: labeledExpand('base_nonce', 12) };
}

export interface SealedByHand {
  /** enc ‖ ct */
  readonly sealedKey: Bytes;
  readonly secret: Bytes;
  readonly key: Bytes;
  readonly nonce: Bytes;
}

export async function sealByHand(message: HpkeMessage): Promise<SealedByHand> {
  const { enc, secret } = encapsulate(message);
  const { key, nonce } = keySchedule(message, secret);
  const of = nonce.slice();
  of[11] = (of[11] ?? 0) ^ message.sequence;
  const ciphertext = await encryptAead({ key, nonce: of, aad: message.aad }, message.plaintext);
  return { sealedKey: concat(enc, ciphertext), secret: new Uint8Array(secret), key, nonce };
}

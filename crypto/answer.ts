/**
 * SPEC.md §14.4: seals the key of an answer to the person who asked. Loads HPKE, so import it through requests.ts only.
 */
import { suiteWith } from './answer-suite.ts';
import { concat, encodeUtf8, expectLength, fromBase64url } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { idOf } from './ids.ts';
import { ownerKeys } from './keys.ts';
import { ANSWER_KEY_BYTES, ENCAPSULATION_BYTES, ID_BYTES, PUBLIC_KEY_BYTES, SECRET_BYTES } from './limits.ts';
import type { RequestPayload } from './payload.ts';
import { newCoins } from './x-wing.ts';

interface Parties {
  readonly requestId: Uint8Array;
  readonly shareId: Uint8Array;
  readonly answerSecret: Uint8Array;
}

/** psk, psk_id and info of RFC 9180 §5.1: they bind an answer to its request and its share. */
function parameters({ requestId, shareId, answerSecret }: Parties) {
  expectLength(requestId, ID_BYTES);
  expectLength(shareId, ID_BYTES);
  // With an empty psk, the library would use mode_base.
  expectLength(answerSecret, SECRET_BYTES);
  const info = concat(encodeUtf8('sotto v1 answer'), requestId, shareId);
  return { info, psk: answerSecret, pskId: requestId };
}

export interface AnswerKey {
  /** 16 bytes. */
  readonly requestId: Uint8Array;
  /** From `openRequest`: the request's link authenticates its key. */
  readonly descriptor: Pick<RequestPayload, 'publicKey' | 'answerSecret'>;
  /** The id of the answer's share, 16 bytes. */
  readonly shareId: Uint8Array;
  /** K of that share, 32 bytes. */
  readonly linkKey: Uint8Array;
}

/** @returns enc ‖ ct, 1168 bytes. @throws CryptoError `public-key`, `base64url`, `length` */
export async function sealAnswerKey(answer: AnswerKey): Promise<Bytes> {
  return sealAnswerKeyWith(newCoins(), answer);
}

/** For vectors only: the coins determine the key. */
export async function sealAnswerKeyWith(
  coins: Uint8Array,
  { requestId, descriptor, shareId, linkKey }: AnswerKey,
): Promise<Bytes> {
  expectLength(linkKey, SECRET_BYTES);
  const answerSecret = fromBase64url(descriptor.answerSecret, SECRET_BYTES);
  const given = parameters({ requestId, shareId, answerSecret });
  const suite = suiteWith(coins);
  const publicKey = await suite.DeserializePublicKey(fromBase64url(descriptor.publicKey, PUBLIC_KEY_BYTES));
  const { encapsulatedSecret, ciphertext } = await unwrapped(suite.Seal(publicKey, linkKey, given));
  return concat(encapsulatedSecret, ciphertext);
}

/**
 * The inverse of `sealAnswerKey`. Only the owner key opens the result.
 * @param ownerKey O of the request, 32 bytes
 * @param answer the share's id, 16 bytes, and enc ‖ ct
 * @returns K of the share
 * @throws CryptoError `length`, `ciphertext`
 */
export async function openAnswerKey(
  ownerKey: Uint8Array,
  { shareId, sealedKey }: { readonly shareId: Uint8Array; readonly sealedKey: Uint8Array },
): Promise<Bytes> {
  expectLength(sealedKey, ANSWER_KEY_BYTES);
  const { createProof, requestSeed, answerSecret } = ownerKeys(ownerKey);
  const given = parameters({ requestId: idOf(createProof), shareId, answerSecret });
  const suite = suiteWith(new Uint8Array());
  const privateKey = await suite.DeserializePrivateKey(requestSeed);
  const enc = sealedKey.subarray(0, ENCAPSULATION_BYTES);
  const ciphertext = sealedKey.subarray(ENCAPSULATION_BYTES);
  return new Uint8Array(await unwrapped(suite.Open(privateKey, enc, ciphertext, given)));
}

/** Unwraps the CryptoErrors of the suite, which the library wraps. */
async function unwrapped<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof Error && error.cause instanceof CryptoError) throw error.cause;
    throw error;
  }
}

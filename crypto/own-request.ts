/** SPEC.md §14.2 and §14.5: a request on its owner's side. Loads X-Wing, so import it through requests.ts only. */
import { encodeUtf8, equalBytes, fromBase64url, toBase64url } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { sealWith } from './envelope.ts';
import type { Sealed } from './envelope.ts';
import { CryptoError } from './errors.ts';
import { idOf } from './ids.ts';
import { encodeJson } from './json.ts';
import { ownerKeys } from './keys.ts';
import type { RequestPayload } from './payload.ts';
import { newSecret } from './random.ts';
import { openRequest, requestLinkKey } from './request.ts';
import type { SealedRequest } from './request.ts';
import { publicKeyOf } from './x-wing.ts';

/** The part of a descriptor that the person who asks chooses. The rest is derived from the owner key. */
export type RequestContent = Omit<RequestPayload, 'v' | 'kind' | 'publicKey' | 'answerSecret'>;

export interface MadeRequest extends Sealed {
  /** 16 bytes. */
  readonly id: Bytes;
  /** K, 32 bytes, derived from O and the content. */
  readonly linkKey: Bytes;
  readonly descriptor: RequestPayload;
}

/**
 * Call it once per owner key: the id is derived from the owner key, and a server keeps the first request.
 * @param ownerKey O, 32 fresh bytes
 * @throws CryptoError as `encodePayload`
 */
export async function sealRequest(ownerKey: Uint8Array, asked: RequestContent): Promise<MadeRequest> {
  return sealRequestWith(newSecret(), ownerKey, asked);
}

/** For vectors only: the same salt for two descriptors of one link key would give both the same key and nonce. */
export async function sealRequestWith(
  salt: Uint8Array<ArrayBuffer>,
  ownerKey: Uint8Array,
  asked: RequestContent,
): Promise<MadeRequest> {
  const { createProof, requestSeed, answerSecret } = ownerKeys(ownerKey);
  const descriptor: RequestPayload = {
    ...asked,
    ...{ v: 1, kind: 'request' },
    ...{ publicKey: toBase64url(publicKeyOf(requestSeed)), answerSecret: toBase64url(answerSecret) },
  };
  const id = idOf(createProof);
  const linkKey = requestLinkKey(encodeUtf8(encodeJson(descriptor)));
  return { id, linkKey, descriptor, ...(await sealWith(salt, { id, linkKey, payload: descriptor })) };
}

/**
 * Opens a request as its owner. K comes from the owner's note, or from a stored link.
 * @throws CryptoError as `openRequest`; `request-owner` if answers would be sealed to another key than the owner's
 */
export async function openOwnRequest(
  ownerKey: Uint8Array,
  request: Omit<SealedRequest, 'id'>,
): Promise<RequestPayload> {
  const { createProof, requestSeed, answerSecret } = ownerKeys(ownerKey);
  const descriptor = await openRequest({ ...request, id: idOf(createProof) });
  const own =
    equalBytes(fromBase64url(descriptor.publicKey), publicKeyOf(requestSeed)) &&
    equalBytes(fromBase64url(descriptor.answerSecret), answerSecret);
  if (!own) throw new CryptoError('request-owner');
  return descriptor;
}

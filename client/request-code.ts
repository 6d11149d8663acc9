import { fromBase64url, toBase64url } from '#crypto/bytes.ts';
import { claimHash, claimMark } from '#crypto/claim-mark.ts';
import { linkKeys } from '#crypto/keys.ts';
import { idBytes } from './ids.ts';
import type { Holder } from './open.ts';
import type { ReaderApi } from './reader-api.ts';

export interface CodeRequest extends Holder {
  readonly claim: string;
  /** In the form of `readAddress`. */
  readonly address: string;
  /** The language of the mail, as BCP 47 writes it. */
  readonly locale: string;
}

/**
 * Has a code mailed, if the sender named this address; the reply does not say whether.
 * @returns the seconds after which another mail can be requested
 */
export async function requestCode(api: ReaderApi, request: CodeRequest): Promise<{ again: number }> {
  const { id, linkKey, claim, address, locale, signal } = request;
  const linkProof = toBase64url(linkKeys(idBytes(id), linkKey).linkProof);
  return api.requestCode(id, { linkProof, address, claimHash: toBase64url(hashOfClaim(claim)), locale }, { signal });
}

/** Four characters that page and mail show: the mail belongs to this page. */
export const markOf = (claim: string): string => claimMark(hashOfClaim(claim));

const hashOfClaim = (claim: string) => claimHash(fromBase64url(claim));

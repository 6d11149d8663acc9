import type { CryptoErrorCode } from '#crypto/errors.ts';

export interface KdfTask {
  readonly passwordBytes: Uint8Array;
  readonly salt: Uint8Array;
}

export type KdfReply =
  { readonly fraction: number } | { readonly key: Uint8Array<ArrayBuffer> } | { readonly failed: CryptoErrorCode };

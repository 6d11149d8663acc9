import { toBase64 } from '#crypto/bytes.ts';
import { ownerKeys } from '#crypto/keys.ts';

/** As Standard Webhooks write a secret. @param secret 32 bytes */
export const webhookSecretText = (secret: Uint8Array): string => `whsec_${toBase64(secret)}`;

/** The secret with which notices of a share are signed, unless its sender gave another. @param ownerKey 32 bytes */
export const webhookSecretOf = (ownerKey: Uint8Array): string => webhookSecretText(ownerKeys(ownerKey).webhookSecret);

import { base64 } from '@scure/base';

/** As Standard Webhooks write a secret. @param secret 32 bytes */
export const webhookSecretText = (secret: Uint8Array): string => `whsec_${base64.encode(secret)}`;

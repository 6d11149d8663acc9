import { toBase64url } from '#crypto/bytes.ts';
import { ownerKeys } from '#crypto/keys.ts';
import type { Notify } from '#server/people/wire.ts';
import type { NotifyInput } from './share-input.ts';

/** As Standard Webhooks write a secret. @param secret 32 bytes */
export const webhookSecretText = (secret: Uint8Array): string =>
  `whsec_${toBase64url(secret).replaceAll('-', '+').replaceAll('_', '/')}=`;

const SECRET = /^(?:whsec_)?[A-Za-z0-9+/]{32,86}={0,2}$/;

/** Whether a service takes it: 24 to 64 bytes in base64, usually after `whsec_`. */
export const isWebhookSecret = (text: string): boolean => SECRET.test(text);

/** The secret with which notices of a share are signed, unless its sender gave another. @param ownerKey 32 bytes */
export const webhookSecretOf = (ownerKey: Uint8Array): string => webhookSecretText(ownerKeys(ownerKey).webhookSecret);

/** The server gets an endpoint's own secret, or the derived one. */
export function notifyHead(
  owner: { readonly webhookSecret: Uint8Array },
  { url, secret, reference }: NotifyInput,
): Notify {
  return {
    url,
    secret: secret ?? webhookSecretText(owner.webhookSecret),
    ...(reference !== undefined && { reference }),
  };
}

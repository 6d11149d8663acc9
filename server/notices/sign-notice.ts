import { createHmac } from 'node:crypto';

interface SignInput {
  /** The same for every try. */
  readonly id: string;
  /** Unix seconds of this try. */
  readonly timestamp: number;
  readonly body: string;
  /** `secretBytes`. */
  readonly secret: Uint8Array;
}

/** The headers of Standard Webhooks 1.0: `v1,` and base64 of HMAC-SHA256(secret, id.timestamp.body). */
export function signNotice({ id, timestamp, body, secret }: SignInput): Record<string, string> {
  const mac = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': `v1,${mac}` };
}

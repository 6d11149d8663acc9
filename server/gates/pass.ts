import { timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { MAX_WHO_LENGTH } from '#crypto/limits.ts';
import { secret, shareId, time } from '#server/forms/wire.ts';
import type { ServerKey } from '#server/keys/server-key.ts';
import { PassPurpose } from '#server/session/wire.ts';
import { hmac } from './gate-secrets.ts';
import { passKeyOf } from './session-keys.ts';

/**
 * SPEC.md §15.3. A pass says for one share or request and one purpose what its session knows of a member, so that no
 * route of shares ever sees a session:
 *
 *   pass = base64url(body ‖ HMAC(passKey, body))          passKey: of H(S) and the server key
 *
 * It holds for at most five minutes, and only while the session's row exists.
 */
export const PASS_SECONDS = 300;

const MAC_BYTES = 32;

const PassContent = v.strictObject({
  exp: time,
  for: PassPurpose,
  /** Only those that senders can choose. */
  groups: v.array(v.string()),
  id: shareId,
  /** H(S), base64url. */
  s: secret,
  /** The verified address, or `sub`: for a receipt. */
  who: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_WHO_LENGTH)),
  /** The verified address. */
  address: v.optional(v.string()),
  /** Whether this member may create where only members may. */
  creator: v.optional(v.literal(true)),
});
export type PassContent = v.InferOutput<typeof PassContent>;

const macOf = (serverKey: ServerKey, sessionHash: Uint8Array, body: Uint8Array): Buffer =>
  hmac(passKeyOf(serverKey, sessionHash), body);

/** @param body the JSON of a `PassContent`; the pass holds these bytes as they stand */
export function writePass(serverKey: ServerKey, sessionHash: Uint8Array, body: string): string {
  const bytes = Buffer.from(body);
  return Buffer.concat([bytes, macOf(serverKey, sessionHash, bytes)]).toString('base64url');
}

/**
 * The content of a pass that this service has issued. Whether it holds now, for this share, is for the caller to check.
 * @returns undefined for any other text
 */
export function openPass(serverKey: ServerKey, pass: string): PassContent | undefined {
  const bytes = Buffer.from(pass, 'base64url');
  // Node's decoder is lenient.
  if (bytes.toString('base64url') !== pass) return undefined;
  const body = bytes.subarray(0, -MAC_BYTES);
  const content = readContent(body);
  if (content === undefined) return undefined;
  const mac = macOf(serverKey, Buffer.from(content.s, 'base64url'), body);
  return timingSafeEqual(mac, bytes.subarray(body.length)) ? content : undefined;
}

function readContent(body: Uint8Array): PassContent | undefined {
  try {
    const parsed = v.safeParse(PassContent, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

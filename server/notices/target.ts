import { createHmac } from 'node:crypto';
import { secretBytes } from '#server/config/webhook-secret.ts';
import { AppError } from '#server/errors.ts';
import { decrypt, encrypt } from '#server/erasure/aead.ts';
import { expand, gateKeyOf } from '#server/gates/gate-secrets.ts';
import type { ServerKey } from '#server/keys/server-key.ts';
import type { Notify } from '#server/people/wire.ts';

/**
 * Where the notices of a share go. While the share lives, it is stored as
 *
 *   noticeKey = Expand(gateKey, "notice")                         gateKey: SPEC.md §15.1, from the server key and E
 *   sealed    = AES-256-GCM(noticeKey, nonce 0, aad id, JSON)     one message per key: E is new for each share
 *
 * so it is gone with the share's erasure key E, and a thief of the database and its erasure keys cannot read it without
 * the server key. A notice that waits has a copy, sealed under the server key alone (`sealRow`) for at most a day:
 * the last ones are sent after the end.
 */
export interface NoticeTarget {
  /** https, port 443. */
  readonly url: string;
  /** As Standard Webhooks write one: base64 with or without `whsec_`. */
  readonly secret: string;
  readonly reference?: string;
  /** Tells creators apart for the daily limit; of no use without the server key. */
  readonly creator: string;
}

const CREATOR_BYTES = 16;

interface Asked {
  readonly notify: Notify;
  /** The account that is charged, as `chargeStored` names it. */
  readonly account: string;
}

/** @throws AppError `malformed` unless it is an https address on port 443 without credentials, and a secret of that form */
export function readTarget(serverKey: ServerKey, { notify, account }: Asked): NoticeTarget {
  const url = URL.parse(notify.url);
  const isReachable = url?.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '';
  if (!isReachable || secretBytes(notify.secret) === undefined) throw new AppError('malformed');
  // Nothing after a `#` is ever sent.
  url.hash = '';
  const mac = createHmac('sha256', expand(serverKey, 'sotto v1 notice creator')).update(account).digest();
  const creator = mac.toString('base64url', 0, CREATOR_BYTES);
  return { url: url.href, secret: notify.secret, creator, ...(notify.reference && { reference: notify.reference }) };
}

export interface TargetKeys {
  readonly serverKey: ServerKey;
  /** The share's erasure key. */
  readonly key: Uint8Array;
  readonly id: Uint8Array;
}

const noticeKey = ({ serverKey, key }: TargetKeys): Buffer => expand(gateKeyOf(serverKey, key), 'notice');

export function sealTarget(keys: TargetKeys, target: NoticeTarget): Uint8Array {
  return encrypt(noticeKey(keys), keys.id, Buffer.from(JSON.stringify(target)));
}

/**
 * @returns undefined if the bytes were changed, or the server key is another one: a share must open and end without the key
 * that it was made with
 */
export function openTarget(keys: TargetKeys, sealed: Uint8Array): NoticeTarget | undefined {
  try {
    return JSON.parse(decrypt(noticeKey(keys), keys.id, sealed).toString()) as NoticeTarget;
  } catch {
    return undefined;
  }
}

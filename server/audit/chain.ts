import { createHash, createHmac } from 'node:crypto';
import { expand } from '#server/gates/gate-secrets.ts';
import type { ServerKey } from '#server/keys/server-key.ts';

/**
 * The audit stream is lines of JSON. Every process writes its own run of lines, each with the run's name and a number
 * from 1. A head closes a stretch of lines:
 *
 *   auditKey = Expand(serverKey, "sotto v1 audit")
 *   share    = first 16 bytes of HMAC(Expand(auditKey, "share"), id), base64url
 *   member   = first 16 bytes of HMAC(Expand(auditKey, "member"), keyed hash of issuer and subject), base64url
 *   mac      = HMAC(Expand(auditKey, "head"), SHA-256(the stretch's lines, each with its line break) ‖ the head without mac)
 *   previous = the mac before: of the run's last head, or in its first line, of the last head in the file
 */
export interface AuditLine {
  /** The version of the form. */
  readonly audit: 1;
  readonly run: string;
  /** From 1 in each run. */
  readonly n: number;
  /** ISO 8601. */
  readonly time: string;
  readonly act: string;
  readonly [member: string]: unknown;
}

export interface AuditKeys {
  readonly share: Buffer;
  readonly member: Buffer;
  readonly head: Buffer;
}

const NAME_BYTES = 16;

export function auditKeys(serverKey: ServerKey): AuditKeys {
  const key = expand(serverKey, 'sotto v1 audit');
  return { share: expand(key, 'share'), member: expand(key, 'member'), head: expand(key, 'head') };
}

export const shareName = ({ share }: AuditKeys, id: Uint8Array): string =>
  createHmac('sha256', share).update(id).digest().toString('base64url', 0, NAME_BYTES);

export const memberName = ({ member }: AuditKeys, subTag: Uint8Array): string =>
  createHmac('sha256', member).update(subTag).digest().toString('base64url', 0, NAME_BYTES);

/** The lines since the last head of a run. */
export class Stretch {
  #hash = createHash('sha256');
  lines = 0;

  /** @param line without its line break */
  add(line: string): void {
    this.#hash.update(`${line}\n`);
    this.lines += 1;
  }

  /** @param head its JSON without `mac`. Begins the next stretch. */
  close({ head: key }: AuditKeys, head: string): string {
    const mac = createHmac('sha256', key).update(this.#hash.digest()).update(head).digest('base64url');
    this.#hash = createHash('sha256');
    this.lines = 0;
    return mac;
  }
}

/** @returns undefined for a line that is not of the audit stream, such as one of the log */
export function readLine(text: string): AuditLine | undefined {
  try {
    const line = JSON.parse(text) as AuditLine | null;
    return typeof line === 'object' && line?.audit === 1 && typeof line.run === 'string' ? line : undefined;
  } catch {
    return undefined;
  }
}

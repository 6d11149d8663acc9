import { decodeId } from '#crypto/ids.ts';
import type { ShareEvent } from '#server/db/database.ts';
import type { AppError, ErrorCode } from '#server/errors.ts';

/** The content of a line of the audit stream, besides its time and its place in the stream. */
export type AuditEntry =
  | {
      readonly act: 'create' | 'open' | 'lock' | 'end';
      readonly kind: ShareEvent['kind'];
      readonly share: Uint8Array;
      /** How it ended. */
      readonly state?: string;
    }
  /** A member, by keyed hash. `logout`: by the provider. */
  | { readonly act: 'sign-in' | 'sign-out' | 'logout'; readonly member: Uint8Array }
  | { readonly act: 'sign-in-refused'; readonly reason: string }
  /** Somebody with the link was refused. */
  | { readonly act: 'refuse'; readonly share: Uint8Array; readonly code: ErrorCode }
  /** The service's rules refused a creation. */
  | { readonly act: 'policy'; readonly code: ErrorCode; readonly limit?: string }
  /** `sotto admin …`: the command, without its arguments. */
  | { readonly act: 'admin'; readonly command: string };

export interface Audit {
  /** Never throws, and nothing waits for it. */
  readonly record: (entry: AuditEntry) => void;
  /** Writes what is left, and a last head. */
  readonly close: () => Promise<void>;
}

const acts = {
  ...{
    created: 'create',
    opened: 'open',
    locked: 'lock',
    spent: 'end',
    expired: 'end',
    destroyed: 'end',
    deleted: 'end',
  },
} as const satisfies Partial<Record<ShareEvent['what'], AuditEntry['act']>>;

const isAudited = (what: ShareEvent['what']): what is keyof typeof acts => Object.hasOwn(acts, what);

export function recordEvents({ record }: Audit, events: readonly ShareEvent[]): void {
  for (const { id, kind, what } of events) {
    if (!isAudited(what)) continue;
    const act = acts[what];
    record({ act, kind, share: id, ...(act === 'end' && { state: what }) });
  }
}

/** Refusals that only somebody with the right link proof gets. */
const ofHolders: ReadonlySet<ErrorCode> = new Set([
  ...(['wrong-password', 'locked', 'ended', 'lease-over', 'too-early', 'code-required', 'wrong-code'] as const),
]);
const ofPolicy: ReadonlySet<ErrorCode> = new Set(['token-required', 'terms-refused', 'quota-exceeded']);

interface Refusal {
  /** The pattern of the path. */
  readonly route: string;
  /** As written in the path. */
  readonly id: string;
  readonly error: AppError;
}

export function recordRefusal({ record }: Audit, { route, id, error: { code, members } }: Refusal): void {
  const { limit, reason } = members;
  if (code === 'sign-in-refused' && typeof reason === 'string') record({ act: 'sign-in-refused', reason });
  if (ofPolicy.has(code)) record({ act: 'policy', code, ...(typeof limit === 'string' && { limit }) });
  const share = ofHolders.has(code) && route.endsWith('/:id/open') ? decodeId(id) : undefined;
  if (share !== undefined) record({ act: 'refuse', share, code });
}

import { LEASE_SECONDS } from '#server/db/times.ts';
import type { OpeningRow } from './opening.ts';
import type { ShareRow } from './share.ts';

const BASE_CAP_SECONDS = 3600;
const CAP_BYTES_PER_SECOND = 128 * 1024;

/** How long after the opening a lease can be renewed to, at most: an hour, and a slow download's time. */
export function leaseCapSeconds(sizeBytes: number): number {
  return BASE_CAP_SECONDS + Math.ceil(sizeBytes / CAP_BYTES_PER_SECOND);
}

/** The end of a share ends every lease of it. */
export function isLeaseAlive(share: ShareRow, opening: OpeningRow): boolean {
  return share.endedAt === null && opening.acknowledgedAt === null && opening.leaseUntil > share.now;
}

export function renewedLease({ now }: ShareRow, { leaseUntil, leaseCap }: OpeningRow): number {
  return Math.max(leaseUntil, Math.min(now + LEASE_SECONDS, leaseCap));
}

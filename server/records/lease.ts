import { LEASE_SECONDS } from '#server/db/times.ts';
import type { OpeningRow } from './opening.ts';
import type { ShareRow } from './share.ts';

const BASE_CAP_SECONDS = 3600;
const CAP_BYTES_PER_SECOND = 128 * 1024;

/** @returns how many seconds after the opening its lease can be renewed: an hour, plus time for a slow download */
export function leaseCapSeconds(sizeBytes: number): number {
  return BASE_CAP_SECONDS + Math.ceil(sizeBytes / CAP_BYTES_PER_SECOND);
}

/** The end of a share ends all its leases. */
export function isLeaseRunning(
  share: Pick<ShareRow, 'endedAt' | 'now'>,
  opening: Pick<OpeningRow, 'acknowledgedAt' | 'leaseUntil'>,
): boolean {
  return share.endedAt === null && opening.acknowledgedAt === null && opening.leaseUntil > share.now;
}

export function renewedLease(
  { now }: Pick<ShareRow, 'now'>,
  { leaseUntil, leaseCap }: Pick<OpeningRow, 'leaseUntil' | 'leaseCap'>,
): number {
  return Math.max(leaseUntil, Math.min(now + LEASE_SECONDS, leaseCap));
}

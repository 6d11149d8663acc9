import { readFileSync } from 'node:fs';
import type { RateClass } from '#server/config/config.ts';

/**
 * All scarce resources, and how much of each one client may hold (docs/decisions/0035, docs/operating.md). An eighth of
 * each total is enough for a busy office, or for a load tool on this machine.
 */
export const totals = {
  connections: 8000,
  /** Requests without a reply yet. Each upload part holds half a megabyte of memory. */
  inFlight: { create: 2048, open: 2048, upload: 512, mail: 512, other: 2048 } satisfies Record<RateClass, number>,
  /** Request bodies and large replies in memory. */
  heldBytes: 128 * 2 ** 20,
  /** Replies streamed from files. */
  streams: 512,
  /** Finished replies that wait for the rest of their request. */
  lingering: 1024,
} as const;

/** The portion of each total, and of the free disk, that one client and its surrounding networks may hold. */
export const portions = {
  /** An IPv4 address or an IPv6 /64, which is what one customer gets. */
  address: 1 / 8,
  /** An IPv6 /56. */
  site: 1 / 4,
  /** An IPv4 /24 or an IPv6 /48. */
  network: 1 / 2,
} as const;

/** A client that keeps the server waiting at a slower pace is cut off. */
export const pace = {
  minBytesPerSecond: 4096,
  windowMs: 30_000,
  /** After the server has ended a connection, the client has this long to end it too. */
  closeGraceMs: 5000,
} as const;

/** How long an upload keeps reserved disk space that it has not used. */
export const reservation = {
  beforeFirstPartSeconds: 120,
  betweenPartsSeconds: 600,
} as const;

/** Short, because other requests finish all the time. */
export const RETRY_AFTER_SECONDS = 2;

/** Leaves half of the process's file limit for files and the database. */
export function maxConnections(): number {
  return Math.min(totals.connections, Math.floor(maxOpenFiles() / 2));
}

/** Node raises the soft limit to the hard limit at start. */
function maxOpenFiles(): number {
  try {
    const line = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'));
    return Number(line?.[1] ?? Infinity);
  } catch {
    return Infinity;
  }
}

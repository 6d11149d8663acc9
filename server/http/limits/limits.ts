import { readFileSync } from 'node:fs';
import type { RateClass } from '#server/config/config.ts';

/**
 * The one table of scarce things, and how much of each one client may hold (docs/decisions/0035, docs/operating.md).
 * Each total is chosen so that an eighth of it is enough for a busy office, or for a load tool on this machine.
 */
export const totals = {
  connections: 8000,
  /** Requests whose reply is not made yet. A part of an upload holds half a megabyte of memory. */
  inFlight: { create: 2048, open: 2048, upload: 512, other: 2048 } satisfies Record<RateClass, number>,
  /** Bodies of creates, and replies with content, while they are in memory. */
  heldBytes: 128 * 2 ** 20,
  /** Replies that are streamed from files. */
  streams: 512,
  /** Replies that are made and wait for the rest of the request. */
  lingering: 1024,
} as const;

/** The portions of each total, and of the free disk, that one client and the networks around it may hold. */
export const portions = {
  /** An IPv4 address or an IPv6 /64: what one customer gets. */
  address: 1 / 8,
  /** An IPv6 /56. */
  site: 1 / 4,
  /** An IPv4 /24 or an IPv6 /48. */
  network: 1 / 2,
} as const;

/** Slower than this, a client that we wait for is cut off. */
export const pace = {
  minBytesPerSecond: 4096,
  windowMs: 30_000,
  /** A connection that has ended on our side is destroyed after this. */
  closeGraceMs: 5000,
} as const;

/** How long an upload keeps disk space that it has not filled. */
export const reservation = {
  beforeFirstPartSeconds: 120,
  betweenPartsSeconds: 600,
} as const;

/** A refusal for one of these totals passes soon: others finish all the time. */
export const RETRY_AFTER_SECONDS = 2;

/** Half of what the system allows this process stays for files and the database. */
export function maxConnections(): number {
  return Math.min(totals.connections, Math.floor(maxOpenFiles() / 2));
}

/** Node raises its soft limit to the hard one at start. */
function maxOpenFiles(): number {
  try {
    const line = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'));
    return Number(line?.[1] ?? Infinity);
  } catch {
    return Infinity;
  }
}

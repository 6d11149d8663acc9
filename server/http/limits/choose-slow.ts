/** A connection that is waiting for its client. */
export interface MeasuredConnection {
  /** Connections with the same name belong to one client. */
  readonly client: string;
  /** Within the current window. */
  readonly bytesPerSecond: number;
  /** Since the connection was opened. */
  readonly movedBytes: number;
  readonly isTooSlow: boolean;
}

export interface Chosen<Measured> {
  /** Must be cut off. */
  readonly slow: readonly Measured[];
  /** Also too slow, but measured again from zero. */
  readonly spared: readonly Measured[];
}

/**
 * A client on a slow line that sends several parts at once may be too slow on each connection but fast enough in total.
 * If all its connections were cut off, it would restart all of them, forever. So the connection that has moved the
 * most bytes stays and has the line to itself until the others return. A connection that hardly moves is cut off
 * anyway.
 * @param measured all connections that are waiting for their client
 */
export function chooseSlow<Measured extends MeasuredConnection>(
  measured: readonly Measured[],
  minBytesPerSecond: number,
): Chosen<Measured> {
  const tooSlow = measured.filter(({ isTooSlow }) => isTooSlow);
  if (tooSlow.length === 0) return { slow: [], spared: [] };
  const spared = new Set<Measured>();
  for (const connections of Map.groupBy(measured, ({ client }) => client).values()) {
    const furthest = furthestOf(connections, minBytesPerSecond);
    if (furthest?.isTooSlow) spared.add(furthest);
  }
  return { slow: tooSlow.filter((connection) => !spared.has(connection)), spared: [...spared] };
}

/** @returns undefined if the client is too slow in total. Each connection must move its share of the slowest pace. */
function furthestOf<Measured extends MeasuredConnection>(
  connections: readonly Measured[],
  minBytesPerSecond: number,
): Measured | undefined {
  const together = connections.reduce((sum, { bytesPerSecond }) => sum + bytesPerSecond, 0);
  if (together < minBytesPerSecond) return undefined;
  const moving = connections.filter(({ bytesPerSecond }) => bytesPerSecond * connections.length >= minBytesPerSecond);
  return moving.reduce<Measured | undefined>(
    (most, one) => (most && most.movedBytes >= one.movedBytes ? most : one),
    undefined,
  );
}

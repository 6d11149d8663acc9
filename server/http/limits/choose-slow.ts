/** A connection whose client we wait for. */
export interface MeasuredConnection {
  /** Connections with the same name belong to one client. */
  readonly client: string;
  /** In its window. */
  readonly bytesPerSecond: number;
  /** Since the connection was made. */
  readonly movedBytes: number;
  readonly isTooSlow: boolean;
}

export interface Chosen<Measured> {
  /** To be cut off. */
  readonly slow: readonly Measured[];
  /** Too slow as well, and to be measured anew. */
  readonly spared: readonly Measured[];
}

/**
 * A client on a slow line that sends several parts at once may be too slow on each connection, and fast enough on all of
 * them together. If all were cut off, it would begin all of them again, without end. So the connection that has moved most
 * stays, and has the line to itself until the others come back. One that hardly moves does not stay.
 * @param measured all connections that are waited for
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

/** @returns undefined when the client is too slow on all together. Each has to move its share of the slowest pace. */
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

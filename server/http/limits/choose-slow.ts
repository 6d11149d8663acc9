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
 * stays, and has the line to itself until the others come back.
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
    const together = connections.reduce((sum, { bytesPerSecond }) => sum + bytesPerSecond, 0);
    const furthest = connections.reduce((most, one) => (one.movedBytes > most.movedBytes ? one : most));
    if (furthest.isTooSlow && together >= minBytesPerSecond) spared.add(furthest);
  }
  return { slow: tooSlow.filter((connection) => !spared.has(connection)), spared: [...spared] };
}

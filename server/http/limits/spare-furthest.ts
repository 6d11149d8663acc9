/** A connection on which a client is too slow. */
export interface SlowConnection {
  /** Connections with the same name belong to one client. */
  readonly client: string;
  /** In the last window. */
  readonly bytesPerSecond: number;
  /** Since the connection was made. */
  readonly movedBytes: number;
}

/**
 * A client on a slow line that sends several parts at once may be too slow on each connection, and fast enough on all of
 * them together. If all were cut off, it would begin all of them again, without end. So the connection that has moved most
 * stays, and has the line to itself until the others come back.
 * @returns the connections that stay
 */
export function spareFurthest<Slow extends SlowConnection>(
  slow: readonly Slow[],
  minBytesPerSecond: number,
): ReadonlySet<Slow> {
  const byClient = Map.groupBy(slow, ({ client }) => client);
  const spared = [...byClient.values()].flatMap((connections) => {
    const together = connections.reduce((sum, { bytesPerSecond }) => sum + bytesPerSecond, 0);
    if (together < minBytesPerSecond) return [];
    return connections.reduce((most, one) => (one.movedBytes > most.movedBytes ? one : most));
  });
  return new Set(spared);
}

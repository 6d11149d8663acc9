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

/**
 * A client on a slow line that sends several parts at once may be too slow on each connection, and fast enough on all of
 * them together. If all were cut off, it would begin all of them again, without end. So the connection that has moved most
 * stays, and has the line to itself until the others come back.
 * @param measured all connections that are waited for
 * @returns those that are to be cut off
 */
export function chooseSlow<Measured extends MeasuredConnection>(
  measured: readonly Measured[],
  minBytesPerSecond: number,
): Measured[] {
  if (!measured.some(({ isTooSlow }) => isTooSlow)) return [];
  const byClient = Map.groupBy(measured, ({ client }) => client);
  return [...byClient.values()].flatMap((connections) => {
    const together = connections.reduce((sum, { bytesPerSecond }) => sum + bytesPerSecond, 0);
    const furthest = connections.reduce((most, one) => (one.movedBytes > most.movedBytes ? one : most));
    const spared = together < minBytesPerSecond ? undefined : furthest;
    return connections.filter((connection) => connection.isTooSlow && connection !== spared);
  });
}

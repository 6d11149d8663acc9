import type { Server } from 'node:http';
import type { Config } from '#server/config/config.ts';
import { noMetrics } from '#server/http/metrics.ts';
import type { Cut } from '#server/http/metrics.ts';
import { createClientAddress, createTrust } from '#server/http/client-address.ts';
import { admitConnections } from './admit-connections.ts';
import { maxConnections, pace as usualPace } from './limits.ts';
import type { Pace } from './pace-window.ts';
import { watchPace } from './watch-pace.ts';

export interface Guarding {
  readonly total?: number;
  readonly pace?: Pace;
  readonly cut?: Cut;
  /** Whether every peer is a proxy on this host. */
  readonly isUnix?: () => boolean;
}

/** Prevents one client from taking all connections, and a slow client from keeping one. */
export function guardConnections(
  server: Server,
  { trustedProxies }: Pick<Config, 'trustedProxies'>,
  { total = maxConnections(), pace = usualPace, cut = noMetrics.cut, isUnix = () => false }: Guarding = {},
): void {
  const isTrusted = createTrust(trustedProxies);
  const clientAddress = createClientAddress([]);
  const clientOf = (peer: string | undefined) =>
    isUnix() || isTrusted(peer) ? undefined : clientAddress(peer, undefined);
  watchPace(server, admitConnections(server, { total, clientOf, cut }), { pace, cut });
}

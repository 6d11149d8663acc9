import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Cut } from '#server/http/metrics.ts';
import { createPortions, EVERYONE, prefixesOf } from './portions.ts';
import type { Release } from './portions.ts';

export interface Connection {
  readonly socket: Socket;
  /** The last request. Its body may still be arriving. */
  readonly incoming: IncomingMessage | undefined;
  /** Whether a request is being read or served. */
  readonly isBusy: boolean;
}

export interface Admission {
  readonly total: number;
  /** @returns undefined for a peer that is exempt from portions: a trusted proxy carries many clients */
  readonly clientOf: (peer: string | undefined) => string | undefined;
  /** Called for each connection that is closed. */
  readonly cut: Cut;
}

interface Admitted extends Connection {
  incoming: IncomingMessage | undefined;
  isBusy: boolean;
  exchanges: number;
  readonly names: readonly string[];
  readonly leave: Release;
}

/**
 * Counts connections as they are accepted. If a client has used up its portion, its longest idle connection is closed
 * for a new one; if none is idle, the new one is destroyed. If the total is used up, the longest idle connection of all
 * is closed, even one from a proxy: clients behind a proxy can hold any number of those. @returns the open connections
 */
export function admitConnections(server: Server, { total, clientOf, cut }: Admission): ReadonlySet<Connection> {
  const portions = createPortions(total);
  const open = new Map<Socket, Admitted>();
  const connections = new Set<Connection>();
  const idle = createIdleLists();

  const drop = (connection: Admitted) => {
    connection.leave();
    idle.remove(connection);
    open.delete(connection.socket);
    connections.delete(connection);
    connection.socket.destroy();
  };
  const makeRoom = (client: string | undefined): boolean => {
    for (let full = portions.lacking(client); full !== undefined; full = portions.lacking(client)) {
      const longest = idle.longest(full);
      if (longest === undefined) return false;
      cut('gave-way');
      drop(longest);
    }
    return true;
  };

  server.on('connection', (socket: Socket) => {
    const client = clientOf(socket.remoteAddress);
    if (!makeRoom(client)) {
      cut('no-place');
      socket.resetAndDestroy();
      return;
    }
    const names = [EVERYONE, ...(client === undefined ? [] : prefixesOf(client).map(({ name }) => name))];
    const leave = portions.hold(client, 1);
    const connection: Admitted = { socket, incoming: undefined, isBusy: false, exchanges: 0, names, leave };
    open.set(socket, connection);
    connections.add(connection);
    idle.add(connection);
    socket.once('close', () => drop(connection));
  });
  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const connection = open.get(incoming.socket);
    if (connection === undefined) return;
    begin(connection, incoming, idle);
    outgoing.once('close', () => {
      if (open.has(connection.socket)) end(connection, idle);
    });
  });
  return connections;
}

function begin(connection: Admitted, incoming: IncomingMessage, idle: IdleLists): void {
  connection.incoming = incoming;
  connection.exchanges++;
  connection.isBusy = true;
  idle.remove(connection);
}

/** A client may pipeline requests without waiting for the replies. */
function end(connection: Admitted, idle: IdleLists): void {
  connection.exchanges--;
  connection.isBusy = connection.exchanges > 0;
  if (!connection.isBusy) idle.add(connection);
}

type IdleLists = ReturnType<typeof createIdleLists>;

/** For each prefix, the connections without a request, in the order in which they became idle. */
function createIdleLists() {
  const lists = new Map<string, Set<Admitted>>();
  return {
    add(connection: Admitted) {
      for (const name of connection.names) {
        const list = lists.get(name) ?? new Set();
        lists.set(name, list.add(connection));
      }
    },
    remove(connection: Admitted) {
      for (const name of connection.names) {
        const list = lists.get(name);
        list?.delete(connection);
        if (list?.size === 0) lists.delete(name);
      }
    },
    longest: (name: string): Admitted | undefined => lists.get(name)?.values().next().value,
  };
}

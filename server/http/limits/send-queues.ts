import { createReadStream } from 'node:fs';
import type { Socket } from 'node:net';
import { endianness } from 'node:os';
import ipaddr from 'ipaddr.js';

type Peer = Pick<Socket, 'localPort' | 'remoteAddress' | 'remotePort'>;

/** Returns the bytes of a connection that the kernel has accepted and the peer has not acknowledged. */
export type SendQueues = (socket: Peer) => number | undefined;

/** `self/net` also exists if a service cannot see other processes (`ProcSubset=pid`). */
const TABLES = ['/proc/self/net/tcp', '/proc/self/net/tcp6'];
/** Number, local address and port, remote address and port, state (06: TIME_WAIT), send queue. */
const ROW = /^ *\d+: [0-9A-F]+:([0-9A-F]{4}) ([0-9A-F]+):([0-9A-F]{4}) (?!06)[0-9A-F]{2} ([0-9A-F]{8}):/;
/** About four hundred rows, or one millisecond. */
const PIECE_BYTES = 65_536;

/**
 * The kernel buffers megabytes for a reader and accepts more only when a third of that is free. So the bytes that Node
 * has written say little about the speed of a reader; the acknowledged bytes do. The tables list every connection of
 * the machine, including those closed in the last minute, so they are read in pieces to let other work continue.
 * @returns undefined if the system has no such table
 */
export async function readSendQueues(tables: readonly string[] = TABLES): Promise<SendQueues | undefined> {
  const queues = new Map<string, number>();
  for (const table of tables) {
    try {
      await readTable(table, queues);
    } catch {
      // A machine may have only one of the two tables.
    }
  }
  return queues.size === 0 ? undefined : (socket) => queues.get(rowOf(socket));
}

async function readTable(path: string, queues: Map<string, number>): Promise<void> {
  let rest = '';
  for await (const piece of createReadStream(path, { encoding: 'latin1', highWaterMark: PIECE_BYTES })) {
    const lines = (rest + String(piece)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, localPort = '', remote = '', remotePort = '', queue = ''] = ROW.exec(line) ?? [];
      if (queue !== '') queues.set(`${localPort} ${remote}:${remotePort}`, parseInt(queue, 16));
    }
  }
}

/** How much the peer of a connection has received. */
export interface ReceivedBytes {
  readonly bytes: number;
  /** False if only the kernel is known to have accepted the bytes. */
  readonly isAcknowledged: boolean;
}

/**
 * A write may be half finished. The socket's handle knows its progress: Node's own timeouts use it, but its types do
 * not include it. Without the handle, only whole writes count.
 */
export function receivedBytes(socket: Socket, queues: SendQueues | undefined): ReceivedBytes {
  const handle: unknown = Reflect.get(socket, '_handle');
  const written = numberIn(handle, 'bytesWritten');
  const queued = numberIn(handle, 'writeQueueSize');
  if (written === undefined || queued === undefined) {
    return { bytes: socket.bytesWritten - socket.writableLength, isAcknowledged: false };
  }
  const unacknowledged = queues?.(socket);
  return { bytes: written - queued - (unacknowledged ?? 0), isAcknowledged: unacknowledged !== undefined };
}

function numberIn(handle: unknown, name: string): number | undefined {
  if (typeof handle !== 'object' || handle === null) return undefined;
  const value: unknown = Reflect.get(handle, name);
  return typeof value === 'number' ? value : undefined;
}

function rowOf({ localPort = 0, remoteAddress = '', remotePort = 0 }: Peer): string {
  if (!ipaddr.isValid(remoteAddress)) return '';
  return `${hexPort(localPort)} ${hexAddress(ipaddr.parse(remoteAddress).toByteArray())}:${hexPort(remotePort)}`;
}

const hexPort = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');

/** 32-bit words, each in the machine's byte order. */
function hexAddress(bytes: readonly number[]): string {
  const words = Array.from({ length: bytes.length / 4 }, (_, i) => bytes.slice(4 * i, 4 * i + 4));
  const ordered = endianness() === 'LE' ? words.map((word) => word.toReversed()) : words;
  return ordered
    .flat()
    .map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'))
    .join('');
}

import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Cut, CutReason } from '#server/http/metrics.ts';
import type { Connection } from './admit-connections.ts';
import { chooseSlow } from './choose-slow.ts';
import type { MeasuredConnection } from './choose-slow.ts';
import { PaceWindow } from './pace-window.ts';
import type { Pace } from './pace-window.ts';
import { readSendQueues, receivedBytes } from './send-queues.ts';
import type { SendQueues, ReceivedBytes } from './send-queues.ts';

const SAMPLES_IN_WINDOW = 6;
/** If the kernel does not report acknowledged bytes, a reader may appear idle for this many windows. */
const BLIND_WINDOWS = 4;

/** The state of one connection between two checks. */
interface Meter {
  readonly inbound: PaceWindow;
  readonly outbound: PaceWindow;
  incoming: IncomingMessage | undefined;
  bytesRead: number;
  taken: ReceivedBytes | undefined;
  /** Time since a check first found that the server has ended its side; undefined if it has not. */
  closingMs: number | undefined;
}

interface Watching {
  readonly pace: Pace;
  readonly cut: Cut;
}

/**
 * Destroys connections with a client that is too slow: one that sends its body slowly, does not read its reply, or does
 * not close. Checks all connections a few times per window.
 */
export function watchPace(server: Server, connections: Iterable<Connection>, { pace, cut }: Watching): void {
  const meters = new WeakMap<Connection, Meter>();
  const intervalMs = pace.windowMs / SAMPLES_IN_WINDOW;
  let lookedAt = performance.now();
  let isLooking = false;

  const end = ({ socket }: Connection, reason: CutReason | undefined) => {
    if (reason !== undefined) cut(reason);
    // A reset, so that the kernel does not keep megabytes for a reader that is gone.
    socket.resetAndDestroy();
  };
  const look = async () => {
    const queues = hasBlockedWriter(connections) ? await readSendQueues() : undefined;
    const now = performance.now();
    const ms = now - lookedAt;
    lookedAt = now;
    // If this process was paused, it did not read the received bytes, and no client is to blame.
    const isOnTime = ms < 2 * intervalMs;
    const measured: Measured[] = [];
    for (const connection of connections) {
      const meter = meters.get(connection) ?? newMeter();
      meters.set(connection, meter);
      const reason = isOnTime ? judge(connection, meter, { ms, queues, pace }) : undefined;
      note(connection, meter, queues);
      if (reason === 'not-closed') end(connection, reason);
      else if (meter.inbound.ms > 0 || meter.outbound.ms > 0) measured.push(measuredOf(connection, meter, reason));
    }
    const { slow, spared } = chooseSlow(measured, pace.minBytesPerSecond);
    for (const { connection, reason } of slow) end(connection, reason);
    for (const { inbound, outbound } of spared) {
      inbound.clear();
      outbound.clear();
    }
  };
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    // Only after the bytes received in the meantime have been read.
    setImmediate(() => void look().finally(() => (isLooking = false)));
  }, intervalMs);
  timer.unref();
  server.once('close', () => clearInterval(timer));
}

const newMeter = (): Meter => ({
  inbound: new PaceWindow(),
  outbound: new PaceWindow(),
  incoming: undefined,
  bytesRead: 0,
  taken: undefined,
  closingMs: undefined,
});

const hasBlockedWriter = (connections: Iterable<Connection>): boolean => {
  for (const { socket } of connections) if (socket.writableLength > 0) return true;
  return false;
};

interface Look {
  readonly ms: number;
  readonly queues: SendQueues | undefined;
  readonly pace: Pace;
}

interface Measured extends MeasuredConnection, Pick<Meter, 'inbound' | 'outbound'> {
  readonly connection: Connection;
  readonly reason: CutReason | undefined;
}

function measuredOf(connection: Connection, { inbound, outbound }: Meter, reason: CutReason | undefined): Measured {
  const { socket, incoming } = connection;
  return {
    connection,
    reason,
    inbound,
    outbound,
    // Behind a proxy, the header distinguishes the clients.
    client: `${socket.remoteAddress} ${String(incoming?.headers['x-forwarded-for'])}`,
    bytesPerSecond: inbound.bytesPerSecond + outbound.bytesPerSecond,
    movedBytes: socket.bytesRead + socket.bytesWritten,
    isTooSlow: reason !== undefined,
  };
}

/** @returns the reason to cut off the connection, or undefined */
function judge(connection: Connection, meter: Meter, look: Look): CutReason | undefined {
  const bodyIsSlow = judgeBody(connection, meter, look);
  const readerIsSlow = judgeReader(connection.socket, meter, look);
  if (judgeClosing(connection, meter, look)) return 'not-closed';
  if (bodyIsSlow) return 'slow-body';
  return readerIsSlow ? 'slow-reader' : undefined;
}

function judgeBody({ socket, incoming }: Connection, meter: Meter, { ms, pace }: Look): boolean {
  const isAwaited = incoming !== undefined && !incoming.complete && !incoming.destroyed;
  if (!isAwaited || incoming !== meter.incoming) {
    meter.inbound.clear();
    return false;
  }
  // The server has not yet read the received bytes.
  if (incoming.readableLength > 0) return false;
  meter.inbound.add({ bytes: socket.bytesRead - meter.bytesRead, ms }, pace);
  return meter.inbound.isTooSlow(pace);
}

function judgeReader(socket: Socket, meter: Meter, { ms, queues, pace }: Look): boolean {
  if (socket.writableLength === 0) {
    meter.outbound.clear();
    return false;
  }
  const [before, now] = [meter.taken, receivedBytes(socket, queues)];
  if (before?.isAcknowledged !== now.isAcknowledged) return false;
  const measured = now.isAcknowledged ? pace : { ...pace, windowMs: BLIND_WINDOWS * pace.windowMs };
  meter.outbound.add({ bytes: now.bytes - before.bytes, ms }, measured);
  return meter.outbound.isTooSlow(measured);
}

/** The server has ended its side and sent everything, and the client has not closed. */
function judgeClosing({ socket }: Connection, meter: Meter, { ms, pace }: Look): boolean {
  const isClosing = socket.writableEnded && socket.writableLength === 0;
  const sinceFound = meter.closingMs === undefined ? 0 : meter.closingMs + ms;
  meter.closingMs = isClosing ? sinceFound : undefined;
  return isClosing && sinceFound >= pace.closeGraceMs;
}

function note({ socket, incoming }: Connection, meter: Meter, queues: SendQueues | undefined): void {
  meter.incoming = incoming;
  meter.bytesRead = socket.bytesRead;
  meter.taken = socket.writableLength > 0 ? receivedBytes(socket, queues) : undefined;
}

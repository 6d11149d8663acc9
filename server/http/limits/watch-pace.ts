import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Connection } from './admit-connections.ts';
import { chooseSlow } from './choose-slow.ts';
import type { MeasuredConnection } from './choose-slow.ts';
import { PaceWindow } from './pace-window.ts';
import type { Pace } from './pace-window.ts';
import { readSendQueues, takenOf } from './send-queues.ts';
import type { SendQueues, Taken } from './send-queues.ts';

const SAMPLES_IN_WINDOW = 6;
/** Where the kernel does not tell what was acknowledged, a reader may seem to stand still for this many windows. */
const BLIND_WINDOWS = 4;

/** What one connection did, between two looks at it. */
interface Meter {
  readonly inbound: PaceWindow;
  readonly outbound: PaceWindow;
  incoming: IncomingMessage | undefined;
  bytesRead: number;
  taken: Taken | undefined;
  closingMs: number;
}

/**
 * Destroys connections whose client is too slow while we wait for it: a body that drips in, a reader that does not read,
 * a connection that does not close. Looks at all of them a few times in each window.
 */
export function watchPace(server: Server, connections: Iterable<Connection>, pace: Pace): void {
  const meters = new WeakMap<Connection, Meter>();
  const intervalMs = pace.windowMs / SAMPLES_IN_WINDOW;
  let lookedAt = performance.now();
  let isLooking = false;

  const look = async () => {
    const queues = hasBlockedWriter(connections) ? await readSendQueues() : undefined;
    const now = performance.now();
    const ms = now - lookedAt;
    lookedAt = now;
    // When this process stood still, it did not read what came in: that is nobody's fault.
    const isOnTime = ms < 2 * intervalMs;
    const measured: Measured[] = [];
    for (const connection of connections) {
      const meter = meters.get(connection) ?? newMeter();
      meters.set(connection, meter);
      const verdict = isOnTime ? judge(connection, meter, { ms, queues, pace }) : 'fine';
      note(connection, meter, queues);
      if (verdict === 'overdue') connection.socket.resetAndDestroy();
      else if (meter.inbound.ms > 0 || meter.outbound.ms > 0) {
        measured.push(measuredOf(connection, meter, verdict === 'slow'));
      }
    }
    const { slow, spared } = chooseSlow(measured, pace.minBytesPerSecond);
    // A reset, so that the kernel does not go on to hold megabytes for a reader who is gone.
    for (const { socket } of slow) socket.resetAndDestroy();
    for (const { inbound, outbound } of spared) {
      inbound.clear();
      outbound.clear();
    }
  };
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    // After what has arrived meanwhile has been read.
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
  closingMs: 0,
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
  readonly socket: Socket;
}

/** Behind a proxy, the header tells clients apart. */
function measuredOf({ socket, incoming }: Connection, { inbound, outbound }: Meter, isTooSlow: boolean): Measured {
  return {
    socket,
    inbound,
    outbound,
    client: `${socket.remoteAddress} ${String(incoming?.headers['x-forwarded-for'])}`,
    bytesPerSecond: inbound.bytesPerSecond + outbound.bytesPerSecond,
    movedBytes: socket.bytesRead + socket.bytesWritten,
    isTooSlow,
  };
}

/** `overdue`: we have ended the connection, and the client has not. */
function judge(connection: Connection, meter: Meter, look: Look): 'slow' | 'overdue' | 'fine' {
  const bodyIsSlow = judgeBody(connection, meter, look);
  const readerIsSlow = judgeReader(connection.socket, meter, look);
  if (judgeClosing(connection, meter, look)) return 'overdue';
  return bodyIsSlow || readerIsSlow ? 'slow' : 'fine';
}

function judgeBody({ socket, incoming }: Connection, meter: Meter, { ms, pace }: Look): boolean {
  const isAwaited = incoming !== undefined && !incoming.complete && !incoming.destroyed;
  if (!isAwaited || incoming !== meter.incoming) {
    meter.inbound.clear();
    return false;
  }
  // What has come and was not taken yet waits for us.
  if (incoming.readableLength > 0) return false;
  meter.inbound.add({ bytes: socket.bytesRead - meter.bytesRead, ms }, pace);
  return meter.inbound.isTooSlow(pace);
}

function judgeReader(socket: Socket, meter: Meter, { ms, queues, pace }: Look): boolean {
  if (socket.writableLength === 0) {
    meter.outbound.clear();
    return false;
  }
  const [before, now] = [meter.taken, takenOf(socket, queues)];
  if (before?.isAcknowledged !== now.isAcknowledged) return false;
  const measured = now.isAcknowledged ? pace : { ...pace, windowMs: BLIND_WINDOWS * pace.windowMs };
  meter.outbound.add({ bytes: now.bytes - before.bytes, ms }, measured);
  return meter.outbound.isTooSlow(measured);
}

/** We have ended our side, all of it is handed over, and the client goes on. */
function judgeClosing({ socket }: Connection, meter: Meter, { ms, pace }: Look): boolean {
  const isClosing = socket.writableEnded && socket.writableLength === 0;
  meter.closingMs = isClosing ? meter.closingMs + ms : 0;
  return meter.closingMs >= pace.closeGraceMs;
}

function note({ socket, incoming }: Connection, meter: Meter, queues: SendQueues | undefined): void {
  meter.incoming = incoming;
  meter.bytesRead = socket.bytesRead;
  meter.taken = socket.writableLength > 0 ? takenOf(socket, queues) : undefined;
}

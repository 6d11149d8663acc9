import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** Encoded in advance: the generator shares the machine with the server, and its own work must not be measured. */
export interface PreparedRequest {
  readonly bytes: Buffer;
}

export interface Load {
  readonly port: number;
  readonly connections: number;
  readonly requests: readonly PreparedRequest[];
  readonly expectedStatus: number;
}

/**
 * Uses keep-alive connections with one request at a time on each.
 * @returns requests per second. @throws Error for any other status
 */
export async function runLoad({ port, connections, requests, expectedStatus }: Load): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  let next = 0;
  const started = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      const replies = new ReplyReader(socket);
      for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
        socket.write(request.bytes);
        const status = await replies.next();
        if (status !== expectedStatus) throw new Error(`status ${status} instead of ${expectedStatus}`);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  for (const socket of sockets) socket.destroy();
  return requests.length / seconds;
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

export function prepare(method: string, path: string, body: { type: string; bytes: Uint8Array }): PreparedRequest {
  const head =
    `${method} ${path} HTTP/1.1\r\nhost: localhost\r\naccept: */*\r\n` +
    `content-type: ${body.type}\r\ncontent-length: ${body.bytes.length}\r\n\r\n`;
  return { bytes: Buffer.concat([Buffer.from(head, 'latin1'), body.bytes]) };
}

/** Reads as much HTTP/1.1 as the two servers speak: replies with a Content-Length, or chunked. */
class ReplyReader {
  #bytes: Buffer = Buffer.alloc(0);
  #settle: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined;

  constructor(socket: Socket) {
    socket.on('data', (chunk) => {
      this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
      this.#tryFinish();
    });
    socket.on('close', () => this.#settle?.reject(new Error('closed by the server')));
  }

  next(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  #tryFinish(): void {
    const headEnd = this.#bytes.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = this.#bytes.subarray(0, headEnd).toString('latin1');
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    const complete =
      length === undefined
        ? this.#bytes.subarray(-5).equals(Buffer.from('0\r\n\r\n'))
        : this.#bytes.length === headEnd + 4 + Number(length);
    if (!complete) return;
    this.#bytes = Buffer.alloc(0);
    this.#settle?.resolve(Number(head.slice(9, 12)));
  }
}

import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** Sends raw bytes, one request at a time, over a connection that is reopened after the server has closed it. */
export class RawConnection {
  readonly #port: number;
  #socket: Socket | undefined;
  #received: Buffer = Buffer.alloc(0);
  #wake: () => void = () => undefined;

  constructor(port: number) {
    this.#port = port;
  }

  /** @returns the status; 0 if the connection was closed without a reply */
  async ask(bytes: Buffer): Promise<number> {
    const socket = this.#socket ?? (await this.#open());
    this.#received = Buffer.alloc(0);
    socket.write(bytes);
    for (;;) {
      const status = this.#answered();
      if (status !== undefined) return status;
      if (socket.destroyed || socket.readableEnded) return statusOf(this.#received);
      await new Promise<void>((wake) => (this.#wake = wake));
    }
  }

  close(): void {
    this.#socket?.destroy();
  }

  /** @returns undefined until the whole reply has arrived */
  #answered(): number | undefined {
    const headEnd = this.#received.indexOf('\r\n\r\n');
    if (headEnd === -1) return undefined;
    const status = statusOf(this.#received);
    if (status === 100) {
      this.#received = this.#received.subarray(headEnd + 4);
      return this.#answered();
    }
    const head = this.#received.toString('latin1', 0, headEnd).toLowerCase();
    const length = status === 304 ? 0 : Number(/\r\ncontent-length: (\d+)/.exec(head)?.[1] ?? 0);
    if (this.#received.length < headEnd + 4 + length) return undefined;
    if (head.includes('\r\nconnection: close')) this.#drop();
    return status;
  }

  #drop(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  async #open(): Promise<Socket> {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    socket.on('data', (chunk: Buffer) => {
      this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = undefined;
      this.#wake();
    });
    return (this.#socket = socket);
  }
}

const statusOf = (answer: Buffer): number =>
  Number(/^HTTP\/1\.1 (\d{3})/.exec(answer.toString('latin1', 0, 12))?.[1] ?? 0);

import { once } from 'node:events';

export type BiDiResult = Record<string, unknown>;

/** A connection to Firefox over WebDriver BiDi. */
export interface BiDi {
  /** @throws Error with the browser's reply, or if the connection closes first */
  send(method: string, parameters?: object): Promise<BiDiResult>;
  /** Calls back for each event of this name. Subscribe to it with `session.subscribe`. */
  on(event: string, listener: (parameters: BiDiResult) => void): void;
  close(): void;
}

interface Message {
  readonly id?: number | null;
  readonly type: string;
  readonly method?: string;
  readonly params?: BiDiResult;
  readonly result?: BiDiResult;
  readonly message?: string;
}

/** Connects and starts a session. @param address from Firefox's output, such as `ws://127.0.0.1:1234` */
export async function connectBiDi(address: string, capabilities: object = {}): Promise<BiDi> {
  const socket = new WebSocket(`${address}/session`);
  const asked = new Map<number, (reply: Message) => void>();
  const listeners = new Map<string, (parameters: BiDiResult) => void>();
  let last = 0;
  socket.addEventListener('message', ({ data: text }: MessageEvent<string>) => {
    const message = JSON.parse(text) as Message;
    if (message.type === 'event') listeners.get(message.method ?? '')?.(message.params ?? {});
    if (typeof message.id !== 'number') return;
    asked.get(message.id)?.(message);
    asked.delete(message.id);
  });
  socket.addEventListener('close', () => {
    for (const answer of asked.values()) answer({ type: 'error', message: 'The connection is closed' });
  });
  await once(socket, 'open');
  const bidi: BiDi = {
    async send(method, params = {}) {
      const id = ++last;
      const { promise, resolve } = Promise.withResolvers<Message>();
      asked.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
      const { type, result, message } = await promise;
      if (type === 'error') throw new Error(`${method}: ${message}`);
      return result ?? {};
    },
    on: (event, listener) => void listeners.set(event, listener),
    close: () => socket.close(),
  };
  await bidi.send('session.new', { capabilities });
  return bidi;
}

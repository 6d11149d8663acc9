import { once } from 'node:events';

/** A connection to Firefox over WebDriver BiDi. */
export interface BiDi {
  /** @throws Error with the browser's reply */
  send(method: string, parameters?: object): Promise<Record<string, unknown>>;
  close(): void;
}

interface Reply {
  readonly id?: number | null;
  readonly type: string;
  readonly result?: Record<string, unknown>;
  readonly message?: string;
}

export async function connectBiDi(address: string): Promise<BiDi> {
  const socket = new WebSocket(`${address}/session`);
  const asked = new Map<number, (reply: Reply) => void>();
  let last = 0;
  socket.addEventListener('message', ({ data: text }: MessageEvent<string>) => {
    const reply = JSON.parse(text) as Reply;
    if (typeof reply.id !== 'number') return;
    asked.get(reply.id)?.(reply);
    asked.delete(reply.id);
  });
  await once(socket, 'open');
  const bidi: BiDi = {
    async send(method, params = {}) {
      const id = ++last;
      const { promise, resolve } = Promise.withResolvers<Reply>();
      asked.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
      const { type, result, message } = await promise;
      if (type === 'error') throw new Error(`${method}: ${message}`);
      return result ?? {};
    },
    close: () => socket.close(),
  };
  await bidi.send('session.new', { capabilities: {} });
  return bidi;
}

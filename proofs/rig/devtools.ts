import { once } from 'node:events';

/** A connection to the DevTools protocol. It sends only the given commands. */
export interface DevTools {
  /** @param session of one page; absent: of the browser. @throws Error with the browser's reply */
  send(method: string, parameters?: object, session?: string): Promise<Record<string, unknown>>;
  /** The next event of this name that `wanted` takes. */
  next(event: string, wanted?: (parameters: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  close(): void;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

interface Listener {
  readonly event: string;
  readonly wanted: (parameters: Record<string, unknown>) => boolean;
  readonly hear: (parameters: Record<string, unknown>) => void;
}

export async function connectDevTools(url: string): Promise<DevTools> {
  const socket = new WebSocket(url);
  const asked = new Map<number, (answer: Message) => void>();
  const listeners = new Set<Listener>();
  let last = 0;
  socket.addEventListener('message', ({ data: text }: MessageEvent<string>) => {
    const message = JSON.parse(text) as Message;
    if (message.id !== undefined) {
      asked.get(message.id)?.(message);
      asked.delete(message.id);
      return;
    }
    const { method, params = {} } = message;
    for (const listener of [...listeners]) {
      if (listener.event !== method || !listener.wanted(params)) continue;
      listeners.delete(listener);
      listener.hear(params);
    }
  });
  await once(socket, 'open');
  return {
    async send(method, params = {}, sessionId) {
      const id = ++last;
      const { promise, resolve } = Promise.withResolvers<Message>();
      asked.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params, ...(sessionId !== undefined && { sessionId }) }));
      const { result, error } = await promise;
      if (error) throw new Error(`${method}: ${error.message}`);
      return result ?? {};
    },
    next: (event, wanted = () => true) => new Promise((hear) => listeners.add({ event, wanted, hear })),
    close: () => socket.close(),
  };
}

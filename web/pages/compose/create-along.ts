import type { CallOptions } from '#client/api.ts';
import { redacting } from '#client/secret.ts';
import { serviceFailureOf } from '#client/errors.ts';

/** The request sent along with a share, so that its recipient can answer. Its links are redacted in logs and JSON. */
export interface Along {
  /** For the recipient: sealed inside the share. */
  readonly link: string;
  /** For the sender: reads the answer. */
  readonly manageLink: string;
  /** It is in My shares. */
  readonly listed: boolean;
}

export interface AlongWish extends CallOptions {
  /** The share's title; '' without one. */
  readonly title: string;
  readonly ttlSeconds: number;
}

/** Each `send` sends the same bytes, so it can be repeated until the server replies. */
export interface PreparedAlong {
  send(options?: CallOptions): Promise<Along>;
  /** Deletes it on the server and from My shares; harmless if it was never sent. */
  discard(): Promise<void>;
}

export interface AlongEffects {
  readonly askAlong: (wish: AlongWish) => Promise<PreparedAlong>;
}

/** Makes one request per draft, however often sealing is retried. */
export interface AlongMaker {
  /** @throws the errors of `askAlong` and of the server; the signal's reason */
  readonly ask: (wish: AlongWish & { readonly signal: AbortSignal }) => Promise<Along>;
  /** The share that contains it has arrived. */
  readonly settle: () => void;
  /** The draft has changed: discards the request, whose link nobody has. */
  readonly forget: () => void;
}

interface Held {
  prepared: PreparedAlong | undefined;
  along: Along | undefined;
}

export function createAlong({ askAlong }: AlongEffects): AlongMaker {
  const held: Held = { prepared: undefined, along: undefined };
  const settle = () => {
    held.prepared = undefined;
    held.along = undefined;
  };
  return {
    ask: async (wish) => {
      if (held.along !== undefined) return held.along;
      const { signal } = wish;
      const prepared = held.prepared ?? (await askAlong(wish));
      signal.throwIfAborted();
      held.prepared = prepared;
      try {
        const along = await prepared.send({ signal });
        signal.throwIfAborted();
        return (held.along = redacting({ ...along }, ['link', 'manageLink']));
      } catch (error) {
        // After a network or service failure, the same bytes may still arrive. Other errors are final.
        if (!signal.aborted && serviceFailureOf(error) === undefined) settle();
        throw error;
      }
    },
    settle,
    forget: () => {
      const { prepared } = held;
      settle();
      void prepared?.discard().catch(() => undefined);
    },
  };
}

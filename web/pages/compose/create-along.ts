import type { CallOptions } from '#client/api.ts';
import { redacting } from '#client/secret.ts';
import { serviceFailureOf } from '#client/errors.ts';

/** The request that goes along with a share, by which whoever opens it may answer. Logged or serialised, it shows no links. */
export interface Along {
  /** For whoever shall answer: it is sealed with the share. */
  readonly link: string;
  /** Where the answer is read. */
  readonly manageLink: string;
  /** My shares has it. */
  readonly listed: boolean;
}

export interface AlongWish extends CallOptions {
  /** The share's; '' where it has none. */
  readonly title: string;
  readonly ttlSeconds: number;
}

/** Each `send` sends the same bytes, so it can be repeated until one is answered. */
export interface PreparedAlong {
  send(options?: CallOptions): Promise<Along>;
  /** Deletes it on the server and in My shares; harmless if there is nothing. */
  discard(): Promise<void>;
}

export interface AlongEffects {
  readonly askAlong: (wish: AlongWish) => Promise<PreparedAlong>;
}

/** Makes one request for a draft, however often the draft is tried. */
export interface AlongMaker {
  /** @throws what `askAlong` and the server may; the signal's reason */
  readonly ask: (wish: AlongWish & { readonly signal: AbortSignal }) => Promise<Along>;
  /** The share has arrived with it. */
  readonly settle: () => void;
  /** The draft is another one: nobody has got this request's link, and nobody will. */
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
        // Only what may arrive another time is worth sending again.
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

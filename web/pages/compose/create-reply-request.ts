import type { CallOptions } from '#client/api.ts';
import { redacting } from '#client/secret.ts';
import type { ShareInput } from '#client/share-input.ts';
import { serviceFailureOf } from '#client/errors.ts';

/** The request sent with a share, so that its recipient can answer. Its links are redacted in logs and JSON. */
export interface ReplyRequest {
  /** For the recipient: sealed inside the share. */
  readonly link: string;
  /** For the sender: reads the answer. */
  readonly manageLink: string;
  /** It is in My shares. */
  readonly listed: boolean;
}

export interface ReplyRequestInput extends CallOptions {
  /** The share's title; '' without one. */
  readonly title: string;
  readonly ttlSeconds: number;
  /** Present if the share is for members: then only they answer it. */
  readonly members?: ShareInput['members'];
}

/** Each `send` sends the same bytes, so it can be repeated until the server replies. */
export interface PreparedReplyRequest {
  send(options?: CallOptions): Promise<ReplyRequest>;
  /** Deletes it on the server and from My shares; harmless if it was never sent. */
  discard(): Promise<void>;
}

export interface ReplyRequestEffects {
  readonly prepareReplyRequest: (input: ReplyRequestInput) => Promise<PreparedReplyRequest>;
}

/** Makes one request per draft, however often sealing is retried. */
export interface ReplyRequestMaker {
  /** @throws the errors of `prepareReplyRequest` and of the server; the signal's reason */
  readonly ask: (input: ReplyRequestInput & { readonly signal: AbortSignal }) => Promise<ReplyRequest>;
  /** The share that contains it has arrived. */
  readonly settle: () => void;
  /** The draft has changed: discards the request, whose link nobody has. */
  readonly forget: () => void;
}

interface Held {
  prepared: PreparedReplyRequest | undefined;
  request: ReplyRequest | undefined;
}

export function createReplyRequest({ prepareReplyRequest }: ReplyRequestEffects): ReplyRequestMaker {
  const held: Held = { prepared: undefined, request: undefined };
  const settle = () => {
    held.prepared = undefined;
    held.request = undefined;
  };
  return {
    ask: async (input) => {
      if (held.request !== undefined) return held.request;
      const { signal } = input;
      const prepared = held.prepared ?? (await prepareReplyRequest(input));
      signal.throwIfAborted();
      held.prepared = prepared;
      try {
        const request = await prepared.send({ signal });
        signal.throwIfAborted();
        return (held.request = redacting({ ...request }, ['link', 'manageLink']));
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

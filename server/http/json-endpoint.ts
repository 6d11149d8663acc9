import type * as v from 'valibot';
import type { Deps } from '#server/deps.ts';
import type { ErrorCode } from '#server/errors.ts';
import type { Answers } from './reply.ts';
import type { Endpoint } from './endpoint.ts';
import { parseJsonMessage } from './parse-message.ts';
import { smallJson } from './read-body.ts';

export interface JsonEndpoint<Body extends v.GenericSchema, Result extends v.GenericSchema> {
  readonly verb: string;
  readonly summary: string;
  readonly body: Body;
  readonly result: Result;
  /** Besides `not-found`, which everything with an id has. */
  readonly errors?: readonly ErrorCode[];
  readonly act: (deps: Deps, id: Uint8Array, body: v.InferOutput<Body>) => Promise<v.InferOutput<Result>>;
}

export interface Collection {
  /** `/api/shares` */
  readonly path: string;
  /** @throws AppError for what is no id */
  readonly readId: (text: string) => Uint8Array;
}

/** `POST <collection>/:id/<verb>`: a small message about one thing, and what has become of it. */
export const jsonEndpointOf =
  ({ path, readId }: Collection) =>
  <Body extends v.GenericSchema, Result extends v.GenericSchema>(endpoint: JsonEndpoint<Body, Result>) =>
  (deps: Deps, answers: Answers): Endpoint => ({
    method: 'POST',
    path: `${path}/:id/${endpoint.verb}`,
    rateClass: 'other',
    body: smallJson,
    answer: async ({ id, bytes }) => {
      const message = parseJsonMessage(endpoint.body, bytes);
      return answers.json(await endpoint.act(deps, readId(id), message));
    },
    docs: {
      summary: endpoint.summary,
      request: { json: endpoint.body },
      success: { 200: 'Done.' },
      response: { json: endpoint.result },
      errors: ['not-found', ...(endpoint.errors ?? [])],
    },
  });

import type * as v from 'valibot';
import type { Deps } from '#server/deps.ts';
import type { ErrorCode } from '#server/errors.ts';
import { endpoint } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { jsonMessage } from './message.ts';

interface JsonEndpoint<Input extends v.GenericSchema, Output extends v.GenericSchema> {
  readonly path: string;
  readonly summary: string;
  readonly input: Input;
  readonly output: Output;
  /** In addition to `not-found`. */
  readonly errors?: readonly ErrorCode[];
  readonly act: (deps: Deps, id: Uint8Array, input: v.InferOutput<Input>) => Promise<v.InferOutput<Output>>;
}

/** `POST <collection>/:id/<verb>` for a reader: a small JSON message and a JSON reply. */
export const jsonEndpoint = <Input extends v.GenericSchema, Output extends v.GenericSchema>({
  path,
  summary,
  input,
  output,
  errors = [],
  act,
}: JsonEndpoint<Input, Output>): Endpoint =>
  endpoint({
    method: 'POST',
    path,
    access: 'reader',
    rateClass: 'other',
    message: jsonMessage(input),
    act: async (context) => context.replies.json(await act(context.deps, context.id, context.input)),
    docs: { summary, success: { 200: 'Done.' }, reply: { json: output }, errors },
  });

import { decodeId } from '#crypto/ids.ts';
import type { RateClass } from '#server/config/config.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import type { ErrorCode } from '#server/errors.ts';
import type { MessageDocs, MessageRule } from './message.ts';
import type { BodyRule } from './read-body.ts';
import type { Replies, Reply } from './reply.ts';
import type { Credentials } from './request-context.ts';
import type { SessionCredentials } from './session-credentials.ts';
import { withWhole } from './stream-frame.ts';

/**
 * Who may call an endpoint. `anyone`: no credential. `creator`: an access token, where the operator requires one.
 * `reader`: the message carries a proof that only a holder of the link or of the manage link can compute; the use case
 * checks it. `session`: a browser of the service's own pages, with or without a session's cookie, or a terminal with a
 * session's token. Only these endpoints read cookies.
 */
export type Access = 'anyone' | 'creator' | 'reader' | 'session';

/**
 * Reserves memory for a large reply before it is built, until the client has received it. @throws AppError
 * `unavailable`
 */
export type HoldReply = (bytes: number) => void;

export interface PublicContext<Input> {
  readonly deps: Deps;
  readonly replies: Replies;
  /** The validated message. */
  readonly input: Input;
  /** The key for limits: an IPv4 address or the /64 of an IPv6 address. */
  readonly client: string;
}

export interface CreatorContext<Input> extends PublicContext<Input> {
  /** Empty if the path holds no valid id: no create proof matches it. */
  readonly id: Uint8Array;
  readonly credentials: Credentials;
}

export interface ReaderContext<Input> extends PublicContext<Input> {
  /** Empty if the path has no `:id`. */
  readonly id: Uint8Array;
  /** As written in the path; empty if the path has no `:part`. */
  readonly part: string;
  readonly holdReply: HoldReply;
}

export interface SessionContext<Input> extends PublicContext<Input> {
  readonly credentials: SessionCredentials;
}

type Act<Context> = (context: Context) => Reply | Promise<Reply>;
type Action<Input> =
  | { readonly access: 'anyone'; readonly act: Act<PublicContext<Input>> }
  | { readonly access: 'creator'; readonly act: Act<CreatorContext<Input>> }
  | { readonly access: 'reader'; readonly act: Act<ReaderContext<Input>> }
  | { readonly access: 'session'; readonly act: Act<SessionContext<Input>> };

interface Route {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Relative to the base path. The log shows this pattern, never the path itself. */
  readonly path: string;
  /** Absent for health probes, which no limit counts. */
  readonly rateClass?: RateClass;
}

interface EndpointDocs {
  readonly summary: string;
  readonly success: Readonly<Record<number, string>>;
  readonly reply: MessageDocs;
  /** In addition to those that openapi-document.ts derives from the access and the message. */
  readonly errors: readonly ErrorCode[];
}

type Definition<Input> = Route & {
  /** Absent: the body is ignored, and `input` is undefined. */
  readonly message?: MessageRule<Input>;
  readonly docs: EndpointDocs;
} & Action<Input>;

/** A request that passed its limits. */
export interface Received {
  readonly deps: Deps;
  readonly replies: Replies;
  readonly credentials: Credentials;
  /** Empty unless the endpoint's access is `session`. */
  readonly session: SessionCredentials;
  /** As written in the path; empty if the path has none. */
  readonly parameters: { readonly id: string; readonly part: string };
  /** Empty for a streamed body. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly stream: AsyncIterable<Uint8Array>;
  readonly holdReply: HoldReply;
}

export interface Endpoint extends Route {
  readonly access: Access;
  readonly body: BodyRule | undefined;
  readonly docs: EndpointDocs & { readonly message: MessageDocs | undefined };
  readonly run: (received: Received) => Promise<Reply>;
}

const NO_ID = new Uint8Array(0);

/** Checks the message first, then the path: a malformed message is reported alike for every id. */
export function endpoint<Input = undefined>(definition: Definition<Input>): Endpoint {
  const { method, path, rateClass, access, message, docs } = definition;
  const run = async (received: Received) => act(definition, received, (await message?.parse(received)) as Input);
  return {
    method,
    path,
    ...(rateClass && { rateClass }),
    access,
    body: message?.body,
    docs: { ...docs, message: message?.docs },
    run:
      message?.body.streamed === true
        ? (received) => withWhole(received.stream, (stream) => run({ ...received, stream }))
        : run,
  };
}

function act<Input>(definition: Definition<Input>, received: Received, input: Input): Reply | Promise<Reply> {
  const { deps, replies, credentials, parameters, holdReply } = received;
  const context = { deps, replies, input, client: credentials.client };
  switch (definition.access) {
    case 'anyone':
      return definition.act(context);
    case 'creator':
      return definition.act({ ...context, id: decodeId(parameters.id) ?? NO_ID, credentials });
    case 'reader': {
      const id = hasId(definition) ? readId(parameters.id) : NO_ID;
      return definition.act({ ...context, id, part: parameters.part, holdReply });
    }
    case 'session':
      return definition.act({ ...context, credentials: received.session });
  }
}

export const hasId = ({ path }: Pick<Route, 'path'>): boolean => path.includes('/:id');

/** A malformed id is reported like an unknown one. @throws AppError `not-found` */
function readId(text: string): Uint8Array {
  const id = decodeId(text);
  if (id === undefined) throw new AppError('not-found');
  return id;
}

import type * as v from 'valibot';
import type { RateClass } from '#server/config/config.ts';
import type { ErrorCode } from '#server/errors.ts';
import type { Answer } from './reply.ts';
import type { BodyRule } from './read-body.ts';

/** Who asks, as far as that is anyone's business. */
export interface Caller {
  /** As limits count: an IPv4 address, or one /64 of IPv6. */
  readonly client: string;
  /** What the request bears, whether it is good or not. Handed to endpoints that create, to no other. */
  readonly token: string | undefined;
  /**
   * The request says that it creates an answer and nothing else (`Sotto-Answer`). A sign-in in front of the service may let
   * such requests through, so the statement is held against the message.
   */
  readonly onlyAnswers: boolean;
}

export interface EndpointRequest {
  /** As it stands in the path. */
  readonly id: string;
  /** As it stands in the path; empty where the path has none. */
  readonly part: string;
  /** Empty where the rule says that the body is streamed. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly stream: AsyncIterable<Uint8Array>;
  readonly caller: Caller;
  readonly holdReply: HoldReply;
}

/** Counts the memory of a large reply before it is made, until its reader has taken it. @throws AppError `unavailable` */
export type HoldReply = (bytes: number) => void;

/** What the OpenAPI document says of an endpoint; `head` and `tail` are those of a frame. */
export interface MessageDocs {
  readonly json?: v.GenericSchema;
  readonly frame?: { readonly head: v.GenericSchema; readonly tail: string };
  /** What bytes without a head are. */
  readonly bytes?: string;
}

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below the base path. This pattern, never the path itself, is what the log shows. */
  readonly path: string;
  /** Absent: not counted (probes). */
  readonly rateClass?: RateClass;
  /** Absent: a body is not looked at. */
  readonly body?: BodyRule;
  /** Takes a token where the operator asks for one. */
  readonly creates?: true;
  readonly answer: (request: EndpointRequest) => Answer | Promise<Answer>;
  readonly docs: {
    readonly summary: string;
    readonly request?: MessageDocs;
    readonly success: Readonly<Record<number, string>>;
    readonly response: MessageDocs;
    /** Besides those that the endpoint's form implies: see openapi.ts. */
    readonly errors: readonly ErrorCode[];
  };
}

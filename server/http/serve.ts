import { IncomingMessage } from 'node:http';
import type { LimitClass } from '#server/config/config.ts';
import type { AppError, ErrorCode } from '#server/errors.ts';
import type { Metrics } from '#server/metrics/metrics.ts';
import type { Answer, Answers, ByteStream } from './reply.ts';
import { answerLength, isStream, toResponse } from './reply.ts';
import type { ClientAddress } from './client-address.ts';
import type { Caller, Endpoint, EndpointRequest } from './endpoint.ts';
import type { Linger } from './linger.ts';
import { errorFields } from './log.ts';
import type { Log } from './log.ts';
import type { OpenStreams, Outgoing } from './limits/open-streams.ts';
import type { Release } from './limits/portions.ts';
import type { Overload } from './limits/overload.ts';
import { asAppError } from './problem.ts';
import type { RateLimit } from './limits/rate-limit.ts';
import { checkBody, readBody } from './read-body.ts';
import { piecesOf } from './read-pieces.ts';
import { claimsOf, NO_CLAIMS } from './creator-headers.ts';
import { headerOf } from './request-context.ts';
import type { RequestContext } from './request-context.ts';

export interface Serving {
  readonly answers: Answers;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly clientAddress: ClientAddress;
  readonly rateLimit: RateLimit;
  readonly overload: Overload;
  readonly openStreams: OpenStreams;
  readonly linger: Linger;
}

type ReadRequest = Omit<EndpointRequest, 'holdReply'>;

interface Reading {
  /** Held in memory while it is read. */
  readonly bytes: number;
  readonly read: () => ReadRequest | Promise<ReadRequest>;
}

export type Handler = (c: RequestContext) => Promise<Response>;

const NO_BYTES = new Uint8Array(0);
async function* nothing(): AsyncGenerator<Uint8Array> {}
const NO_REQUEST: Omit<ReadRequest, 'caller'> = { id: '', part: '', bytes: NO_BYTES, stream: nothing() };
/** Smaller replies are gone with one write. */
const LARGE_REPLY_BYTES = 65_536;

/**
 * Limits first, from headers and the client's address alone; then the body, whole and bounded; only then any lookup. A
 * request holds its place while its body drips in: see limits/limits.ts for how many places one client may hold.
 */
export function serveEndpoint(serving: Serving, endpoint: Endpoint): Handler {
  const { overload } = serving;
  const { rateClass, body, creates } = endpoint;

  const reading = (c: RequestContext, caller: Caller): Reading => {
    if (body === undefined) return { bytes: 0, read: () => ({ ...NO_REQUEST, caller }) };
    const declared = checkBody(c, body);
    const [id, part] = [c.req.param('id') ?? '', c.req.param('part') ?? ''];
    if (body.streamed) {
      return { bytes: 0, read: () => ({ id, part, bytes: NO_BYTES, stream: streamOf(c), caller }) };
    }
    const { maxBytes } = body;
    const bounds = { maxBytes, declared };
    return {
      bytes: declared ?? maxBytes,
      read: async () => ({ id, part, bytes: await readBody(streamOf(c), bounds), stream: NO_REQUEST.stream, caller }),
    };
  };
  const admit = async (c: RequestContext, client: string): Promise<Answer> => {
    const caller: Caller = { client, ...(creates ? claimsOf((name) => headerOf(c, name)) : NO_CLAIMS) };
    const { bytes, read } = reading(c, caller);
    const memory = replyMemory(serving, client);
    const answering = async () => endpoint.answer({ ...(await read()), holdReply: memory.hold });
    if (rateClass === undefined) return answering();
    try {
      const answer = await overload.run({ rateClass, client, bytes }, answering);
      return await holdOpen(serving, { answer, client, memory, outgoing: c.env.outgoing });
    } catch (error) {
      memory.release();
      throw error;
    }
  };
  return (c) => respond(serving, { c, route: endpoint.path, rateClass, work: (client) => admit(c, client) });
}

/** What one reply takes up, from before it is made until its reader has taken it. */
function replyMemory({ overload }: Serving, client: string) {
  const held: Release[] = [];
  return {
    hold: (bytes: number) => void held.push(overload.holdReply(client, bytes)),
    isHeld: () => held.length > 0,
    release: () => {
      for (const giveBack of held.splice(0)) giveBack();
    },
  };
}

interface Held {
  readonly answer: Answer;
  readonly client: string;
  readonly memory: ReturnType<typeof replyMemory>;
  readonly outgoing: Outgoing | undefined;
}

/** A reply with much content is there until its reader has taken it. @throws AppError `unavailable` */
async function holdOpen({ openStreams }: Serving, { answer, client, memory, outgoing }: Held): Promise<Answer> {
  const { body } = answer;
  if (outgoing === undefined) {
    memory.release();
    return answer;
  }
  if (!isStream(body)) {
    const bytes = answerLength(body);
    // An endpoint that spends something holds the memory itself, before it does.
    if (bytes > LARGE_REPLY_BYTES && !memory.isHeld()) memory.hold(bytes);
    if (outgoing.destroyed) memory.release();
    else if (memory.isHeld()) outgoing.once('close', memory.release);
    return answer;
  }
  try {
    if (!outgoing.destroyed) {
      openStreams(client, outgoing);
      return answer;
    }
  } catch (error) {
    await giveUp(body);
    throw error;
  }
  // Whoever asked has gone: nobody would take it, nor give it up.
  await giveUp(body);
  return answer;
}

async function giveUp({ bytes }: ByteStream): Promise<void> {
  await bytes[Symbol.asyncIterator]().return?.();
}

/** Node's own stream where there is one: web streams around it would cost as much as writing it down. */
function streamOf({ env, req }: RequestContext): AsyncIterable<Uint8Array> {
  const { incoming } = env;
  if (incoming instanceof IncomingMessage) return piecesOf(incoming);
  return req.raw.body ?? NO_REQUEST.stream;
}

export interface Work {
  readonly method: string;
  /** The pattern. */
  readonly route: string;
  readonly work: () => Promise<Answer>;
  /** An answer of its own to a refusal; where it has none, the answer is the problem. */
  readonly inWords?: ((refusal: AppError) => Answer | undefined) | undefined;
}

export interface Exchange extends Omit<Work, 'method' | 'work'> {
  readonly c: RequestContext;
  /** The limit that counts this request, before any work; undefined only for probes of health. */
  readonly rateClass: LimitClass | undefined;
  readonly work: (client: string) => Answer | Promise<Answer>;
}

/** The way out of every request that reaches a route, or that no route takes. */
export async function respond(serving: Serving, { c, rateClass, work, ...rest }: Exchange): Promise<Response> {
  const { incoming } = c.env;
  const client = serving.clientAddress(incoming?.socket.remoteAddress, headerOf(c, 'x-forwarded-for'));
  const admitted = async () => {
    if (rateClass !== undefined) serving.rateLimit(rateClass, client, headerOf(c, 'content-length'));
    return work(client);
  };
  const answer = await settle(serving, { ...rest, method: c.req.method, work: admitted });
  return toResponse(incoming instanceof IncomingMessage ? serving.linger({ answer, incoming, client }) : answer);
}

/** Turns a request's work into its answer, and logs and counts it. */
export async function settle(
  { answers, log, metrics }: Serving,
  { method, route, work, inWords }: Work,
): Promise<Answer> {
  const started = performance.now();
  let answer: Answer;
  let refusal: ErrorCode | undefined;
  try {
    answer = await work();
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error !== thrown) log.error('failed', { route, ...errorFields(thrown) });
    answer = inWords?.(error) ?? answers.problem(error);
    refusal = error.code;
  }
  const ms = performance.now() - started;
  metrics.answered({ method, route, status: answer.status, seconds: ms / 1000, refusal });
  const note = answer.status >= 500 ? log.warn : log.info;
  note('request', {
    method,
    route,
    status: answer.status,
    ms: Math.round(ms * 100) / 100,
    bytes: answerLength(answer.body),
  });
  return answer;
}

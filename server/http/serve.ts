import { IncomingMessage } from 'node:http';
import type { LimitClass } from '#server/config/config.ts';
import type { Deps } from '#server/deps.ts';
import type { AppError, ErrorCode } from '#server/errors.ts';
import type { Metrics } from '#server/metrics/metrics.ts';
import type { ByteStream, Replies, Reply } from './reply.ts';
import { isStream, replyLength, toResponse } from './reply.ts';
import type { ClientAddress } from './client-address.ts';
import type { Endpoint, Received } from './endpoint.ts';
import type { Linger } from './linger.ts';
import { errorFields } from './log.ts';
import type { Log } from './log.ts';
import type { OpenStreams, Outgoing } from './limits/open-streams.ts';
import type { Release } from './limits/portions.ts';
import type { Overload } from './limits/overload.ts';
import { asAppError } from './problem.ts';
import type { RateLimit } from './limits/rate-limit.ts';
import { checkBody, readBody } from './read-body.ts';
import type { BodyRule } from './read-body.ts';
import { piecesOf } from './read-pieces.ts';
import { claimsOf, NO_CLAIMS } from './creator-headers.ts';
import { headerOf } from './request-context.ts';
import type { RequestContext } from './request-context.ts';

export interface Serving {
  readonly deps: Deps;
  readonly replies: Replies;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly clientAddress: ClientAddress;
  readonly rateLimit: RateLimit;
  readonly overload: Overload;
  readonly openStreams: OpenStreams;
  readonly linger: Linger;
}

type ReadBody = Pick<Received, 'bytes' | 'stream'>;

interface Reading {
  /** Reserved while the body is read. */
  readonly bytes: number;
  readonly read: () => ReadBody | Promise<ReadBody>;
}

export type Handler = (c: RequestContext) => Promise<Response>;

const NO_BYTES = new Uint8Array(0);
async function* nothing(): AsyncGenerator<Uint8Array> {}
const NO_BODY: ReadBody = { bytes: NO_BYTES, stream: nothing() };
/** Smaller replies are gone with one write. */
const LARGE_REPLY_BYTES = 65_536;

/**
 * Limits first, from headers and the client's address alone; then the body, whole and bounded; only then any lookup. A
 * request holds its place while its body drips in: see limits/limits.ts for how many places one client may hold.
 */
export function serveEndpoint(serving: Serving, endpoint: Endpoint): Handler {
  const { deps, replies, overload } = serving;
  const { rateClass, access } = endpoint;

  const admit = async (c: RequestContext, client: string): Promise<Reply> => {
    const claims = access === 'creator' ? claimsOf((name) => headerOf(c, name)) : NO_CLAIMS;
    const parameters = { id: c.req.param('id') ?? '', part: c.req.param('part') ?? '' };
    const { bytes, read } = reading(c, endpoint.body);
    const memory = replyMemory(serving, client);
    const received = { deps, replies, caller: { client, ...claims }, parameters, holdReply: memory.hold };
    const work = async () => endpoint.run({ ...received, ...(await read()) });
    if (rateClass === undefined) return work();
    try {
      const reply = await overload.run({ rateClass, client, bytes }, work);
      return await holdOpen(serving, { reply, client, memory, outgoing: c.env.outgoing });
    } catch (error) {
      memory.release();
      throw error;
    }
  };
  return (c) => respond(serving, { c, route: endpoint.path, rateClass, work: (client) => admit(c, client) });
}

/** @throws AppError for a body that its headers already disqualify */
function reading(c: RequestContext, rule: BodyRule | undefined): Reading {
  if (rule === undefined) return { bytes: 0, read: () => NO_BODY };
  const declared = checkBody(c, rule);
  if (rule.streamed) return { bytes: 0, read: () => ({ bytes: NO_BYTES, stream: streamOf(c) }) };
  const { maxBytes } = rule;
  const bounds = { maxBytes, declared };
  return {
    bytes: declared ?? maxBytes,
    read: async () => ({ bytes: await readBody(streamOf(c), bounds), stream: NO_BODY.stream }),
  };
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
  readonly reply: Reply;
  readonly client: string;
  readonly memory: ReturnType<typeof replyMemory>;
  readonly outgoing: Outgoing | undefined;
}

/** A reply with much content is there until its reader has taken it. @throws AppError `unavailable` */
async function holdOpen({ openStreams }: Serving, { reply, client, memory, outgoing }: Held): Promise<Reply> {
  const { body } = reply;
  if (outgoing === undefined) {
    memory.release();
    return reply;
  }
  if (!isStream(body)) {
    const bytes = replyLength(body);
    // An endpoint that spends something holds the memory itself, before it does.
    if (bytes > LARGE_REPLY_BYTES && !memory.isHeld()) memory.hold(bytes);
    if (outgoing.destroyed) memory.release();
    else if (memory.isHeld()) outgoing.once('close', memory.release);
    return reply;
  }
  try {
    if (!outgoing.destroyed) {
      openStreams(client, outgoing);
      return reply;
    }
  } catch (error) {
    await giveUp(body);
    throw error;
  }
  // Whoever asked has gone: nobody would take it, nor give it up.
  await giveUp(body);
  return reply;
}

async function giveUp({ bytes }: ByteStream): Promise<void> {
  await bytes[Symbol.asyncIterator]().return?.();
}

/** Node's own stream where there is one: web streams around it would cost as much as writing it down. */
function streamOf({ env, req }: RequestContext): AsyncIterable<Uint8Array> {
  const { incoming } = env;
  if (incoming instanceof IncomingMessage) return piecesOf(incoming);
  return req.raw.body ?? NO_BODY.stream;
}

export interface Work {
  readonly method: string;
  /** The pattern. */
  readonly route: string;
  readonly work: () => Promise<Reply>;
  /** An answer of its own to a refusal; where it has none, the answer is the problem. */
  readonly inWords?: ((refusal: AppError) => Reply | undefined) | undefined;
}

export interface Exchange extends Omit<Work, 'method' | 'work'> {
  readonly c: RequestContext;
  /** The limit that counts this request, before any work; undefined only for probes of health. */
  readonly rateClass: LimitClass | undefined;
  readonly work: (client: string) => Reply | Promise<Reply>;
}

/** The way out of every request that reaches a route, or that no route takes. */
export async function respond(serving: Serving, { c, rateClass, work, ...rest }: Exchange): Promise<Response> {
  const { incoming } = c.env;
  const client = serving.clientAddress(incoming?.socket.remoteAddress, headerOf(c, 'x-forwarded-for'));
  const admitted = async () => {
    if (rateClass !== undefined) serving.rateLimit(rateClass, client, headerOf(c, 'content-length'));
    return work(client);
  };
  const reply = await settle(serving, { ...rest, method: c.req.method, work: admitted });
  return toResponse(incoming instanceof IncomingMessage ? serving.linger({ reply, incoming, client }) : reply);
}

/** Turns a request's work into its answer, and logs and counts it. */
export async function settle(
  { replies, log, metrics }: Serving,
  { method, route, work, inWords }: Work,
): Promise<Reply> {
  const started = performance.now();
  let reply: Reply;
  let refusal: ErrorCode | undefined;
  try {
    reply = await work();
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error !== thrown) log.error('failed', { route, ...errorFields(thrown) });
    reply = inWords?.(error) ?? replies.problem(error);
    refusal = error.code;
  }
  const ms = performance.now() - started;
  metrics.answered({ method, route, status: reply.status, seconds: ms / 1000, refusal });
  const note = reply.status >= 500 ? log.warn : log.info;
  note('request', {
    method,
    route,
    status: reply.status,
    ms: Math.round(ms * 100) / 100,
    bytes: replyLength(reply.body),
  });
  return reply;
}

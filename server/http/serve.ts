import { IncomingMessage } from 'node:http';
import { recordRefusal } from '#server/audit/audit.ts';
import type { LimitClass } from '#server/config/config.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import type { ErrorCode } from '#server/errors.ts';
import type { Metrics } from './metrics.ts';
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
import { piecesOf, takeArrived } from './read-pieces.ts';
import { headerOf, NO_CLAIMS, readClaims } from './request-context.ts';
import type { RequestHead } from './request-context.ts';
import { NO_SESSION, readSessionCredentials } from './session-credentials.ts';

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

export type Answerer = (c: RequestHead) => Promise<Reply>;

const NO_BYTES = new Uint8Array(0);
async function* nothing(): AsyncGenerator<Uint8Array> {}
const NO_BODY: ReadBody = { bytes: NO_BYTES, stream: nothing() };
/** Smaller replies leave with a single write. */
const LARGE_REPLY_BYTES = 65_536;

/**
 * Checks the limits first, from the headers and the client's address alone, then reads the whole bounded body, and only
 * then looks anything up. A request holds its place while its body arrives: limits/limits.ts bounds the places of one
 * client.
 */
export function serveEndpoint(serving: Serving, endpoint: Endpoint): Answerer {
  const { deps, replies, overload } = serving;
  const { rateClass, access } = endpoint;

  const admit = async (c: RequestHead, client: string): Promise<Reply> => {
    const claims = access === 'creator' ? readClaims(c) : NO_CLAIMS;
    const session = access === 'session' ? readSessionCredentials(c, deps.config) : NO_SESSION;
    const parameters = { id: c.req.param('id') ?? '', part: c.req.param('part') ?? '' };
    const { bytes, read } = reading(c, endpoint.body);
    const memory = replyMemory(serving, client);
    const credentials = { client, ...claims };
    const received = { deps, replies, credentials, session, parameters, holdReply: memory.hold };
    const work = async () => endpoint.run({ ...received, ...(await read()) });
    if (rateClass === undefined) return work();
    const route = endpoint.path;
    try {
      const reply = await overload.run({ rateClass, client, bytes }, work);
      return await holdOpen(serving, { reply, client, memory, outgoing: c.env.outgoing });
    } catch (error) {
      memory.release();
      if (deps.audit && error instanceof AppError) recordRefusal(deps.audit, { route, id: parameters.id, error });
      throw error;
    }
  };
  return (c) => replyTo(serving, { c, route: endpoint.path, rateClass, work: (client) => admit(c, client) });
}

/** @throws AppError for a body that its headers already disqualify */
function reading(c: RequestHead, rule: BodyRule | undefined): Reading {
  if (rule === undefined) return { bytes: 0, read: () => NO_BODY };
  const declared = checkBody(c, rule);
  if (rule.streamed) return { bytes: 0, read: () => ({ bytes: NO_BYTES, stream: streamOf(c) }) };
  const { maxBytes } = rule;
  const bounds = { maxBytes, declared };
  return {
    bytes: declared ?? maxBytes,
    read: async () => {
      const bytes = (await arrived(c, declared)) ?? (await readBody(streamOf(c), bounds));
      return { bytes, stream: NO_BODY.stream };
    },
  };
}

/** The memory that one reply reserves, from before it is built until the client has received it. */
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

/** Keeps the memory of a large reply reserved until the client has received it. @throws AppError `unavailable` */
async function holdOpen({ openStreams }: Serving, { reply, client, memory, outgoing }: Held): Promise<Reply> {
  const { body } = reply;
  if (outgoing === undefined) {
    memory.release();
    return reply;
  }
  if (!isStream(body)) {
    const bytes = replyLength(body);
    // An endpoint that spends a view reserves the memory itself, before spending it.
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
  // The client has disconnected, so nobody would read the stream or close it.
  await giveUp(body);
  return reply;
}

async function giveUp({ bytes }: ByteStream): Promise<void> {
  await bytes[Symbol.asyncIterator]().return?.();
}

async function arrived(
  { env }: RequestHead,
  declared: number | undefined,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { incoming } = env;
  return incoming instanceof IncomingMessage && declared !== undefined ? takeArrived(incoming, declared) : undefined;
}

/** Node's own stream if there is one: wrapping it in web streams would cost as much as storing its bytes. */
function streamOf({ env, req }: RequestHead): AsyncIterable<Uint8Array> {
  const { incoming } = env;
  if (incoming instanceof IncomingMessage) return piecesOf(incoming);
  return req.raw.body ?? NO_BODY.stream;
}

export interface Work {
  readonly method: string;
  /** The pattern. */
  readonly route: string;
  readonly work: () => Promise<Reply>;
  /** A special reply to a refusal. By default the reply is a problem document. */
  readonly inWords?: ((refusal: AppError) => Reply | undefined) | undefined;
}

export interface RoutedWork extends Omit<Work, 'method' | 'work'> {
  readonly c: RequestHead;
  /** The rate limit, checked before any work; undefined only for health probes. */
  readonly rateClass: LimitClass | undefined;
  readonly work: (client: string) => Reply | Promise<Reply>;
}

export const respond = async (serving: Serving, work: RoutedWork): Promise<Response> =>
  toResponse(await replyTo(serving, work));

/** Replies to every request that Node has parsed, whether or not it matches a route. */
export async function replyTo(serving: Serving, { c, rateClass, work, ...rest }: RoutedWork): Promise<Reply> {
  const { incoming } = c.env;
  const client = serving.clientAddress(incoming?.socket.remoteAddress, headerOf(c, 'x-forwarded-for'));
  const admitted = async () => {
    if (rateClass !== undefined) serving.rateLimit(rateClass, client, headerOf(c, 'content-length'));
    return work(client);
  };
  const reply = await settle(serving, { ...rest, method: c.req.method, work: admitted });
  return incoming instanceof IncomingMessage ? serving.linger({ reply, incoming, client }) : reply;
}

/** Turns the result of a request's work into its reply, and logs and counts it. */
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
    if (error !== thrown) log.error('request failed', { route, ...errorFields(thrown) });
    reply = inWords?.(error) ?? replies.problem(error);
    refusal = error.code;
  }
  const ms = performance.now() - started;
  metrics.replied({ method, route, status: reply.status, seconds: ms / 1000, refusal });
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

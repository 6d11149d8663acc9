import type { Context } from 'hono';
import type { Answer, Answers } from './answer.ts';
import { toResponse } from './answer.ts';
import type { ClientAddress } from './client-address.ts';
import type { Endpoint } from './endpoint.ts';
import { errorFields } from './log.ts';
import type { Log } from './log.ts';
import type { Overload } from './overload.ts';
import { asAppError } from './problem.ts';
import type { RateLimit } from './rate-limit.ts';
import { checkBody, readBody } from './read-body.ts';

/** What the Node adapter hands in beside the request. */
export interface Bindings {
  readonly incoming?: { readonly socket: { readonly remoteAddress?: string | undefined } };
}
export type RequestContext = Context<{ Bindings: Bindings }>;

export interface Serving {
  readonly answers: Answers;
  readonly log: Log;
  readonly clientAddress: ClientAddress;
  readonly rateLimit: RateLimit;
  readonly overload: Overload;
}

type Work = () => Answer | Promise<Answer>;
export type Handler = (c: RequestContext) => Promise<Response>;

const NO_BODY = new Uint8Array(0);

/** Limits first, from headers and the client's address alone; then the body, whole and bounded; only then any lookup. */
export function serveEndpoint(serving: Serving, endpoint: Endpoint): Handler {
  const { clientAddress, rateLimit, overload } = serving;
  const { rateClass, body } = endpoint;

  const read = (c: RequestContext): Work => {
    if (body === undefined) return () => endpoint.answer({ id: '', bytes: NO_BODY });
    const bounds = { maxBytes: body.maxBytes, declared: checkBody(c.req.raw, body) };
    return async () => endpoint.answer({ id: c.req.param('id') ?? '', bytes: await readBody(c.req.raw, bounds) });
  };
  const admit = async (c: RequestContext): Promise<Answer> => {
    if (rateClass === undefined) return read(c)();
    await rateLimit(rateClass, clientAddress(c.env.incoming?.socket.remoteAddress, c.req.header('x-forwarded-for')));
    return overload(rateClass, read(c));
  };
  return (c) => respond(serving, { c, route: endpoint.path, work: () => admit(c) });
}

export interface Exchange {
  readonly c: RequestContext;
  /** The pattern. */
  readonly route: string;
  readonly work: Work;
}

/** The only way out: every answer, error and log line of the server passes here. */
export async function respond({ answers, log }: Serving, { c, route, work }: Exchange): Promise<Response> {
  const started = performance.now();
  let answer: Answer;
  try {
    answer = await work();
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error !== thrown) log.error('failed', { route, ...errorFields(thrown) });
    answer = answers.problem(error);
  }
  const note = answer.status >= 500 ? log.warn : log.info;
  note('request', {
    method: c.req.method,
    route,
    status: answer.status,
    ms: Math.round((performance.now() - started) * 100) / 100,
    bytes: answer.body === null ? 0 : Buffer.byteLength(answer.body),
  });
  return toResponse(answer);
}

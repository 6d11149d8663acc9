import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy in front of a service, to which browsers report violations of its Content Security Policy. */
export interface ViolationReports {
  /** Where people reach the service. */
  readonly url: string;
  /** The reports so far, from pages and from workers. */
  readonly received: readonly string[];
  readonly stop: () => Promise<void>;
}

const POLICY = 'content-security-policy';
const REPORTS = '/violations';

export async function reportViolations(upstream: string): Promise<ViolationReports> {
  const received: string[] = [];
  const server = createServer((request, response) => {
    if (request.url === REPORTS) void receive(request, response, received);
    else pass(upstream, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    received,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function receive(request: IncomingMessage, response: ServerResponse, received: string[]): Promise<void> {
  received.push(Buffer.concat(await request.toArray()).toString());
  response.writeHead(204).end();
}

function pass(upstream: string, request: IncomingMessage, response: ServerResponse): void {
  const { method, url = '/', headers } = request;
  const onward = ask(new URL(url, upstream), { method, headers, agent: false }, (reply) => {
    const policy = reply.headers[POLICY];
    const reporting = policy === undefined ? {} : { [POLICY]: `${String(policy)}; report-uri ${REPORTS}` };
    response.writeHead(reply.statusCode ?? 502, { ...reply.headers, ...reporting });
    reply.pipe(response);
    reply.on('error', () => response.destroy());
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

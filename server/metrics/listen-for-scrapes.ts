import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { allowHalfClose } from '#server/http/half-close.ts';
import { readHead } from '#server/http/request-head.ts';
import type { Address } from '#server/platform/start-checks/bind-fault.ts';

const MEDIA_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
const SCRAPE_MS = 10_000;

export interface ScrapeListener {
  readonly port: number;
  readonly drain: () => Promise<void>;
}

/** A separate listener, so that metrics are not public. @throws the system's error if the address is not available */
export async function listenForScrapes(text: () => Promise<string>, { host, port }: Address): Promise<ScrapeListener> {
  const server = createServer({ requestTimeout: SCRAPE_MS, headersTimeout: SCRAPE_MS }, (incoming, response) => {
    const isSound = readHead(incoming);
    const { method, url } = incoming;
    const read = isSound && method === 'GET' && url === '/metrics' ? text() : undefined;
    if (read === undefined) reply(response, isSound ? 404 : 400, '');
    read?.then(
      (metrics) => reply(response, 200, metrics),
      () => reply(response, 500, ''),
    );
  });
  server.setTimeout(SCRAPE_MS);
  allowHalfClose(server);
  server.listen({ host, port });
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async drain() {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), SCRAPE_MS).unref();
      await closed;
    },
  };
}

function reply(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': MEDIA_TYPE, 'cache-control': 'no-store', connection: 'close' });
  response.end(body);
}

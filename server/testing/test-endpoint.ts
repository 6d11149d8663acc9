import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ReceivedPost {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface TestEndpoint extends AsyncDisposable {
  /** Certificate of `hooks.example` and of 127.0.0.1. */
  readonly ca: string;
  readonly port: number;
  readonly received: ReceivedPost[];
  /** Connections, also those without a complete request. */
  readonly connections: () => number;
  /** By default replies 204. */
  reply: (response: ServerResponse) => void;
}

/** A real https server on this machine, with a certificate that nobody but the test trusts. */
export async function openTestEndpoint(): Promise<TestEndpoint> {
  const { key, cert } = makeCertificate();
  let connections = 0;
  const received: ReceivedPost[] = [];
  const server = createServer({ key, cert }, (request, response) => {
    void readText(request).then((body) => {
      received.push({ path: request.url ?? '', headers: request.headers, body });
      endpoint.reply(response);
    });
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint: TestEndpoint = {
    ca: cert,
    port: (server.address() as AddressInfo).port,
    received,
    connections: () => connections,
    reply: (response) => response.writeHead(204).end(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return endpoint;
}

async function readText(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
}

let made: { readonly key: string; readonly cert: string } | undefined;

function makeCertificate() {
  if (made !== undefined) return made;
  const folder = mkdtempSync(join(tmpdir(), 'sotto-certificate-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const names = 'subjectAltName=DNS:hooks.example,DNS:other.example,IP:127.0.0.1';
  const command = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  try {
    execFileSync(
      'openssl',
      [...command, '-subj', '/CN=hooks.example', '-addext', names, '-keyout', key, '-out', cert],
      {
        stdio: 'ignore',
      },
    );
    return (made = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

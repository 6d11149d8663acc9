import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '#scripts/testing/free-port.ts';

/** Space for uploads above `SOTTO_MIN_FREE_MB`, on any disk that has more than this. */
const FREE_BYTES = 30e9;

export interface Service {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Starts a service without rate limits. It trusts 127.0.0.1 as a proxy, so a request can claim any client address.
 * @param checkout of the release to attack
 */
export async function startService(checkout: string): Promise<Service> {
  const port = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), 'sotto-hoarding-'));
  const { bavail, bsize } = statfsSync(dataDir);
  const child = spawn(process.execPath, [join(checkout, 'sotto.js'), 'serve'], {
    cwd: dataDir,
    env: {
      PATH: process.env['PATH'] ?? '',
      SOTTO_DATA_DIR: dataDir,
      SOTTO_PORT: String(port),
      SOTTO_LOG_LEVEL: 'error',
      SOTTO_TRUSTED_PROXIES: '127.0.0.1',
      SOTTO_MIN_FREE_MB: String(Math.max(0, Math.floor((bavail * bsize - FREE_BYTES) / 1e6))),
      SOTTO_CREATES_PER_MINUTE: '0',
      SOTTO_OPENS_PER_MINUTE: '0',
      SOTTO_CODES_PER_MINUTE: '0',
      SOTTO_REQUESTS_PER_MINUTE: '0',
      SOTTO_UPLOAD_MB_PER_MINUTE: '0',
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const closed = once(child, 'close');
  for await (const line of createInterface({ input: child.stdout })) if (line.includes('Listening on ')) break;
  child.stdout.resume();
  return {
    port,
    async stop() {
      child.kill('SIGKILL');
      await closed;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** One address in each of the sixteen /64 networks of a /60. */
export const attacker = (i: number): string => `2001:db8:0:${(i % 16).toString(16)}::1`;
export const victim = '198.51.100.7';

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly type: string;
  readonly length: number;
  readonly from: string;
}

export const headOf = ({ method, path, type, length, from }: Sent, connection = 'close'): string =>
  `${method} ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: ${connection}\r\nx-forwarded-for: ${from}\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\n\r\n`;

export async function openSocket(port: number, localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  socket.on('error', () => undefined);
  await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
  return socket;
}

const TIMEOUT_MS = 5000;

/** Sends one request from another client. @returns the status and how long it took, or how it failed */
export async function sendAsVictim(
  port: number,
  sent: Omit<Sent, 'from' | 'length'> & { body: Uint8Array<ArrayBuffer> },
): Promise<string> {
  const { method, path, type, body } = sent;
  const started = performance.now();
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { 'x-forwarded-for': victim, 'content-type': type, connection: 'close' },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const retryAfter = response.headers.get('retry-after');
    await response.arrayBuffer();
    const took = `${response.status} in ${Math.round(performance.now() - started)} ms`;
    return retryAfter === null ? took : `${took}, retry after ${retryAfter} s`;
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? `no reply in ${TIMEOUT_MS} ms` : 'no connection';
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '#scripts/testing/free-port.ts';

const START_SECONDS = 20;

export interface NginxOptions {
  readonly program: string;
  /** Ends in `/`. */
  readonly upstream: string;
  /** Directives of the server block. By default none, so all defaults of nginx apply. */
  readonly directives?: readonly string[];
  /** A port found earlier; by default a free one. */
  readonly port?: number;
  /** Builds a whole server block in place of ours from the port and the upstream. */
  readonly server?: (port: number, upstream: string) => string;
}

/** One request as nginx saw it. */
export interface Passed {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Head and body of the request; head and body of the response. */
  readonly requestBytes: number;
  readonly answerBytes: number;
}

export interface Nginx {
  /** Ends in `/`. */
  readonly url: string;
  /** @returns every request, in the order in which they ended */
  stop(): Promise<Passed[]>;
}

const plainServer = ({ port, upstream, directives = [] }: Omit<NginxOptions, 'program'> & { port: number }) => `
  server {
    listen 127.0.0.1:${port};
    ${directives.join('\n    ')}
    location / { proxy_pass ${upstream}; }
  }`;

/**
 * A minimal configuration: one server block with one `proxy_pass`. The rest says where a process
 * without a home folder keeps its files, and what it logs of each request. Its workers keep the user of the test, whose
 * sockets they open.
 */
const configuration = (
  folder: string,
  { port, upstream, directives, server }: Omit<NginxOptions, 'program'> & { port: number },
) => `
daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
pid ${folder}/pid;
error_log ${folder}/errors;
events {}
http {
  log_format sizes '$request_method $uri $status $request_length $bytes_sent';
  access_log ${folder}/requests sizes;
  client_body_temp_path ${folder}/client;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  ${server?.(port, upstream) ?? plainServer({ port, upstream, ...(directives && { directives }) })}
}
`;

export async function startNginx({ program, ...options }: NginxOptions): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-nginx-'));
  chmodSync(folder, 0o755);
  const { port = await freePort() } = options;
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, configuration(folder, { ...options, port }));
  const child = spawn(program, ['-c', file, '-p', folder, '-e', join(folder, 'errors')], { stdio: 'ignore' });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = once(child, 'close');
  await untilListening(port, () => {
    if (child.exitCode !== null) throw new Error(`nginx ended:\n${readIfThere(join(folder, 'errors'))}`);
  });
  return {
    url: `http://127.0.0.1:${port}/`,
    async stop() {
      child.kill('SIGQUIT');
      await ended;
      process.off('exit', kill);
      const passed = readIfThere(join(folder, 'requests')).split('\n').filter(Boolean).map(parsePassed);
      rmSync(folder, { recursive: true, force: true });
      return passed;
    },
  };
}

const readIfThere = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');

function parsePassed(line: string): Passed {
  const [method = '', path = '', status = '', requestBytes = '', answerBytes = ''] = line.split(' ');
  return {
    method,
    path,
    status: Number(status),
    requestBytes: Number(requestBytes),
    answerBytes: Number(answerBytes),
  };
}

/** @param check throws if it can never listen */
export async function untilListening(port: number, check: () => void): Promise<void> {
  const limit = performance.now() + START_SECONDS * 1000;
  while (performance.now() < limit) {
    check();
    if (await accepts(port)) return;
    await delay(20);
  }
  throw new Error(`nothing listens on ${port}`);
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

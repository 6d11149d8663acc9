import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#scripts/testing/free-port.ts';
import { untilListening } from './start-nginx.ts';

export interface CaddyOptions {
  readonly program: string;
  readonly configuration: string;
  /** Host and port. */
  readonly upstream: string;
  /** Further variables of the Caddyfile. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Caddy {
  /** Ends in `/`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** The Caddyfile of deploy/. Its variables make it serve plain http on loopback. */
export async function startCaddy({ program, configuration, upstream, env }: CaddyOptions): Promise<Caddy> {
  const home = mkdtempSync(join(tmpdir(), 'sotto-caddy-'));
  const port = await freePort();
  const site = `http://127.0.0.1:${port}`;
  const child = spawn(program, ['run', '--config', configuration, '--adapter', 'caddyfile'], {
    env: { ...env, HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home, SOTTO_SITE: site, SOTTO_UPSTREAM: upstream },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-8192)));
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = once(child, 'close');
  await untilListening(port, () => {
    if (child.exitCode !== null) throw new Error(`Caddy ended:\n${errors}`);
  });
  return {
    url: `${site}/`,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      process.off('exit', kill);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

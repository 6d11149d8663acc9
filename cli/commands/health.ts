import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Config } from '#server/config/config.ts';
import { hostAndPort } from '#server/platform/host-and-port.ts';
import { exitCodes, Failure } from '#cli/terminal/exit-codes.ts';
import { fetchOver, transportTo } from '#cli/service/transport.ts';
import { healthUsage } from '#cli/usage/operator.ts';
import { operatorCommand } from '#cli/admin/operator-command.ts';
import type { World } from '#cli/world.ts';

const TIMEOUT_MS = 4_000;
/** The address that reaches a service that listens on all addresses. */
const everywhere: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** `sotto health [URL]`, for example as the health check of a container without curl. */
export const healthCommand = operatorCommand(healthUsage, async ({ positionals: [url] }, world) => {
  const { stderr } = world;
  const health = url === undefined ? await findHere(world) : elsewhere(world, url);
  if (health === undefined) return exitCodes.failed.code;
  try {
    const status = await health.ask();
    if (status >= 200 && status < 300) return exitCodes.done.code;
    stderr.write(`sotto: ${health.address} replies with status ${status}.\n`);
  } catch (error) {
    stderr.write(`sotto: ${error instanceof Failure ? error.message : `No reply from ${health.address}.`}\n`);
  }
  return exitCodes.failed.code;
});

interface Health {
  readonly address: string;
  /** @returns the status. @throws Failure, or the system's error */
  readonly ask: () => Promise<number>;
}

/** A service elsewhere, which may be behind a proxy or a sign-in. */
function elsewhere({ env }: World, url: string): Health {
  const address = `${url.replace(/\/$/, '')}/healthz`;
  const ask = async () => {
    const fetch = fetchOver(await transportTo(env, address), address);
    const { status } = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'manual' });
    return status;
  };
  return { address, ask };
}

/** The service that the settings describe. @returns undefined for wrong settings, after saying so */
async function findHere(world: World): Promise<Health | undefined> {
  const { readConfig } = await import('#cli/admin/read-config.ts');
  const config = readConfig(world);
  if (config === undefined) return undefined;
  const { socketPath, basePath } = config;
  const address = socketPath === undefined ? `${localAddress(config)}healthz` : `${basePath}healthz at ${socketPath}`;
  return { address, ask: () => statusHere(config) };
}

/** `fetch` will not do: a URL cannot name the interface of an address such as `fe80::1%eth0`. */
async function statusHere({ host, port, socketPath, basePath }: Config): Promise<number> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const asked = get({
    ...(socketPath === undefined ? { host: everywhere[host] ?? host, port } : { socketPath }),
    path: `${basePath}healthz`,
    headers: { host: 'localhost' },
    agent: false,
    signal,
  });
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode ?? 0;
}

/** The service's own URL, below its public path. */
export function localAddress({ host, port, basePath }: Pick<Config, 'host' | 'port' | 'basePath'>): string {
  return `http://${hostAndPort({ host: everywhere[host] ?? host, port })}${basePath}`;
}

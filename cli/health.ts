import type { Config } from '#server/config/config.ts';
import { exitCodes, Failure } from './exit-codes.ts';
import { fetchBy, wayTo } from './way-to.ts';
import type { Command } from './world.ts';

const TIMEOUT_MS = 4_000;
/** Where a service listens that listens everywhere. */
const everywhere: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** `sotto health [URL]`: 0 when a service answers there, else 1. For container health checks, which have no curl. */
export const healthCommand: Command = async ([url, ...more], world) => {
  const { stderr } = world;
  if (more.length > 0) {
    stderr.write('Usage: sotto health [URL]\n');
    return exitCodes.misused.code;
  }
  const base = url ?? (await findHere(world));
  if (base === undefined) return exitCodes.failed.code;
  const health = `${base.replace(/\/$/, '')}/healthz`;
  try {
    // A service of this machine is asked as it listens; only an address that was given may lie behind something.
    const ask = url === undefined ? fetch : fetchBy(await wayTo(world.env, health), health);
    const { ok, status } = await ask(health, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'manual' });
    if (ok) return exitCodes.done.code;
    stderr.write(`sotto: ${health} answers ${status}.\n`);
  } catch (error) {
    stderr.write(`sotto: ${error instanceof Failure ? error.message : `nothing answers at ${health}.`}\n`);
  }
  return exitCodes.failed.code;
};

/** @returns undefined when the settings are wrong, and that has been said */
async function findHere(world: Parameters<Command>[1]): Promise<string | undefined> {
  const { readConfig } = await import('./read-config.ts');
  const config = readConfig(world);
  return config && localAddress(config);
}

/** A service answers below the path that people see. */
export function localAddress({ host, port, basePath }: Pick<Config, 'host' | 'port' | 'basePath'>): string {
  const at = everywhere[host] ?? host;
  return `http://${at.includes(':') ? `[${at}]` : at}:${port}${basePath}`;
}

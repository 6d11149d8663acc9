import type { Command } from './world.ts';

const TIMEOUT_MS = 4_000;

/** `sotto health [URL]`: 0 when a service answers there, else 1. For container health checks, which have no curl. */
export const healthCommand: Command = async ([url], { env, stderr }) => {
  const base = url ?? `http://127.0.0.1:${env['SOTTO_PORT'] ?? '3000'}${basePathOf(env['SOTTO_PUBLIC_URL'])}`;
  const health = `${base.replace(/\/$/, '')}/healthz`;
  try {
    const { ok, status } = await fetch(health, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
    if (ok) return 0;
    stderr.write(`sotto: ${health} answers ${status}.\n`);
  } catch {
    stderr.write(`sotto: nothing answers at ${health}.\n`);
  }
  return 1;
};

/** A service answers below the path that people see. */
function basePathOf(publicUrl = ''): string {
  return URL.canParse(publicUrl) ? new URL(publicUrl).pathname : '/';
}

import { readFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import type { Uptime } from './clock.ts';

export function hostUptime(): Uptime {
  return { bootId: readBootId(), seconds: () => Math.floor(uptime()) };
}

/**
 * Linux gives each boot an id, and containers see their host's. If there is no id, or it is hidden (systemd's
 * ProcSubset), the host name replaces it: on one host, uptime never grows by more than the time that has passed.
 */
function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return `host ${hostname()}`;
  }
}

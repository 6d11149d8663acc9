import { readFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import type { Uptime } from '#server/deps.ts';

export function hostUptime(): Uptime {
  return { bootId: readBootId(), seconds: () => Math.floor(uptime()) };
}

/**
 * Linux names each boot; containers see that of their host. Elsewhere, or where it is hidden (systemd's ProcSubset), the
 * name of the host has to do: on one host, uptime never grows by more than the time that has passed.
 */
function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return `host ${hostname()}`;
  }
}

import { readFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import type { Uptime } from './clock.ts';

/** An acknowledgement asks too, and the answer takes Node three system calls. */
const KEPT_MS = 500;

/** @param read the host's uptime in seconds; replaced in tests */
export function hostUptime(read: () => number = uptime): Uptime {
  let kept = { seconds: 0, monotonicMs: -Infinity, clockMs: -Infinity };
  const seconds = () => {
    const [monotonicMs, clockMs] = [performance.now(), Date.now()];
    // While the host is suspended, only the clock moves on.
    const isRecent =
      monotonicMs - kept.monotonicMs < KEPT_MS && clockMs >= kept.clockMs && clockMs - kept.clockMs < KEPT_MS;
    if (!isRecent) kept = { seconds: Math.floor(read()), monotonicMs, clockMs };
    return kept.seconds;
  };
  return { bootId: readBootId(), seconds };
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

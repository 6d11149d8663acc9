import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Deps } from '#server/deps.ts';
import { VERSION } from '#server/http/config-routes.ts';
import { registerGauges } from './gauges.ts';
import { CUT_REASONS } from '#server/http/metrics.ts';
import type { Cut, Metrics, Replied } from '#server/http/metrics.ts';

/** Of Prometheus. Labels are patterns, methods, classes and codes: no id, token or address can be one. */
export interface OpenMetrics extends Metrics {
  /** @param writes in one commit of SQLite's */
  readonly grouped: (writes: number) => void;
  readonly swept: (seconds: number) => void;
  readonly sweepFailed: () => void;
  /** @returns what a scrape is answered with, read when it comes */
  readonly text: (deps: Deps) => () => Promise<string>;
}

const SECONDS_BUCKETS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];
const GROUP_BUCKETS = [1, 2, 4, 8, 16, 32, 64];
const ASSETS = '/assets/';
/** Anybody can send any method: the rest is one. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT']);

/** What an answer means beyond its status. */
const made: ReadonlyMap<string, 'share' | 'request'> = new Map([
  ['PUT /api/shares/:id 201', 'share'],
  ['PUT /api/requests/:id 201', 'request'],
]);
const OPENED = 'POST /api/shares/:id/open 200';

export function openMetrics(): OpenMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const count = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name: `sotto_${name}`, help, labelNames, registers });
  const measure = (name: string, help: string, options: { buckets: number[]; labelNames?: string[] }) =>
    new Histogram({ name: `sotto_${name}`, help, registers, ...options });

  const requests = measure('request_duration_seconds', 'Requests, by the pattern of their address, until the answer.', {
    buckets: SECONDS_BUCKETS,
    labelNames: ['method', 'route', 'status'],
  });
  const created = count('created_total', 'Shares and requests made.', ['kind']);
  const opened = count('opened_total', 'Openings answered with content, those repeated in a lease too.');
  const refused = count('refused_total', 'Requests refused, by the code of the answer.', ['code']);
  const groups = measure('group_commit_writes', 'Writes in one commit of SQLite.', { buckets: GROUP_BUCKETS });
  const sweeps = measure('sweep_duration_seconds', 'Sweeps that ended well.', { buckets: SECONDS_BUCKETS });
  const failures = count('sweep_failures_total', 'Sweeps, or removals of files, that failed.');
  const sweptAt = new Gauge({
    name: 'sotto_last_sweep_timestamp_seconds',
    help: 'When a sweep last ended well.',
    registers,
  });
  const build = new Gauge({ name: 'sotto_build_info', help: 'Always 1.', labelNames: ['version', 'node'], registers });
  build.set({ version: VERSION, node: process.version }, 1);

  return {
    replied({ method: received, route: pattern, status, seconds, refusal }: Replied) {
      const method = methods.has(received) ? received : 'other';
      const route = pattern.startsWith(ASSETS) ? `${ASSETS}*` : pattern;
      requests.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, seconds);
      const kind = made.get(`${method} ${route} ${status}`);
      if (kind !== undefined) created.inc({ kind });
      if (`${method} ${route} ${status}` === OPENED) opened.inc();
      if (refusal !== undefined) refused.inc({ code: refusal });
    },
    cut: countCuts(count('cut_off_total', 'Connections that a limit closed, by the reason.', ['reason'])),
    grouped: (writes) => groups.observe(writes),
    swept(seconds) {
      sweeps.observe(seconds);
      sweptAt.setToCurrentTime();
    },
    sweepFailed: () => failures.inc(),
    text(deps) {
      registerGauges(registry, deps);
      return () => registry.metrics();
    },
  };
}

/** Each reason is there from the start: a rate needs a first value. */
function countCuts(cuts: Counter): Cut {
  for (const reason of CUT_REASONS) cuts.inc({ reason }, 0);
  return (reason) => cuts.inc({ reason });
}

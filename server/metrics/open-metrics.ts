import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Deps } from '#server/deps.ts';
import { VERSION } from '#server/http/config-routes.ts';
import { registerGauges } from './gauges.ts';
import { CUT_REASONS } from '#server/http/metrics.ts';
import type { Cut, Metrics, Replied } from '#server/http/metrics.ts';

const MAIL_OUTCOMES = ['taken', 'refused', 'failed'] as const;
type MailOutcome = (typeof MAIL_OUTCOMES)[number];

/** Prometheus metrics. Labels are patterns, methods, classes and codes, never ids, tokens or addresses. */
export interface OpenMetrics extends Metrics {
  /** @param writes the number of writes in one SQLite commit */
  readonly grouped: (writes: number) => void;
  readonly swept: (seconds: number) => void;
  readonly sweepFailed: () => void;
  readonly mailed: (mail: { readonly outcome: MailOutcome }) => void;
  /** @returns a function that reads the metrics for a scrape */
  readonly text: (deps: Deps) => () => Promise<string>;
}

const SECONDS_BUCKETS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];
const GROUP_BUCKETS = [1, 2, 4, 8, 16, 32, 64];
const ASSETS = '/assets/';
/** Clients can send any method, so all others are counted as one. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT']);

/** The replies that mean that something was created. */
const made: ReadonlyMap<string, 'share' | 'request'> = new Map([
  ['PUT /api/shares/:id 201', 'share'],
  ['PUT /api/requests/:id 201', 'request'],
]);
const SIGNED_IN = 'POST /api/session/finish 200';
const OPENED = 'POST /api/shares/:id/open 200';

type Count = (name: string, help: string, labelNames?: string[]) => Counter;
type Measure = (name: string, help: string, options: { buckets: number[]; labelNames?: string[] }) => Histogram;

export function openMetrics(): OpenMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const count: Count = (name, help, labelNames = []) =>
    new Counter({ name: `sotto_${name}`, help, labelNames, registers });
  const measure: Measure = (name, help, options) =>
    new Histogram({ name: `sotto_${name}`, help, registers, ...options });

  const replied = countReplies(count, measure);
  const groups = measure('group_commit_writes', 'Writes per SQLite commit.', { buckets: GROUP_BUCKETS });
  const sweeps = measure('sweep_duration_seconds', 'Duration of successful sweeps.', { buckets: SECONDS_BUCKETS });
  const failures = count('sweep_failures_total', 'Failed sweeps and failed file deletions.');
  const sweptAt = new Gauge({
    name: 'sotto_last_sweep_timestamp_seconds',
    help: 'When the last successful sweep finished.',
    registers,
  });
  tellBuild(registers);

  return {
    replied,
    cut: countCuts(count('cut_off_total', 'Connections that a limit closed, by reason.', ['reason'])),
    grouped: (writes) => groups.observe(writes),
    swept(seconds) {
      sweeps.observe(seconds);
      sweptAt.setToCurrentTime();
    },
    sweepFailed: () => failures.inc(),
    mailed: countMails(count('mails_total', 'Tries to mail a code, by what the relay said.', ['outcome'])),
    text(deps) {
      registerGauges(registry, deps);
      return () => registry.metrics();
    },
  };
}

function countReplies(count: Count, measure: Measure): Metrics['replied'] {
  const requests = measure('request_duration_seconds', 'Time from request to reply, by address pattern.', {
    buckets: SECONDS_BUCKETS,
    labelNames: ['method', 'route', 'status'],
  });
  const created = count('created_total', 'Shares and requests created.', ['kind']);
  const opened = count('opened_total', 'Openings that returned content, including repeated ones within a lease.');
  const signedIn = count('signed_in_total', 'Members who signed in.');
  const refused = count('refused_total', 'Refused requests, by the error code.', ['code']);
  return ({ method: received, route: pattern, status, seconds, refusal }: Replied) => {
    const method = methods.has(received) ? received : 'other';
    const route = pattern.startsWith(ASSETS) ? `${ASSETS}*` : pattern;
    requests.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, seconds);
    const reply = `${method} ${route} ${status}`;
    const kind = made.get(reply);
    if (kind !== undefined) created.inc({ kind });
    if (reply === OPENED) opened.inc();
    if (reply === SIGNED_IN) signedIn.inc();
    if (refusal !== undefined) refused.inc({ code: refusal });
  };
}

function tellBuild(registers: Registry[]): void {
  const build = new Gauge({ name: 'sotto_build_info', help: 'Always 1.', labelNames: ['version', 'node'], registers });
  build.set({ version: VERSION, node: process.version }, 1);
}

/** Each reason starts at 0, because a rate needs a first value. */
function countCuts(cuts: Counter): Cut {
  for (const reason of CUT_REASONS) cuts.inc({ reason }, 0);
  return (reason) => cuts.inc({ reason });
}

function countMails(mails: Counter): OpenMetrics['mailed'] {
  for (const outcome of MAIL_OUTCOMES) mails.inc({ outcome }, 0);
  return ({ outcome }) => mails.inc({ outcome });
}

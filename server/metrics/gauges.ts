import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { sumReserved } from '#server/records/reservation-total.ts';
import { inspectClock } from '#server/clock/check-clock.ts';
import { isHeld } from '#server/clock/reckoning.ts';
import type { Deps } from '#server/deps.ts';
import { countWaiting } from '#server/records/outbox-claim.ts';
import { countOpenReports } from '#server/records/report.ts';
import { oldestOverdueSeconds, tallyHeld } from '#server/stats/stats.ts';
import type { Tally } from '#server/stats/stats.ts';

const KINDS = ['share', 'request'] as const;
const STATES = ['live', 'locked', 'pending'] as const;

/**
 * Gauges are read at each scrape. A gauge that fails is left out of that scrape: it must not report an unknown value or
 * prevent the others from being reported.
 */
export function registerGauges(registry: Registry, { store, blobs, config, uptime }: Deps): void {
  const gauge = (name: string, help: string, read: () => number | Promise<number>) =>
    new Gauge({
      name: `sotto_${name}`,
      help,
      registers: [registry],
      async collect() {
        this.reset();
        const value = await Promise.resolve()
          .then(read)
          .catch(() => undefined);
        if (value === undefined) this.remove();
        else this.set(value);
      },
    });

  new Gauge({
    name: 'sotto_held_shares',
    help: 'Shares and requests that have not ended, by kind and state. Live includes expired ones that are still being read.',
    labelNames: ['kind', 'state'],
    registers: [registry],
    async collect() {
      this.reset();
      const tallies = await tallyHeld(store.read).catch(() => undefined);
      if (tallies === undefined) return;
      for (const kind of KINDS) {
        for (const state of STATES) this.set({ kind, state }, countOf(tallies, { kind, state }));
      }
    },
  });
  gauge(
    'stored_bytes',
    'Bytes that count towards the quota: everything that has not ended, including the received parts of uploads.',
    async () => (await tallyHeld(store.read)).reduce((sum, { bytes }) => sum + bytes, 0),
  );
  gauge('reserved_bytes', 'Bytes that uploads have reserved but not used.', () => sumReserved(store.read));
  gauge('reports_open', 'Reported shares and requests that have not ended.', () => countOpenReports(store.read));
  gauge('mails_waiting', 'Mails with codes that wait to be sent.', () => countWaiting(store.read, 'code'));
  gauge('quota_bytes', 'SOTTO_STORAGE_QUOTA_MB in bytes; 0: no quota.', () => config.storage.quotaBytes);
  gauge('free_bytes', 'Free bytes on the disk of the data folder.', () => blobs.freeBytes());
  gauge(
    'oldest_expired_age_seconds',
    'Age of the oldest content that has expired or has no views left and is not held by a lease. 0: no such content.',
    () => oldestOverdueSeconds(store.read),
  );
  gauge('clock_hold', '1: the clock jumped ahead, so nothing expires until it is correct or accepted.', async () =>
    isHeld(await inspectClock(store.read, uptime)) ? 1 : 0,
  );
}

function countOf(tallies: readonly Tally[], wanted: Pick<Tally, 'kind' | 'state'>): number {
  return tallies.find(({ kind, state }) => kind === wanted.kind && state === wanted.state)?.count ?? 0;
}

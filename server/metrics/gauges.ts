import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { sumReserved } from '#server/records/reservation-total.ts';
import { inspectClock } from '#server/clock/check-clock.ts';
import { isHeld } from '#server/clock/reckoning.ts';
import type { Deps } from '#server/deps.ts';
import { countOpenReports } from '#server/records/report.ts';
import { oldestOverdueSeconds, tallyHeld } from '#server/stats/stats.ts';
import type { Tally } from '#server/stats/stats.ts';

const KINDS = ['share', 'request'] as const;
const STATES = ['live', 'locked', 'pending'] as const;

/**
 * Read when somebody asks. One whose reading fails is left out of that scrape: it must not say what is not known, and must
 * not keep the others from being told.
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
    help: 'What has not ended, by kind and state; live: also what is over and still being read.',
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
    'What the quota counts: everything that has not ended, and what has arrived of uploads.',
    async () => (await tallyHeld(store.read)).reduce((sum, { bytes }) => sum + bytes, 0),
  );
  gauge('reserved_bytes', 'What uploads have reserved and not filled.', () => sumReserved(store.read));
  gauge('reports_open', 'Shares and requests that were reported and have not ended.', () =>
    countOpenReports(store.read),
  );
  gauge('quota_bytes', 'SOTTO_STORAGE_QUOTA_MB; 0: none.', () => config.storage.quotaBytes);
  gauge('free_bytes', 'On the disk of the data folder.', () => blobs.freeBytes());
  gauge(
    'oldest_expired_age_seconds',
    'Since when content is there whose time or views are over and that no lease holds. 0: there is none.',
    () => oldestOverdueSeconds(store.read),
  );
  gauge('clock_hold', '1: the clock jumped ahead, and nothing ends by time until it is right or accepted.', async () =>
    isHeld(await inspectClock(store.read, uptime)) ? 1 : 0,
  );
}

function countOf(tallies: readonly Tally[], wanted: Pick<Tally, 'kind' | 'state'>): number {
  return tallies.find(({ kind, state }) => kind === wanted.kind && state === wanted.state)?.count ?? 0;
}

import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { freeBytesAt } from '#server/platform/free-bytes.ts';
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
/** Every process on one database reports the same value, so it must not be summed. Other metrics describe one process. */
const OF_DATABASE = { scope: 'database' } as const;

interface Reading {
  readonly help: string;
  readonly isOfDatabase: boolean;
  readonly read: () => number | Promise<number>;
}

/**
 * Gauges are read at each scrape. A gauge that fails is left out of that scrape: it must not report an unknown value or
 * prevent the others from being reported.
 */
export function registerGauges(registry: Registry, deps: Deps): void {
  const registers = [registry];
  for (const [name, { help, isOfDatabase, read }] of Object.entries(readings(deps))) {
    const labels: Partial<typeof OF_DATABASE> = isOfDatabase ? OF_DATABASE : {};
    new Gauge({
      name: `sotto_${name}`,
      help,
      labelNames: Object.keys(labels),
      registers,
      async collect() {
        this.reset();
        const value = await Promise.resolve()
          .then(read)
          .catch(() => undefined);
        if (value === undefined) this.remove(labels);
        else this.set(labels, value);
      },
    });
  }

  new Gauge({
    name: 'sotto_held_shares',
    help: 'Shares and requests that have not ended, by kind and state. Live includes expired ones that are still being read.',
    labelNames: ['kind', 'state', ...Object.keys(OF_DATABASE)],
    registers,
    async collect() {
      this.reset();
      const tallies = await tallyHeld(deps.store.read).catch(() => undefined);
      if (tallies === undefined) return;
      for (const kind of KINDS) {
        for (const state of STATES) this.set({ kind, state, ...OF_DATABASE }, countOf(tallies, { kind, state }));
      }
    },
  });
}

const ofDatabase = (help: string, read: Reading['read']): Reading => ({ help, read, isOfDatabase: true });
const ofProcess = (help: string, read: Reading['read']): Reading => ({ help, read, isOfDatabase: false });

function readings({ store, blobs, bucket, config, uptime }: Deps): Readonly<Record<string, Reading>> {
  return {
    stored_bytes: ofDatabase(
      'Bytes that count towards the quota: everything that has not ended, including the received parts of uploads.',
      async () => (await tallyHeld(store.read)).reduce((sum, { bytes }) => sum + bytes, 0),
    ),
    reserved_bytes: ofDatabase('Bytes that uploads have reserved but not used.', () => sumReserved(store.read)),
    reports_open: ofDatabase('Reported shares and requests that have not ended.', () => countOpenReports(store.read)),
    mails_waiting: ofDatabase('Mails with codes that wait to be sent.', () => countWaiting(store.read, 'code')),
    quota_bytes: ofDatabase('SOTTO_STORAGE_QUOTA_MB in bytes; 0: no quota.', () => config.storage.quotaBytes),
    oldest_expired_age_seconds: ofDatabase(
      'Age of the oldest content that has expired or has no views left and is not held by a lease. 0: no such content.',
      () => oldestOverdueSeconds(store.read),
    ),
    free_bytes: ofProcess('Free bytes on the disk of the data folder.', () =>
      bucket === undefined ? blobs.freeBytes() : freeBytesAt(config.dataDir),
    ),
    ...(bucket !== undefined && {
      object_store_up: ofProcess('0: the object store of the files cannot be used now.', async () =>
        (await bucket.fault()) === undefined ? 1 : 0,
      ),
    }),
    clock_hold: ofProcess('1: the clock jumped ahead, so nothing expires until it is correct or accepted.', async () =>
      isHeld(await inspectClock(store.read, uptime)) ? 1 : 0,
    ),
  };
}

function countOf(tallies: readonly Tally[], wanted: Pick<Tally, 'kind' | 'state'>): number {
  return tallies.find(({ kind, state }) => kind === wanted.kind && state === wanted.state)?.count ?? 0;
}

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sayFailure } from '#cli/admin/say-failure.ts';
import { sayBehind, sayHold } from '#cli/admin/say-hold.ts';
import type { World } from '#cli/world.ts';
import { inspectClock } from '#server/clock/check-clock.ts';
import { isBehind, isHeld } from '#server/clock/reckoning.ts';
import type { Config } from '#server/config/config.ts';
import type { Deps } from '#server/deps.ts';
import { openDeps } from '#server/open-deps.ts';
import { StartError } from '#server/platform/start-error.ts';
import { tryDataFolder } from '#server/platform/start-checks/try-data-folder.ts';
import { oldestOverdueSeconds, tallyHeld } from '#server/stats/stats.ts';
import { findWrongReservations } from '#server/records/reservation-total.ts';
import { findWrongTotals } from '#server/records/totals.ts';
import { findRoom } from '#server/records/room.ts';
import type { Finding } from './finding.ts';

/** More than the promised minute and one sweep. */
const LATE_SECONDS = 120;
const OTHERS = 0o077;
const NEARLY_FULL = 0.9;

/** Checks the settings and the data folder, as this user and this environment see them. */
export async function examineHere(config: Config, { assets }: World): Promise<Finding[]> {
  const { dataDir, databaseUrl } = config;
  const settings = checkSettings(config);
  if (!existsSync(dataDir)) {
    return [
      ...settings,
      {
        what: `There is no folder ${dataDir}.`,
        fix: 'The first start creates it. Check that SOTTO_DATA_DIR is the same here.',
      },
    ];
  }
  try {
    tryDataFolder({ dataDir, holdsDatabase: databaseUrl === undefined, sqliteAddon: assets.sqliteAddon });
  } catch (error) {
    if (error instanceof StartError) return [...settings, { what: error.message }];
    throw error;
  }
  const findings = [...settings, ...checkModes(dataDir)];
  if (databaseUrl === undefined && !existsSync(join(dataDir, 'sotto.db'))) return findings;
  // A check must not give up keys that cannot be opened at the moment.
  return openDeps({ ...config, acceptLostKeys: false }, assets).then(
    async (deps) => {
      findings.push(...(await checkStore(deps)));
      await deps.store.close();
      return findings;
    },
    (error: unknown) => [...findings, { what: sayFailure(error) }],
  );
}

function checkSettings({ publicUrl, trustedProxies, acceptLostKeys }: Config): Finding[] {
  const findings: Finding[] = [];
  if (publicUrl.startsWith('https:') && trustedProxies.length === 0) {
    findings.push({
      what: 'SOTTO_PUBLIC_URL is https, so there is a proxy, but SOTTO_TRUSTED_PROXIES names none: the rate limits count everybody as one client.',
      fix: 'SOTTO_TRUSTED_PROXIES=127.0.0.1   (the address of the proxy)',
      nginx: 'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
      caddy: 'sets X-Forwarded-For automatically.',
    });
  }
  if (acceptLostKeys) {
    findings.push({
      what: 'SOTTO_ACCEPT_LOST_KEYS is set: if the data folder were wrong, every share would end without an error.',
      fix: 'Remove it: it is meant for a single start.',
    });
  }
  return findings;
}

function checkModes(dataDir: string): Finding[] {
  const open = ['sotto.db', 'keys.slots', 'bodies'].filter((name) => {
    const found = statSync(join(dataDir, name), { throwIfNoEntry: false });
    return found !== undefined && (found.mode & OTHERS) !== 0;
  });
  if (open.length === 0) return [];
  return [{ what: `Other users of this machine can read ${open.join(', ')}.`, fix: `chmod -R go= ${dataDir}` }];
}

/** With PostgreSQL, the database's clock counts. */
const correctClock = ({ store }: Deps) =>
  `Correct the clock of ${store.backend.dialect === 'postgres' ? 'the database’s machine' : 'this machine'}`;

async function checkStore(deps: Deps): Promise<Finding[]> {
  const { read } = deps.store;
  const { quotaBytes } = deps.config.storage;
  const [late, held] = [await oldestOverdueSeconds(read), await tallyHeld(read)];
  const stored = held.reduce((sum, { bytes }) => sum + bytes, 0);
  const findings: Finding[] = [];
  const clock = await inspectClock(read, deps.uptime);
  if (isHeld(clock)) {
    findings.push({ what: sayHold(clock), fix: `${correctClock(deps)}, or run: sotto admin clock accept` });
  } else if (isBehind(clock)) {
    findings.push({ what: sayBehind(clock), fix: correctClock(deps) });
  } else if (late > LATE_SECONDS) {
    findings.push({
      what: `Something is still stored ${late} s past its expiry: no sweep is running.`,
      fix: 'Start the service, or run: sotto admin sweep',
    });
  }
  if ((await findWrongTotals(read)).length > 0 || (await findWrongReservations(read)).length > 0) {
    findings.push({
      what: 'The totals behind quota, statistics and metrics do not match the shares. Something other than Sotto has written to the database.',
      fix: 'sotto admin sweep   (counts all shares again)',
    });
  }
  const { onDisk, inQuota } = await findRoom(deps);
  if (!onDisk || !inQuota) {
    findings.push({
      what: 'There is no space left: nothing new is accepted.',
      fix: 'Check SOTTO_STORAGE_QUOTA_MB, SOTTO_MIN_FREE_MB and df -h.',
    });
  } else if (quotaBytes > 0 && stored > NEARLY_FULL * quotaBytes) {
    findings.push({ isNote: true, what: `The quota is ${Math.round((100 * stored) / quotaBytes)}% full.` });
  }
  return findings;
}

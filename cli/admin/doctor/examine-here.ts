import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sayFailure } from '#cli/admin/say-failure.ts';
import { sayBehind, sayHold } from '#cli/admin/say-hold.ts';
import type { World } from '#cli/world.ts';
import { inspectClock } from '#server/clock/check-clock.ts';
import { isBehind, isHeld } from '#server/clock/reckoning.ts';
import type { Config } from '#server/config/config.ts';
import type { Deps } from '#server/deps.ts';
import { languageFaults } from '#server/http/site/offered-languages.ts';
import { openDeps } from '#server/open-deps.ts';
import type { Assets } from '#server/platform/assets.ts';
import { StartError } from '#server/platform/start-error.ts';
import { tryDataFolder } from '#server/platform/start-checks/try-data-folder.ts';
import { oldestOverdueSeconds, tallyHeld } from '#server/stats/stats.ts';
import { countForMembers } from '#server/records/gate.ts';
import { countNamedShares } from '#server/records/recipient.ts';
import { findWrongReservations } from '#server/records/reservation-total.ts';
import { findWrongTotals } from '#server/records/totals.ts';
import { findRoom } from '#server/records/room.ts';
import type { Check, Finding } from './finding.ts';

/** More than the promised minute and one sweep. */
const LATE_SECONDS = 120;
const OTHERS = 0o077;
const NEARLY_FULL = 0.9;

/** Checks the settings and the data folder, as this user and this environment see them. */
export async function examineHere(config: Config, { assets }: World): Promise<Check[]> {
  const { databaseUrl, languages } = config;
  const dataDir = resolve(config.dataDir);
  const unknown = languageFaults(await assets.webFiles(), languages).map((what) => ({ what }));
  const findings = [...checkSettings(config), ...unknown];
  const settings = { passed: 'The settings are valid and fit together.', findings };
  const folder = { passed: `The data folder ${dataDir} can be used.`, findings: checkFolder(config, assets) };
  if (folder.findings.length > 0) return [settings, folder];
  const modes = { passed: 'Only the user of the service can read the data.', findings: checkModes(dataDir, config) };
  const checks = [settings, folder, modes];
  if (databaseUrl === undefined && !existsSync(join(dataDir, 'sotto.db'))) {
    const what = 'There is no database yet: the first start creates it.';
    return [...checks, { passed: '', findings: [{ isNote: true, what }] }];
  }
  const database = { passed: 'The database and its keys can be opened.', findings: [] };
  // A check must not give up keys that cannot be opened at the moment, or create tables.
  return openDeps({ ...config, acceptLostKeys: false }, assets, { mayCreate: false }).then(
    async (deps) => {
      const found = await checkStore(deps);
      await deps.store.close();
      return [...checks, database, ...found];
    },
    (error: unknown) => [...checks, { ...database, findings: [{ what: sayFailure(error) }] }],
  );
}

function checkFolder({ dataDir, databaseUrl }: Config, { sqliteAddon }: Assets): Finding[] {
  if (!existsSync(dataDir)) {
    const fix = 'The first start creates it. Check that SOTTO_DATA_DIR is the same here.';
    return [{ what: `There is no folder ${resolve(dataDir)}.`, fix }];
  }
  try {
    tryDataFolder({ dataDir, holdsDatabase: databaseUrl === undefined, sqliteAddon });
    return [];
  } catch (error) {
    if (error instanceof StartError) return [{ what: error.message }];
    throw error;
  }
}

function checkSettings({ publicUrl, trustedProxies, socketPath, acceptLostKeys }: Config): Finding[] {
  const findings: Finding[] = [];
  if (publicUrl.startsWith('https:') && trustedProxies.length === 0 && socketPath === undefined) {
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

function checkModes(dataDir: string, { keysDir }: Config): Finding[] {
  const open = ['sotto.db', 'keys.slots', 'server.key', 'bodies'].filter((name) => isOpen(join(dataDir, name)));
  return [
    ...(open.length === 0
      ? []
      : [{ what: `Other users of this machine can read ${open.join(', ')}.`, fix: `chmod -R go= ${dataDir}` }]),
    ...(keysDir !== undefined && isOpen(keysDir)
      ? [{ what: `Other users of this machine can read ${resolve(keysDir)}.`, fix: `chmod -R go= ${resolve(keysDir)}` }]
      : []),
  ];
}

function isOpen(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && (found.mode & OTHERS) !== 0;
}

/** With PostgreSQL, the database's clock counts. */
const correctClock = ({ store }: Deps) =>
  `Correct the clock of ${store.backend.dialect === 'postgres' ? 'the database’s machine' : 'this machine'}`;

async function checkStore(deps: Deps): Promise<Check[]> {
  const { read } = deps.store;
  const clock = await inspectClock(read, deps.uptime);
  const off = isHeld(clock)
    ? { what: sayHold(clock), fix: `${correctClock(deps)}, or run: sotto admin clock accept` }
    : isBehind(clock)
      ? { what: sayBehind(clock), fix: correctClock(deps) }
      : undefined;
  return [
    await checkKeys(deps),
    { passed: 'The clock is right.', findings: off === undefined ? [] : [off] },
    // Under a wrong clock, nothing is erased, or too late.
    ...(off === undefined
      ? [{ passed: 'Nothing is stored past its expiry.', findings: checkSweep(await oldestOverdueSeconds(read)) }]
      : []),
    { passed: 'The totals match the shares.', findings: await checkTotals(deps) },
    { passed: 'There is space for new shares.', findings: await checkRoom(deps) },
    ...(await checkFiles(deps)),
    ...(await checkNamed(deps)),
    ...(await checkForMembers(deps)),
  ];
}

/** Says where the keys are, because that decides what an end promises (docs/life-cycle.md §11). */
async function checkKeys({ store, config: { keysDir } }: Deps): Promise<Check> {
  const passed = {
    'slot-file': 'The erasure keys are in keys.slots. The end of a share overwrites its key.',
    table:
      'The erasure keys are in PostgreSQL. Its logs, replicas and backups keep the key of an ended share for as long as they are kept themselves.',
    folder: `The erasure keys are in ${resolve(keysDir ?? '')}. The end of a share overwrites its key, and PostgreSQL never has it.`,
  }[store.backend.keys];
  if (await store.keysWork()) return { passed, findings: [] };
  return {
    passed,
    findings: [{ what: 'The folder of the erasure keys cannot be used.', fix: 'Check the mount of SOTTO_KEYS_DIR.' }],
  };
}

/** Writes, reads, lists and deletes an object, as a start does. */
async function checkFiles({ bucket, config }: Deps): Promise<Check[]> {
  if (bucket === undefined) return [];
  const { url = '', bucket: name = '' } = config.s3 ?? {};
  const passed = `The bucket ${name} of ${url} can be written, read, listed and cleared.`;
  try {
    return [{ passed, findings: (await bucket.check()).map((what) => ({ what })) }];
  } catch (error) {
    return [{ passed, findings: [{ what: sayFailure(error) }] }];
  }
}

async function checkNamed({ config, store }: Deps): Promise<Check[]> {
  const shares = config.mail === undefined ? await countNamedShares(store.read) : 0;
  if (shares === 0) return [];
  const isOne = shares === 1;
  const what = `${shares} ${isOne ? 'share is' : 'shares are'} for named people, who get no codes: SOTTO_SMTP_URL is not set. Nobody can open ${isOne ? 'it' : 'them'}.`;
  return [
    { passed: '', findings: [{ what, fix: 'Set SOTTO_SMTP_URL and SOTTO_MAIL_FROM, and start the service again.' }] },
  ];
}

async function checkForMembers({ config, store }: Deps): Promise<Check[]> {
  const count = config.signIn === undefined ? await countForMembers(store.read) : 0;
  if (count === 0) return [];
  const isOne = count === 1;
  const what = `${count} ${isOne ? 'share or request is' : 'shares and requests are'} for members, and nobody can sign in: SOTTO_OIDC_ISSUER is not set. Nobody can open ${isOne ? 'it' : 'them'}.`;
  return [{ passed: '', findings: [{ what, fix: 'Set SOTTO_OIDC_ISSUER as before, and start the service again.' }] }];
}

function checkSweep(lateSeconds: number): Finding[] {
  if (lateSeconds <= LATE_SECONDS) return [];
  return [
    {
      what: `Something is still stored ${lateSeconds} s past its expiry: no sweep is running.`,
      fix: 'Start the service, or run: sotto admin sweep',
    },
  ];
}

async function checkTotals({ store: { read } }: Deps): Promise<Finding[]> {
  if ((await findWrongTotals(read)).length === 0 && (await findWrongReservations(read)).length === 0) return [];
  return [
    {
      what: 'The totals behind quota, statistics and metrics do not match the shares. Something other than Sotto has written to the database.',
      fix: 'sotto admin sweep   (counts all shares again)',
    },
  ];
}

async function checkRoom(deps: Deps): Promise<Finding[]> {
  const { onDisk, inQuota } = await findRoom(deps);
  if (!onDisk || !inQuota) {
    return [
      {
        what: 'There is no space left: nothing new is accepted.',
        fix: 'Check SOTTO_STORAGE_QUOTA_MB, SOTTO_MIN_FREE_MB and df -h.',
      },
    ];
  }
  const { quotaBytes } = deps.config.storage;
  const stored = (await tallyHeld(deps.store.read)).reduce((sum, { bytes }) => sum + bytes, 0);
  if (quotaBytes === 0 || stored <= NEARLY_FULL * quotaBytes) return [];
  return [{ isNote: true, what: `The quota is ${Math.round((100 * stored) / quotaBytes)}% full.` }];
}

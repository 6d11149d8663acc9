import type { Assets } from './platform/assets.ts';
import { hostUptime } from './clock/host-uptime.ts';
import type { Config } from './config/config.ts';
import type { Deps } from './deps.ts';
import { openServerKey } from './keys/server-key.ts';
import { openFiles } from './open-files.ts';
import type { FilesOptions } from './open-files.ts';
import { storageFault } from './platform/start-checks/storage-fault.ts';
import { pooledRandom } from './random.ts';
import { openStore } from './store.ts';
import type { StoreOptions } from './store.ts';

export type OpenOptions = Pick<StoreOptions, 'onGroup' | 'onKeys' | 'mayCreate' | 'mayBeMoving'> & {
  readonly onFiles?: FilesOptions['report'];
};

/**
 * Opens the real dependencies. The caller closes the store.
 * @throws StartError if the database, the key slots or the folder cannot be opened; its message says how to fix it
 */
export async function openDeps(config: Config, { sqliteAddon }: Assets, opening: OpenOptions = {}): Promise<Deps> {
  const clock = { now: () => Math.floor(Date.now() / 1000) };
  const random = pooledRandom();
  const { onFiles, ...options } = opening;
  const { dataDir, databaseUrl, postgresPool, keysDir, acceptLostKeys } = config;
  const say = (error: unknown) => {
    throw storageFault(error, config) ?? error;
  };
  const place = { dataDir, databaseUrl, postgresPool, keysDir };
  const store = await openStore({ ...place, clock, acceptLostKeys, sqliteAddon, ...options }).catch(say);
  const files = await openFiles({ config, store, report: onFiles }).catch(async (error: unknown) => {
    await store.close();
    return say(error);
  });
  const serverKey = await openServerKey(config).catch(async (error: unknown) => {
    await store.close();
    return say(error);
  });
  return { config, store, ...files, clock, uptime: hostUptime(), random, ...(serverKey && { serverKey }) };
}

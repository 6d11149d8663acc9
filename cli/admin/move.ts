import { exitCodes, Failure } from '#cli/terminal/exit-codes.ts';
import { adminUsages } from '#cli/usage/admin.ts';
import type { World } from '#cli/world.ts';
import type { Config } from '#server/config/config.ts';
import { nameConnections } from '#server/db/moving/with-database-alone.ts';
import type { DatabasePlace } from '#server/db/moving/with-database-alone.ts';
import type { Side } from '#server/move/move.ts';
import { saySettingFaults } from '#server/platform/start-checks/say-fault.ts';
import { StartError } from '#server/platform/start-error.ts';
import { requireDatabase } from './require-database.ts';
import { operatorCommand } from './operator-command.ts';
import { sayFailure } from './say-failure.ts';

/** `sotto admin move --to-settings FILE`, or `--cancel`. */
export const moveCommand = operatorCommand(adminUsages.move, async ({ values }, world) => {
  const { 'to-settings': file, cancel = false } = values;
  if ((file === undefined) !== cancel)
    throw new Failure('misused', 'Use either --to-settings FILE or --cancel. See sotto admin move --help.');
  const { readConfig } = await import('./read-config.ts');
  const config = readConfig(world);
  if (config === undefined) return exitCodes.failed.code;
  requireDatabase(config, world);
  const { cancelMove, move } = await import('#server/move/move.ts');
  const say = (line: string) => void world.stdout.write(`${line}\n`);
  if (file === undefined) {
    await cancelMove(placeOf(config, world));
    say(
      'The move is canceled. The service can be started here again. Remove the copy that was begun, with the keys in ' +
        'it: its database, its objects in the bucket, and the files in its SOTTO_KEYS_DIR and SOTTO_DATA_DIR.',
    );
    return exitCodes.done.code;
  }
  const to = await readTarget(file);
  if (to.keysDir !== undefined) await (await import('#server/platform/start-checks/try-mount.ts')).tryMount(to.keysDir);
  const steps: string[] = [];
  const sayStep = (step: string) => {
    steps.push(step);
    say(step);
  };
  try {
    await move({ source: sideOf(config, world), target: sideOf(to, world), say: sayStep });
  } catch (error) {
    if (steps.length === 0) throw error;
    throw new Failure('failed', `${sayFailure(error)}\n${NOT_COMPLETE}`);
  }
  say(`The service has moved. Start it with the settings in ${file}.`);
  return exitCodes.done.code;
});

const NOT_COMPLETE =
  'The move is not complete. Repeat this command: it continues where it stopped. ' +
  'To stay here instead, use sotto admin move --cancel.';

const clock = { now: () => Math.floor(Date.now() / 1000) };

const placeOf = ({ dataDir, databaseUrl }: Config, { assets }: World): DatabasePlace => ({
  dataDir,
  databaseUrl,
  clock,
  sqliteAddon: assets.sqliteAddon,
});

function sideOf(given: Config, world: World): Side {
  const named = given.databaseUrl !== undefined && { databaseUrl: nameConnections(given.databaseUrl) };
  // Only a start of the service may give up keys.
  const config = { ...given, ...named, acceptLostKeys: false };
  const { dataDir, databaseUrl, keysDir } = config;
  const options = { acceptLostKeys: false, mayBeMoving: true, sqliteAddon: world.assets.sqliteAddon };
  const storeOptions = { dataDir, databaseUrl, keysDir, clock, ...options };
  return {
    config,
    place: placeOf(config, world),
    async create() {
      const { openStore } = await import('#server/store.ts');
      await (await openStore(storeOptions)).close();
    },
    async open() {
      const { openDeps } = await import('#server/open-deps.ts');
      return openDeps(config, world.assets, { mayCreate: false, mayBeMoving: true });
    },
    async tryBucket() {
      if (config.s3 === undefined) return;
      const { openStore } = await import('#server/store.ts');
      const { openFiles } = await import('#server/open-files.ts');
      await using opened = new AsyncDisposableStack();
      const store = opened.adopt(await openStore(storeOptions), (open) => open.close());
      const { bucket } = await openFiles({ config, store });
      await bucket?.check();
      // A service starts although its store is down; a move would stop in the middle.
      const fault = await bucket?.fault();
      if (fault !== undefined) throw new StartError(fault);
    },
  };
}

/** Only the file counts, not this environment. */
async function readTarget(file: string): Promise<Config> {
  const { loadSettings } = await import('./read-config.ts');
  const { config, given, faults } = loadSettings({ SOTTO_CONFIG_FILE: file }, {});
  const wrong = faults.map((fault) => fault.replaceAll('SOTTO_CONFIG_FILE', '--to-settings'));
  if (config === undefined) throw new Failure('failed', saySettingFaults(wrong));
  if (given.values['SOTTO_DATA_DIR'] === undefined)
    throw new Failure('failed', `Set SOTTO_DATA_DIR in ${file}: the data folder of the new place.`);
  return config;
}

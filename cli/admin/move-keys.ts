import { exitCodes, Failure } from '#cli/terminal/exit-codes.ts';
import { adminUsages } from '#cli/usage/admin.ts';
import { operatorCommand } from './operator-command.ts';
import { sayFailure } from './say-failure.ts';

/** `sotto admin move-keys --to folder|database`. The settings name both places. */
export const moveKeysCommand = operatorCommand(adminUsages.moveKeys, async ({ values: { to } }, world) => {
  if (to !== 'folder' && to !== 'database')
    throw new Failure('misused', 'Say where to: --to folder or --to database. See sotto admin move-keys --help.');
  const { readConfig } = await import('./read-config.ts');
  const config = readConfig(world);
  if (config === undefined) return exitCodes.failed.code;
  const { databaseUrl, keysDir } = config;
  if (databaseUrl === undefined || keysDir === undefined)
    throw new Failure(
      'failed',
      'Set SOTTO_DATABASE_URL and SOTTO_KEYS_DIR. They name the two places in both directions.',
    );
  const { tryMount } = await import('#server/platform/start-checks/try-mount.ts');
  const { moveKeys } = await import('#server/db/erasure-keys/move-keys.ts');
  try {
    if (to === 'folder') await tryMount(keysDir);
    const { keys } = await moveKeys({ databaseUrl, keysDir, to });
    world.stdout.write(`${keys} ${keys === 1 ? 'key was' : 'keys were'} moved. ${next[to]}\n`);
  } catch (error) {
    throw new Failure('failed', sayFailure(error), { cause: error });
  }
  return exitCodes.done.code;
});

const next = {
  folder:
    'Start the service with SOTTO_KEYS_DIR. The logs, replicas and backups that PostgreSQL has made so far still hold these keys.',
  database: 'The folder is empty. Remove SOTTO_KEYS_DIR, then start the service.',
};

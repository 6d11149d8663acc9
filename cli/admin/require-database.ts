import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from '#cli/terminal/exit-codes.ts';
import type { World } from '#cli/world.ts';
import type { Config } from '#server/config/config.ts';

/**
 * Without this check, a wrong folder would become an empty installation, and the command would work on that.
 * @throws Failure if the settings name no existing database. An address of PostgreSQL counts as one
 */
export function requireDatabase({ databaseUrl, dataDir }: Config, { env }: World): void {
  if (databaseUrl !== undefined || existsSync(join(dataDir, 'sotto.db'))) return;
  const isGiven = Boolean(env['SOTTO_DATA_DIR'] ?? env['SOTTO_CONFIG_FILE']);
  const why = isGiven ? '' : ', the default, because SOTTO_DATA_DIR is not set';
  throw new Failure(
    'failed',
    `There is no database in ${resolve(dataDir)}${why}. Set SOTTO_DATA_DIR to the data folder of the service, or SOTTO_DATABASE_URL to its PostgreSQL database. For a new installation, start the service once.`,
  );
}

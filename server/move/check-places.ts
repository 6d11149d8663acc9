import { resolve } from 'node:path';
import type { Config } from '#server/config/config.ts';
import { describePlace } from '#server/db/moving/with-database-alone.ts';
import { StartError } from '#server/platform/start-error.ts';

/** @throws StartError if the settings of the two places do not fit together */
export function checkPlaces(source: Config, target: Config): void {
  if (describePlace(source) === describePlace(target))
    throw new StartError(
      `The settings of the new place name ${describePlace(target)}, which the service uses already.`,
    );
  if (keepsFiles(source, target) || resolve(source.dataDir) !== resolve(target.dataDir)) return;
  throw new StartError('The files move, so SOTTO_DATA_DIR of the new place must be another folder.');
}

/** Whether the files are in the same folder or bucket before and after. */
export function keepsFiles(source: Config, target: Config): boolean {
  const [from, to] = [source.s3, target.s3];
  if (from === undefined || to === undefined) return from === to && resolve(source.dataDir) === resolve(target.dataDir);
  return from.url === to.url && from.bucket === to.bucket && from.prefix === to.prefix;
}

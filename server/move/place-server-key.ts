import { readFile } from 'node:fs/promises';
import { equalBytes } from '#crypto/bytes.ts';
import { unlessMissing } from '#server/blobs/disk-errors.ts';
import type { Config } from '#server/config/config.ts';
import { openServerKey, serverKeyPath } from '#server/keys/server-key.ts';
import type { ServerKey } from '#server/keys/server-key.ts';
import { publishFile } from '#server/platform/durable-files.ts';
import { StartError } from '#server/platform/start-error.ts';

interface PlacedKey {
  /** The key of the source. */
  readonly key: ServerKey | undefined;
  readonly config: Config;
  /** Only checks whether the key could be placed. */
  readonly isTrial: boolean;
}

/** Mails, notices and the terms of members are encrypted under this key, so the new place needs the same one. */
export async function placeServerKey({ key, config, isTrial }: PlacedKey): Promise<void> {
  if (key === undefined) {
    // The operator makes it, as for any service on PostgreSQL.
    if (config.serverKeyFile !== undefined) await openServerKey(config);
    return;
  }
  if (config.databaseUrl !== undefined && config.serverKeyFile === undefined)
    throw new StartError(
      'Set SOTTO_SERVER_KEY_FILE in the settings of the new place. The server key is copied to that path.',
    );
  const path = serverKeyPath(config);
  const there = await unlessMissing(readFile(path));
  if (there === undefined && !isTrial) await publishFile(path, key);
  if (there !== undefined && !equalBytes(there, key))
    throw new StartError(`${path} is another server key. Remove it, or name another path.`);
}

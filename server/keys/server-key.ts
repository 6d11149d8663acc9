import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SECRET_BYTES } from '#crypto/limits.ts';
import type { Config } from '#server/config/config.ts';
import { codeOf } from '#server/error-code.ts';
import { publishFile } from '#server/platform/durable-files.ts';
import { StartError } from '#server/platform/start-error.ts';

/**
 * 32 random bytes of this service that are not in its database: without them, nobody who has the database can test
 * whether an address is named, or read a mail that waits.
 */
export type ServerKey = Uint8Array;

const FILE = 'server.key';

export const serverKeyPath = ({ dataDir, serverKeyFile }: Pick<Config, 'dataDir' | 'serverKeyFile'>): string =>
  serverKeyFile ?? join(dataDir, FILE);

/**
 * With SQLite, creates the key in the data folder at the first start. Services that share a PostgreSQL database must
 * have the same key, so there the operator creates it.
 * @returns undefined with PostgreSQL if the operator has not set a file
 * @throws StartError
 */
export async function openServerKey(config: Config): Promise<ServerKey | undefined> {
  if (config.serverKeyFile === undefined && config.databaseUrl !== undefined) return undefined;
  const path = serverKeyPath(config);
  if (config.serverKeyFile === undefined) await createOnce(path);
  const key = await readFile(path).catch((error: unknown) => {
    throw new StartError(`The server key ${path} cannot be read (${codeOf(error)}). Check with: ls -la ${path}`);
  });
  if (key.length === SECRET_BYTES) return new Uint8Array(key);
  throw new StartError(
    `The server key ${path} has ${key.length} bytes, not ${SECRET_BYTES}. Restore it from a backup. ` +
      `To make a new one: head -c ${SECRET_BYTES} /dev/urandom > ${path}. Then codes that were mailed no longer work, and no notices of existing shares are sent.`,
  );
}

async function createOnce(path: string): Promise<void> {
  const exists = await readFile(path).then(
    () => true,
    (error: unknown) => codeOf(error) !== 'ENOENT',
  );
  if (!exists) await publishFile(path, randomBytes(SECRET_BYTES));
}

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

export const storeKinds = ['SQLite', 'PostgreSQL'] as const;
export type StoreKind = (typeof storeKinds)[number];

/** An empty store on a real disk, for any number of processes. */
export interface TestStore {
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

export async function makeStore(kind: StoreKind): Promise<TestStore> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sotto-proof-'));
  const removeFolder = () => rmSync(dataDir, { recursive: true, force: true });
  if (kind === 'SQLite') {
    return { dataDir, env: { SOTTO_DATA_DIR: dataDir }, remove: async () => removeFolder() };
  }
  const server = postgresUrl();
  const name = `proof_${randomBytes(8).toString('hex')}`;
  await administer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    dataDir,
    env: { SOTTO_DATA_DIR: dataDir, SOTTO_DATABASE_URL: url.href },
    remove: async () => {
      removeFolder();
      await administer(server, `drop database ${name} with (force)`);
    },
  };
}

function postgresUrl(): string {
  const url = process.env['TEST_POSTGRES_URL'];
  if (!url) throw new Error('TEST_POSTGRES_URL names no PostgreSQL; `npm run proof` starts one');
  return url;
}

/** Runs a statement directly on the database. @returns its rows */
export async function administer(
  connectionString: string,
  statement: string,
  values: readonly unknown[] = [],
): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(statement, [...values])).rows as unknown[];
  } finally {
    await client.end();
  }
}

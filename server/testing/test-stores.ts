import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { parseConfig } from '#server/config.ts';
import { openPostgres } from '#server/db/open-postgres.ts';
import { clockTime } from '#server/db/query.ts';
import type { Clock, Deps } from '#server/deps.ts';
import { openStore } from '#server/store.ts';
import type { Store } from '#server/store.ts';

/** What a suite runs over: the real databases, with a clock that stands still until it is moved. */
export const dialects = ['SQLite', 'PostgreSQL'] as const;
export type TestDialect = (typeof dialects)[number];

export class SettableClock implements Clock {
  seconds = 1_800_000_000;

  now(): number {
    return this.seconds;
  }

  advance(seconds: number): void {
    this.seconds += seconds;
  }
}

export interface TestStore extends AsyncDisposable {
  /** An installation of its own; `store` is open. */
  readonly deps: Deps;
  readonly clock: SettableClock;
  /** Where SQLite keeps its files. */
  readonly dataDir: string;
  /** A further connection to the same installation, as another process would have; closed by whoever asked for it. */
  open(options?: { acceptLostKeys?: boolean }): Promise<Store>;
}

export async function openTestStore(dialect: TestDialect): Promise<TestStore> {
  const clock = new SettableClock();
  const place = await makePlace(dialect);
  const { dataDir, databaseUrl } = place;
  const open = ({ acceptLostKeys = false } = {}) =>
    databaseUrl === undefined
      ? openStore({ dataDir, clock, acceptLostKeys })
      : openPostgres({ databaseUrl, now: clockTime(clock) });
  const store = await open();
  const random = (bytes: number) => new Uint8Array(randomBytes(bytes));
  return {
    deps: { config: parseConfig({}), store, clock, random },
    clock,
    dataDir,
    open,
    async [Symbol.asyncDispose]() {
      await store.close();
      await place.remove();
    },
  };
}

interface Place {
  readonly dataDir: string;
  readonly databaseUrl?: string;
  remove(): Promise<void>;
}

async function makePlace(dialect: TestDialect): Promise<Place> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sotto-test-'));
  const removeFolder = () => rmSync(dataDir, { recursive: true, force: true });
  if (dialect === 'SQLite') return { dataDir, remove: async () => removeFolder() };
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(`create database ${name}`);
  const url = new URL(postgresUrl());
  url.pathname = `/${name}`;
  return {
    dataDir,
    databaseUrl: url.href,
    remove: async () => {
      removeFolder();
      await administer(`drop database ${name} with (force)`);
    },
  };
}

function postgresUrl(): string {
  const url = process.env['TEST_POSTGRES_URL'];
  if (!url) throw new Error('TEST_POSTGRES_URL names no PostgreSQL; `npm test` starts one.');
  return url;
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openDiskBlobs } from '#server/blobs/disk.ts';
import { hostUptime } from '#server/clock/host-uptime.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import { openPostgres } from '#server/db/open-postgres.ts';
import { clockTime } from '#server/db/query.ts';
import type { Clock, Uptime } from '#server/clock/clock.ts';
import type { Deps } from '#server/deps.ts';
import { openStore } from '#server/store.ts';
import type { Store } from '#server/store.ts';

/** Suites run over these real databases, with a clock that moves only on request. */
export const dialects = ['SQLite', 'PostgreSQL'] as const;
export type TestDialect = (typeof dialects)[number];

export class SettableClock implements Clock {
  seconds = 1_800_000_000;
  #upSince = this.seconds - 1_000_000;
  #boots = 1;

  now(): number {
    return this.seconds;
  }

  /** Time passes. */
  advance(seconds: number): void {
    this.seconds += seconds;
  }

  /** Sets the clock without time passing. */
  jump(seconds: number): void {
    this.seconds += seconds;
    this.#upSince += seconds;
  }

  /** Turns the host off for the given time and starts it again. */
  reboot(seconds: number): void {
    this.seconds += seconds;
    this.#upSince = this.seconds;
    this.#boots += 1;
  }

  get uptime(): Uptime {
    const [now, upSince] = [() => this.seconds, () => this.#upSince];
    const boots = () => this.#boots;
    return {
      get bootId() {
        return `boot ${boots()}`;
      },
      seconds: () => now() - upSince(),
    };
  }
}

export interface TestStore extends AsyncDisposable {
  /** A separate installation with an open store. */
  readonly deps: Deps;
  readonly clock: SettableClock;
  /** The folder of SQLite's files. */
  readonly dataDir: string;
  /** PostgreSQL only. */
  readonly databaseUrl: string | undefined;
  /** Opens the same installation as another process would. The caller closes it. */
  open(options?: OpenOptions): Promise<Store>;
}

interface OpenOptions {
  readonly acceptLostKeys?: boolean;
  readonly mayCreate?: boolean;
  /** PostgreSQL: keeps the erasure keys there. */
  readonly keysDir?: string;
  readonly report?: (sentence: string) => void;
}

export async function openTestStore(dialect: TestDialect): Promise<TestStore> {
  const clock = new SettableClock();
  const place = await makePlace(dialect, process.env['TEST_POSTGRES_TEMPLATE']);
  const open = (options?: OpenOptions) => openAt(place, clock, options);
  const store = await open();
  return {
    deps: await testDeps(place, { store, clock }),
    clock,
    dataDir: place.dataDir,
    databaseUrl: place.databaseUrl,
    open,
    async [Symbol.asyncDispose]() {
      await store.close();
      await place[Symbol.asyncDispose]();
    },
  };
}

export async function testDeps({ dataDir }: StorePlace, parts: Pick<Deps, 'store' | 'clock'>): Promise<Deps> {
  const random = (bytes: number) => new Uint8Array(randomBytes(bytes));
  const blobs = await openDiskBlobs({ folder: join(dataDir, 'bodies') });
  const uptime = parts.clock instanceof SettableClock ? parts.clock.uptime : hostUptime();
  return { ...parts, blobs, uptime, config: parseConfig({}), random, serverKey: random(32) };
}

/** An empty folder or an empty database for an installation. */
export interface StorePlace extends AsyncDisposable {
  readonly dataDir: string;
  readonly databaseUrl?: string;
}

export function openAt({ dataDir, databaseUrl }: StorePlace, clock: Clock, options: OpenOptions = {}): Promise<Store> {
  const { acceptLostKeys = false, mayCreate } = options;
  if (databaseUrl !== undefined)
    return openPostgres({ databaseUrl, now: clockTime(clock), connectTimeoutMs: 60_000, ...options });
  return openStore({ dataDir, clock, acceptLostKeys, mayCreate });
}

/** @param template the PostgreSQL database to copy; without one, the new database is empty */
export async function makePlace(dialect: TestDialect, template?: string): Promise<StorePlace> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sotto-test-'));
  const removeFolder = () => rmSync(dataDir, { recursive: true, force: true });
  if (dialect === 'SQLite') return { dataDir, [Symbol.asyncDispose]: async () => removeFolder() };
  const name = `test_${randomBytes(8).toString('hex')}`;
  // Copying files costs less than the default, which writes every page to the log.
  await administer(
    `create database ${name}${template === undefined ? '' : ` template ${template} strategy file_copy`}`,
  );
  // Finds writes outside a transaction, and a transaction whose commit does not wait for the disk.
  await administer(`alter database ${name} set default_transaction_read_only = on`);
  await administer(`alter database ${name} set synchronous_commit = off`);
  const url = new URL(postgresUrl());
  url.pathname = `/${name}`;
  return {
    dataDir,
    databaseUrl: url.href,
    async [Symbol.asyncDispose]() {
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

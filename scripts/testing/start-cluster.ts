import { spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findPostgres } from './find-postgres.ts';
import type { PostgresSearch } from './find-postgres.ts';
import { freePort } from './free-port.ts';
import { run, start, stop } from './processes.ts';

export interface Cluster {
  /** `postgresql://…`. Tests may write anything to this database. */
  readonly url: string;
  readonly port: number;
  readonly stop: () => Promise<void>;
  /** Its immediate stop: what only its memory holds is lost. */
  readonly crash: () => Promise<void>;
  /** After a crash. */
  readonly startAgain: () => Promise<void>;
}

export interface ClusterOptions extends PostgresSearch {
  readonly durable: boolean;
  /** Overrides settings of `postgresql.conf`. */
  readonly settings?: Readonly<Record<string, string | number>>;
}

export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

const numberOf = (flag: '-u' | '-g', name: string): number | undefined => {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
};

/** PostgreSQL and PgBouncer refuse to run as root. */
export function unprivileged(): Account {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = [numberOf('-u', name), numberOf('-g', name)];
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new Error('This cannot run as root, and there is no account postgres or nobody to run it');
}

function untilReady(server: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const lines: string[] = [];
  if (!server.stderr) throw new Error('PostgreSQL was started without a pipe for stderr');
  createInterface({ input: server.stderr }).on('line', (line) => {
    if (lines.length < 50) lines.push(line);
    if (line.includes('ready to accept connections')) resolve(undefined);
  });
  server.on('error', reject);
  server.on('close', () => reject(new Error(`PostgreSQL ended:\n${lines.join('\n')}`)));
  return promise;
}

/** Makes a temporary cluster in the given folder and starts it. */
export async function startCluster({ durable, settings, ...search }: ClusterOptions): Promise<Cluster> {
  const { folder } = search;
  const account = unprivileged();
  const programs = await findPostgres(search);
  const password = randomBytes(16).toString('hex');
  await initialise({ folder, account, programs, password });
  const port = await freePort();
  const options = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    fsync: durable ? 'on' : 'off',
    // In the middle of a test it would change what the planner knows, and so its plans.
    autovacuum: durable ? 'on' : 'off',
    max_connections: 300,
    ...settings,
  };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const launch = async () => {
    const command = [join(programs, 'postgres'), '-D', join(folder, 'cluster'), ...flags];
    const started = start(command, { ...account, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    await untilReady(started);
    return started;
  };
  let server = await launch();
  return {
    url: `postgresql://sotto:${password}@127.0.0.1:${port}/postgres`,
    port,
    stop: () => stop(server, 'SIGINT', 20),
    crash: () => stop(server, 'SIGQUIT', 20),
    startAgain: async () => {
      server = await launch();
    },
  };
}

interface NewCluster {
  readonly folder: string;
  readonly account: Account;
  readonly programs: string;
  readonly password: string;
}

async function initialise({ folder, account, programs, password }: NewCluster): Promise<void> {
  const cluster = join(folder, 'cluster');
  const passwordFile = join(folder, 'password');
  mkdirSync(cluster, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) {
    chmodSync(folder, 0o711);
    for (const path of [cluster, passwordFile]) chownSync(path, account.uid, account.gid);
  }
  // Every test connects several times. With SCRAM, that would cost more than its statements.
  const settings = ['--username=sotto', '--auth=md5', `--pwfile=${passwordFile}`, '--encoding=UTF8'];
  const initialised = await run([join(programs, 'initdb'), '-D', cluster, '--locale=C', '--no-sync', ...settings], {
    ...account,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    limitSeconds: 120,
  });
  if (initialised.code !== 0) throw new Error('initdb failed');
}

import { spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findPostgres } from './find-postgres.ts';
import type { PostgresSearch } from './find-postgres.ts';
import { freePort } from './free-port.ts';
import { run, start, stop } from './processes.ts';

export interface Postgres {
  /** `postgresql://…`. Tests may write anything to this database. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

const numberOf = (flag: '-u' | '-g', name: string): number | undefined => {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
};

/** PostgreSQL refuses to run as root. */
function unprivileged(): Account {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = [numberOf('-u', name), numberOf('-g', name)];
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new Error('PostgreSQL cannot run as root, and there is no account postgres or nobody to run it');
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

interface ClusterOptions extends PostgresSearch {
  readonly durable: boolean;
}

/** Starts a temporary cluster in a folder that is removed afterwards. */
async function startCluster({ durable, ...search }: ClusterOptions): Promise<Postgres> {
  const { folder } = search;
  const account = unprivileged();
  const programs = await findPostgres(search);
  const cluster = join(folder, 'cluster');
  const passwordFile = join(folder, 'password');
  const password = randomBytes(16).toString('hex');
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
  const port = await freePort();
  const options = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    fsync: durable ? 'on' : 'off',
    // In the middle of a test it would change what the planner knows, and so its plans.
    autovacuum: durable ? 'on' : 'off',
    max_connections: 300,
  };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = start([join(programs, 'postgres'), '-D', cluster, ...flags], {
    ...account,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await untilReady(server);
  return {
    url: `postgresql://sotto:${password}@127.0.0.1:${port}/postgres`,
    stop: () => stop(server, 'SIGINT', 20),
  };
}

/**
 * Uses TEST_POSTGRES_URL if it is set, else starts a temporary cluster.
 * @param options.durable whether commits survive a crash of the machine, as in production. Tests kill processes, not
 *   machines, and each makes and drops a database, which takes seconds on a busy disk
 * @param options.below the folder in which the cluster gets one of its own
 */
export async function startPostgres({ mayInstall = true, durable = true, below = tmpdir() } = {}): Promise<Postgres> {
  const given = process.env['TEST_POSTGRES_URL'];
  if (given) return { url: given, stop: () => Promise.resolve() };
  const folder = mkdtempSync(join(below, 'sotto-postgres-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const cluster = await startCluster({ folder, mayInstall, durable });
  return {
    url: cluster.url,
    stop: async () => {
      await cluster.stop();
      remove();
    },
  };
}

import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ChildProcess } from 'node:child_process';
import { freePort } from './free-port.ts';
import { start, stop } from './processes.ts';
import { unprivileged } from './start-cluster.ts';

export const pgbouncerProgram = { name: 'pgbouncer', version: '--version', packageName: 'pgbouncer' };

export interface PgBouncerOptions {
  readonly program: string;
  /** The PostgreSQL database behind it. */
  readonly databaseUrl: string;
  /** Connections to PostgreSQL. */
  readonly poolSize: number;
}

export interface PgBouncer {
  /** The same database, through PgBouncer in transaction mode. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts PgBouncer in transaction mode: each transaction gets any of a few connections to PostgreSQL. */
export async function startPgBouncer({ program, databaseUrl, poolSize }: PgBouncerOptions): Promise<PgBouncer> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-pgbouncer-'));
  const { username, password, hostname, port, pathname } = new URL(databaseUrl);
  const name = pathname.slice(1);
  const ownPort = await freePort();
  const file = join(folder, 'pgbouncer.ini');
  const users = join(folder, 'users');
  writeFileSync(users, `"${username}" "${password}"\n`, { mode: 0o600 });
  writeFileSync(
    file,
    [
      ...['[databases]', `${name} = host=${hostname} port=${port} dbname=${name}`],
      ...['[pgbouncer]', 'listen_addr = 127.0.0.1', `listen_port = ${ownPort}`, 'unix_socket_dir ='],
      ...['auth_type = scram-sha-256', `auth_file = ${users}`],
      ...['pool_mode = transaction', `default_pool_size = ${poolSize}`, 'max_client_conn = 200'],
      // After a restart of PostgreSQL.
      'server_login_retry = 1',
    ].join('\n'),
    { mode: 0o600 },
  );
  const account = unprivileged();
  for (const path of [folder, file, users]) {
    if (account.uid !== undefined && account.gid !== undefined) chownSync(path, account.uid, account.gid);
  }
  chmodSync(folder, 0o700);
  const child = start([program, file], { ...account, stdio: ['ignore', 'ignore', 'pipe'] });
  await untilUp(child);
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${ownPort}`;
  return {
    url: url.href,
    async stop() {
      await stop(child, 'SIGINT', 20);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function untilUp(child: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const lines: string[] = [];
  if (!child.stderr) throw new Error('PgBouncer was started without a pipe for stderr');
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (lines.length < 50) lines.push(line);
    if (line.includes('process up')) resolve(undefined);
  });
  child.on('error', reject);
  child.on('close', () => reject(new Error(`PgBouncer ended:\n${lines.join('\n')}`)));
  return promise;
}

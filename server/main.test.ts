import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { freePort } from '#scripts/testing/free-port.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';

let dataDir: string;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sotto-main-'));
});
afterAll(() => rmSync(dataDir, { recursive: true }));

const start = (env: Record<string, string>) =>
  spawnSync(process.execPath, ['sotto.js', 'serve'], {
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
    timeout: 120_000,
  });

test('all wrong settings are reported in sentences before anything is opened', () => {
  const { status, stderr, stdout } = start({
    SOTTO_PORT: 'http',
    SOTTO_DATADIR: '/tmp/x',
    SOTTO_DATABASE_URL: 'secret',
    SOTTO_BRAND_LOGO: '/nowhere/logo.svg',
    SOTTO_BRAND_SEAL_LIGHT: '#ffff00',
  });
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr.trim().split('\n')).toEqual([
    'sotto: The service cannot start with these settings:',
    '  SOTTO_BRAND_LOGO must be the path of a readable file: "/nowhere/logo.svg" does not exist.',
    '  SOTTO_PORT must be a whole number from 0 to 65535, not "http".',
    '  SOTTO_DATABASE_URL must be an address that begins with postgres://.',
    '  SOTTO_BRAND_SEAL_LIGHT must be #737300 or darker to be read on light pages (it has 1.0:1 and needs 4.5:1), not "#ffff00".',
    '  SOTTO_DATADIR is not a setting of Sotto. Did you mean SOTTO_DATA_DIR?',
  ]);
});

test('an unreachable database and an impossible folder are reported in one sentence each', () => {
  const refused = start({ SOTTO_DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/x', SOTTO_DATA_DIR: dataDir });
  expect(refused).toMatchObject({
    status: 1,
    stdout: '',
    stderr: 'sotto: PostgreSQL at 127.0.0.1:1 cannot be reached (ECONNREFUSED): see SOTTO_DATABASE_URL.\n',
  });
  if (process.platform !== 'linux') return;
  const nowhere = start({ SOTTO_DATA_DIR: '/proc/sotto/data' });
  expect(nowhere).toMatchObject({ status: 1, stdout: '' });
  expect(nowhere.stderr).toMatch(/^sotto: The data folder \/proc\/sotto\/data cannot be used \(ENOENT\)\. .+\n$/);
});

test('an error at run time is logged with its location but not its message, which may quote a request', () => {
  const thrown = "process.on('newListener', (name) => name === 'uncaughtException' && setImmediate(lookUp))";
  const preload = `data:text/javascript,${encodeURIComponent(`${thrown}; function lookUp() { throw new TypeError('no hunter2 here') }`)}`;
  const { status, stderr } = start({ SOTTO_DATA_DIR: dataDir, SOTTO_PORT: '0', NODE_OPTIONS: `--import ${preload}` });
  expect(status).toBe(1);
  expect(JSON.parse(stderr)).toMatchObject({ level: 'error', event: 'stopped', error: 'TypeError' });
  expect(stderr).toContain('lookUp');
  expect(stderr).not.toContain('no hunter2 here');
});

/** Writes the name of a package to standard error when it is loaded. */
function whenLoaded(...names: readonly string[]): Record<string, string> {
  const note = `(name, context, next) => (${JSON.stringify(names)}.includes(name) && process.stderr.write(name), next(name, context))`;
  const hook = `import { registerHooks } from 'node:module'; registerHooks({ resolve: ${note} })`;
  return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(hook)}` };
}

/** Starts the service, stops it once it listens, and returns its standard error. */
async function startAndStop(env: Record<string, string>): Promise<string> {
  const port = await freePort();
  const service = spawn(process.execPath, ['sotto.js', 'serve'], {
    env: {
      PATH: process.env['PATH'],
      SOTTO_DATA_DIR: dataDir,
      SOTTO_PORT: String(port),
      SOTTO_LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = text(service.stderr);
  await once(service.stdout, 'data');
  // Once it replies, it also handles signals.
  await fetch(`http://127.0.0.1:${port}/healthz`);
  service.kill('SIGTERM');
  expect(await once(service, 'close')).toEqual([0, null]);
  return said;
}

test('only a service that sends mail loads nodemailer, and one without encryption for it says so', async () => {
  const env = whenLoaded('nodemailer');
  expect(await startAndStop(env)).toBe('');
  const mail = { ...env, SOTTO_MAIL_FROM: 'sotto@example.org' };
  expect(await startAndStop({ ...mail, SOTTO_SMTP_URL: 'smtps://relay.invalid' })).toBe('nodemailer');
  const open = await startAndStop({
    ...mail,
    SOTTO_SMTP_URL: 'smtp://me:hunter2@relay.invalid',
    SOTTO_SMTP_TLS: 'off',
  });
  expect(JSON.parse(open.slice('nodemailer'.length))).toMatchObject({ level: 'warn', event: 'SOTTO_SMTP_TLS is off' });
  expect(open).not.toContain('hunter2');
});

test('only a service with a bucket loads s3mini, and starts without its store, but says so', async () => {
  const env = whenLoaded('s3mini');
  expect(await startAndStop(env)).toBe('');
  const said = await startAndStop({
    ...env,
    SOTTO_S3_URL: `http://127.0.0.1:${await freePort()}`,
    SOTTO_S3_BUCKET: 'files',
    SOTTO_S3_ACCESS_KEY: 'sotto',
    SOTTO_S3_SECRET_KEY: 'hunter2',
  });
  expect(said.startsWith('s3mini')).toBe(true);
  expect(said).toContain('does not take connections');
  expect(said).toContain('Files cannot be used until it works');
  expect(said).not.toContain('hunter2');
});

test('only a service with sign-in loads what it needs, and starts without the provider, but says so', async () => {
  const env = whenLoaded('openid-client', 'jose');
  expect(await startAndStop(env)).toBe('');
  const said = await startAndStop({
    ...env,
    SOTTO_OIDC_ISSUER: `http://127.0.0.1:${await freePort()}`,
    SOTTO_OIDC_CLIENT_ID: 'sotto',
    SOTTO_OIDC_CLIENT_SECRET: 'hunter2',
  });
  expect(said).toContain('openid-client');
  expect(said).toContain('jose');
  const warned = JSON.parse(said.slice(said.indexOf('{'))) as object;
  expect(warned).toMatchObject({ level: 'warn', event: 'nobody can sign in', reason: 'unreachable' });
  expect(said).not.toContain('hunter2');
});

import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examplesOf } from '#e2e/fixtures/examples.ts';
import { program } from '#e2e/fixtures/program.ts';
import { freePort } from '#e2e/fixtures/free-port.ts';
import { CTRL_C, newUser } from '#e2e/fixtures/terminal.ts';
import { openTestRelay } from '#scripts/testing/test-relay.ts';
import type { Sitting, User } from '#e2e/fixtures/terminal.ts';

/**
 * Runs the examples of docs/operating.md as they are written. System folders are in the user's home, and systemd,
 * Docker and npm are replaced.
 */
const examples = examplesOf('docs/operating.md');
const root = join(import.meta.dirname, '../..');
const OTHERS = `
systemctl() { echo "systemctl $*"; }
docker() { echo "docker $*"; }
npm() { echo "npm $*"; }
chown() { echo "chown $*"; }
adduser() { echo "adduser $*"; }
curl() { echo "curl $*"; }
systemd-run() { while [ "\${1#--}" != "$1" ]; do shift; done; "$@"; }
`;

let user: User;
let env: Readonly<Record<string, string>>;
let id: string;
let lost: string;
beforeAll(async () => {
  user = newUser();
  env = { SOTTO_DATA_DIR: join(user.home, 'var/lib/sotto'), SOTTO_PORT: String(await freePort()) };
  const deployed = ['sotto.env', 'sotto.service', 'scale.env', 'sotto@.service'].map((name) => `deploy/${name}`);
  for (const path of ['Dockerfile', 'compose.yaml', ...deployed]) put(path);
  put('docs/operating.md');
  mkdirSync(join(user.home, 'dist'));
  writeFileSync(
    join(user.home, 'dist/sotto'),
    `#!/bin/sh\nexec ${program.map((word) => `'${word}'`).join(' ')} "$@"\n`,
  );
  copyFileSync(join(root, 'docs/sotto.1'), join(user.home, 'dist/sotto.1'));
  for (const folder of ['usr/local/bin', 'etc/systemd/system', 'var/lib', 'data', 'backup']) {
    mkdirSync(join(user.home, folder), { recursive: true });
  }
});
afterAll(() => user[Symbol.dispose]());

/** Copies a file of this checkout into the operator's. */
function put(path: string): void {
  mkdirSync(dirname(join(user.home, path)), { recursive: true });
  copyFileSync(join(root, path), join(user.home, path));
}

function example(
  first: string,
  placeholders: Readonly<Record<string, string>> = {},
  settings: Readonly<Record<string, string>> = {},
): Sitting {
  let text = examples.take(first);
  for (const [name, value] of Object.entries(placeholders)) text = text.replaceAll(name, value);
  const here = text.replace(/(?<![\w.)])\/(usr|etc|var|data|backup)\b/g, `${user.home}/$1`);
  return user.script(OTHERS + here, { env: { ...env, ...settings } });
}

async function shown(sitting: Sitting): Promise<string> {
  const { code } = await sitting.ended;
  expect(code, sitting.screen()).toBe(0);
  return sitting.screen().replaceAll('\r\n', '\n');
}

test('the service starts as described, says where it listens, and ends at Ctrl+C', async () => {
  const serving = example('SOTTO_DATA_DIR=/var/lib/sotto SOTTO_PUBLIC_URL=');
  await serving.says('Public address: https://example.org/');
  const server = `http://localhost:${env['SOTTO_PORT'] ?? ''}/`;
  const sent = await user.run(['send', '--json', '--server', server], { input: 'x' });
  ({ id } = JSON.parse(sent.stdout.toString()) as { id: string });
  lost = (await user.run(['send', '--server', server], { input: 'x' })).stdout.toString();
  serving.type(CTRL_C);
  await serving.ended;
  expect(serving.screen()).not.toContain('error');
  expect((await user.run(['health', server])).code).toBe(1);
});

test('the admin commands', async () => {
  const tokens = await shown(example('sotto admin token create'));
  expect(tokens).toMatch(/sotto_\w{40,}\n/);
  expect(tokens).toMatch(/laptop +good[^]*is revoked/);
  expect(await shown(example('sotto admin reports', { ' ID ': ` ${id} ` }))).toContain('The share is deleted');
});

test('the files installed for systemd are where the unit expects them, and an upgrade replaces them', async () => {
  expect(await shown(example('install -m 755'))).toContain('systemctl enable --now sotto');
  const unit = readFileSync(join(user.home, 'etc/systemd/system/sotto.service'), 'utf8');
  for (const [, path = ''] of unit.matchAll(/^(?:ExecStart=|EnvironmentFile=|Documentation=file:\/\/)(\S+)/gm)) {
    expect(statSync(join(user.home, path)).isFile(), path).toBe(true);
  }
  expect(statSync(join(user.home, 'etc/sotto/sotto.env')).mode & 0o777).toBe(0o600);
  expect(statSync(join(user.home, 'usr/local/share/man/man1/sotto.1')).isFile()).toBe(true);
  expect(await shown(example('systemd-run'))).toMatch(/^shares .*1 deleted/m);
  chmodSync(join(user.home, 'usr/local/bin/sotto'), 0o500);
  const upgraded = await shown(example('npm ci && npm run build:binary'));
  expect(upgraded).toContain('systemctl daemon-reload\nsystemctl restart sotto');
  expect(statSync(join(user.home, 'usr/local/bin/sotto')).mode & 0o777).toBe(0o755);
});

test('the secrets for Docker are an address that the service accepts, in files that its user can read', async () => {
  await shown(example('SOTTO_SITE='));
  expect(await shown(example('mkdir -m 700 secrets'))).toContain(
    'docker compose -f compose.yaml -f deploy/compose.postgres.yaml',
  );
  const [url, password] = ['database-url', 'database-password'].map((name) => join(user.home, 'secrets', name));
  expect(statSync(url ?? '').mode & 0o044).toBe(0o044);
  const given = readFileSync(url ?? '', 'utf8');
  const config = await user.run(['config'], { env: { SOTTO_DATABASE_URL_FILE: url ?? '' } });
  expect(config.stdout.toString()).toMatch(/^# SOTTO_DATABASE_URL=.+ # file$/m);
  expect(new URL(given).password).toBe(readFileSync(password ?? '', 'utf8'));
});

test('the secrets for two processes with Docker are settings that the service accepts', async () => {
  // The installation before has a folder of this name, too.
  rmSync(join(user.home, 'secrets'), { recursive: true, force: true });
  expect(await shown(example('hex() {'))).toContain('docker compose -f deploy/compose.scale.yaml');
  const secrets = (name: string) => join(user.home, 'secrets', name);
  const { stdout, stderr, code } = await user.run(['config'], {
    env: {
      SOTTO_DATABASE_URL_FILE: secrets('database-url'),
      SOTTO_SERVER_KEY_FILE: secrets('server-key'),
      SOTTO_S3_URL: 'http://objects:3900',
      SOTTO_S3_BUCKET: 'sotto',
      SOTTO_S3_REGION: 'garage',
      SOTTO_S3_ACCESS_KEY_FILE: secrets('s3-access-key'),
      SOTTO_S3_SECRET_KEY_FILE: secrets('s3-secret-key'),
    },
  });
  expect([stderr, code], stdout.toString()).toEqual(['', 0]);
  const read = (name: string) => readFileSync(secrets(name), 'utf8');
  expect(statSync(secrets('server-key')).size).toBe(32);
  expect(read('garage.env').split('\n')).toEqual([
    'GARAGE_DEFAULT_BUCKET=sotto',
    `GARAGE_DEFAULT_ACCESS_KEY=${read('s3-access-key')}`,
    `GARAGE_DEFAULT_SECRET_KEY=${read('s3-secret-key')}`,
    expect.stringMatching(/^GARAGE_RPC_SECRET=[\da-f]{64}$/),
    '',
  ]);
  expect(read('s3-access-key')).toMatch(/^GK[\da-f]{24}$/);
});

test('the files for two processes are where their unit expects them', async () => {
  const ran = await shown(example('adduser --system'));
  expect(ran).toContain('adduser --system --ingroup www-data --no-create-home sotto\n');
  expect(ran).toContain('systemctl enable --now sotto@1 sotto@2');
  const unit = readFileSync(join(user.home, 'etc/systemd/system/sotto@.service'), 'utf8');
  for (const [, path = ''] of unit.matchAll(/^(?:ExecStart|EnvironmentFile)=(\S+)/gm))
    expect(statSync(join(user.home, path)).isFile(), path).toBe(true);
  const key = statSync(join(user.home, 'etc/sotto/server-key'));
  expect([key.size, key.mode & 0o777]).toEqual([32, 0o600]);
  expect(statSync(join(user.home, 'var/lib/sotto-keys')).mode & 0o777).toBe(0o700);
});

test('the second of two processes restarts when the first is ready again', async () => {
  expect(await shown(example('systemctl restart sotto@1'))).toBe(
    [
      'systemctl restart sotto@1',
      'curl --silent --fail --unix-socket /run/sotto-1/sotto.sock http://localhost/readyz',
      'systemctl restart sotto@2',
      '',
    ].join('\n'),
  );
});

test('the settings for a bucket are valid', async () => {
  const file = join(user.home, 'settings');
  for (const name of ['s3-key', 's3-secret']) writeFileSync(join(user.home, name), 'hunter2');
  writeFileSync(file, examples.take('SOTTO_S3_URL=').replaceAll('/run/secrets', user.home));
  const config = await user.run(['config'], { env: { ...env, SOTTO_CONFIG_FILE: file } });
  expect([config.stderr, config.code]).toEqual(['', 0]);
  expect(config.stdout.toString()).toMatch(/^SOTTO_S3_BUCKET='?example-sotto'? # file$/m);
  expect(config.stdout.toString()).not.toContain('hunter2');
});

test('the settings for a sign-in and a brand are valid', async () => {
  const settings = ['SOTTO_BEHIND_SIGN_IN=', 'SOTTO_BRAND_NAME='].map((first) => examples.take(first)).join('');
  const picture = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>';
  for (const name of ['logo.svg', 'icon.svg']) writeFileSync(join(user.home, 'etc', name), picture);
  const file = join(user.home, 'settings');
  writeFileSync(file, settings.replaceAll('/etc/sotto', join(user.home, 'etc')));
  const config = await user.run(['config'], { env: { ...env, SOTTO_CONFIG_FILE: file } });
  expect([config.stderr, config.code]).toEqual(['', 0]);
  expect(config.stdout.toString()).toMatch(/^SOTTO_BRAND_NAME='Tresor' # file$/m);
});

test('the settings for mail are valid, and the doctor sends a mail', async () => {
  const file = join(user.home, 'settings');
  writeFileSync(file, examples.take('SOTTO_SMTP_URL='));
  const config = await user.run(['config'], { env: { ...env, SOTTO_CONFIG_FILE: file } });
  expect([config.stderr, config.code]).toEqual(['', 0]);
  expect(config.stdout.toString()).not.toContain(':PASSWORD@');
  await using relay = await openTestRelay();
  const mail = { SOTTO_SMTP_URL: relay.url, SOTTO_MAIL_FROM: 'sotto@example.org' };
  expect(await shown(example('sotto admin doctor --mail', {}, mail))).toContain(
    'The mail relay took a mail to you@example.org: 250',
  );
  expect(relay.taken.map(({ to }) => to)).toEqual([['you@example.org']]);
});

const providers = ['id.example.org\n', 'login.microsoftonline.com/', 'accounts.google.com', 'example.okta.com'];
const hosted = ['id.example.org/realms/', 'id.example.org/application/'];

test.each([...providers, ...hosted])('the settings for sign-in at %s are valid', async (issuer) => {
  const file = join(user.home, 'settings');
  const secret = join(user.home, 'client-secret');
  writeFileSync(secret, 'hunter2\n');
  writeFileSync(file, examples.take(`SOTTO_OIDC_ISSUER=https://${issuer}`).replace('/etc/sotto/client-secret', secret));
  const config = await user.run(['config'], { env: { ...env, SOTTO_CONFIG_FILE: file } });
  expect([config.stderr, config.code]).toEqual(['', 0]);
  expect(config.stdout.toString()).not.toContain('hunter2');
});

test('sessions are counted and ended, and claims are checked', async () => {
  expect(await shown(example('sotto admin sessions'))).toMatch(/0 sessions of 0 members\.\n0 sessions ended\./);
  const signIn = { SOTTO_OIDC_ISSUER: 'https://id.example.org', SOTTO_OIDC_CLIENT_ID: 'sotto' };
  const check = example(`echo '{"sub": "ana"`, { 'claims.json': join(user.home, 'claims.json') }, signIn);
  expect(await shown(check)).toContain('named    ana@example.org');
});

test('the languages of the pages are settings', async () => {
  const file = join(user.home, 'settings');
  writeFileSync(file, examples.take('SOTTO_LANGUAGES='));
  const config = await user.run(['config'], { env: { ...env, SOTTO_CONFIG_FILE: file } });
  expect([config.stderr, config.code]).toEqual(['', 0]);
  expect(config.stdout.toString()).toMatch(/^SOTTO_LANGUAGE='?de'? # file$/m);
});

test('a database is restored without the log of the old one', async () => {
  for (const name of ['sotto.db', 'sotto.db-wal', 'sotto.db-shm']) writeFileSync(join(user.home, 'data', name), 'old');
  writeFileSync(join(user.home, 'backup/sotto.db'), 'new');
  await shown(example('cd /data'));
  expect(readFileSync(join(user.home, 'data/sotto.db'), 'utf8')).toBe('new');
  expect(existsSync(join(user.home, 'data/sotto.db-wal'))).toBe(false);
});

test('after a restore without keys a secret says that a loss on the server may have destroyed it', async () => {
  const backup = join(user.home, 'copy');
  expect((await user.run(['admin', 'backup', backup], { env })).code).toBe(0);
  const restored = { ...env, SOTTO_DATA_DIR: backup, SOTTO_ACCEPT_LOST_KEYS: 'true' };
  const serving = user.start(['serve'], { env: restored });
  await serving.says('Listening on ');
  const words = expect.stringMatching(/[Tt]oo many wrong passwords, or (by )?a loss on the server/) as string;
  const opened = await user.run(['open'], { input: lost });
  expect([opened.code, opened.stderr]).toEqual([3, words]);
  expect((await user.run(['status'], { input: lost })).stdout.toString()).toEqual(words);
  serving.child.kill('SIGTERM');
  await serving.ended;
});

test('every example of docs/operating.md is run here', () => {
  expect(examples.left()).toEqual([]);
});

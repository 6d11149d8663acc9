import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openMailbox } from '#e2e/fixtures/mailbox.ts';
import type { Mailbox } from '#e2e/fixtures/mailbox.ts';
import { serverAndUser } from '#e2e/fixtures/server-and-user.ts';
import { examplesOf } from '#e2e/fixtures/examples.ts';
import { CTRL_D, ENTER } from '#e2e/fixtures/terminal.ts';
import type { Sitting } from '#e2e/fixtures/terminal.ts';

/**
 * Runs the examples of docs/terminal.md as they are written. Only the address of the service and one path are replaced.
 */
const examples = examplesOf('docs/terminal.md');
const KEY = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk=\n';

let mailbox: Mailbox;
const { server, user } = serverAndUser(async () => {
  mailbox = await openMailbox();
  return { settings: mailbox.settings };
});
afterAll(() => mailbox[Symbol.asyncDispose]());

/** Stand-ins for programs that the examples use. */
const OTHERS = `
pass() { cat "pass-$2"; }
pg_dump() { echo "a dump of $1"; }
jq() { '${process.execPath}' -p 'JSON.parse(fs.readFileSync(process.argv[2], "utf8"))[process.argv[1].slice(1)]' "$2" "$3"; }
`;

function example(first: string, env: Readonly<Record<string, string>> = {}): Sitting {
  const here = examples
    .take(first)
    .replaceAll('https://secrets.example', server.url.slice(0, -1))
    .replaceAll('/run/secrets', user.home);
  return user.script(OTHERS + here, { env });
}

const put = (name: string, content: string) => writeFileSync(join(user.home, name), content);
const get = (name: string) => readFileSync(join(user.home, name), 'utf8');
const program = (name: string, body: string) => {
  put(name, `#!/bin/sh\n${body}\n`);
  chmodSync(join(user.home, name), 0o755);
};
const ask = async (...fields: string[]) => (await user.run(['ask', 'More', ...fields])).stdout.toString().trim();
const seal = async (text: string) => (await user.run(['send'], { input: text })).stdout.toString().trim();
const opened = async (link: string) => (await user.run(['open'], { input: link })).stdout.toString();
const linksIn = (screen: string, kind: string) =>
  [...screen.matchAll(/http:\S+#\w+/g)].map(([link]) => link).filter((link) => link.includes(`/${kind}/`));

async function code(sitting: Sitting): Promise<string> {
  const ended = await sitting.ended;
  expect(ended.code, sitting.screen()).toBe(0);
  return sitting.screen();
}

test('the examples of send', async () => {
  for (const name of ['id_ed25519', 'report.pdf', 'notes.txt']) put(name, KEY);
  mkdirSync(join(user.home, 'photos'));
  put('photos/1.jpg', 'one');
  const sitting = example('export SOTTO_SERVER=');
  await sitting.says('Type or paste the secret');
  sitting.type(`typed here${ENTER}${CTRL_D}`);
  await sitting.says('Password:');
  sitting.type(`hunter2${ENTER}`);
  await sitting.says('Once more:');
  sitting.type(`hunter2${ENTER}`);
  const screen = await code(sitting);
  const [typed = '', key = '', files = '', both = '', forAnna = '', forBob = ''] = linksIn(screen, 's');
  expect(await opened(typed)).toBe('typed here');
  expect(await opened(key)).toBe(KEY);
  const status = await user.run(['status'], { input: files });
  expect(status.stdout.toString()).toContain('3 times');
  expect(status.stdout.toString()).toContain('Content:    files, about 1.0 kB\n');
  const folder = join(user.home, 'dump');
  expect((await user.run(['open', '-', '-o', folder], { input: both })).stdout.toString()).toBe('a dump of app\n');
  expect(get('dump/notes.txt')).toBe(KEY);
  expect(JSON.parse(get('people.json'))).toMatchObject({ people: ['anna@example.org', 'bob@example.org'] });
  for (const link of [forAnna, forBob]) expect((await user.run(['open'], { input: link })).code).toBe(8);
  expect(screen).toMatch(new RegExp(`^anna\t${forAnna}\r$`, 'm'));
});

test('the examples of a code from a mail', async () => {
  const sent = await user.run(['send', '--to', 'anna@example.org'], { input: 'for Anna' });
  put('pass-for-anna', sent.stdout.toString());
  const first = example('pass show for-anna | sotto open - --email');
  expect((await first.ended).code).toBe(2);
  put('code.txt', await mailbox.codeTo('anna@example.org'));
  await code(example('pass show for-anna | sotto open - --code-file'));
  expect(get('secret.txt')).toBe('for Anna');
});

test('the examples of revoke, reset and shorten', async () => {
  const people = await user.run(['send', '--json', '--to', 'anna@example.org,bob@example.org'], { input: 'x' });
  put('people.json', people.stdout.toString());
  expect(await code(example('jq -r .manageLink people.json | sotto reset'))).toContain('anna@example.org can be sent');
  expect(await code(example('jq -r .manageLink people.json | sotto revoke'))).toContain(
    'bob@example.org can no longer',
  );
  expect(await code(example('jq -r .manageLink people.json | sotto shorten'))).toContain('It now ends');
});

test('the examples of open', async () => {
  put('link.txt', await seal('from a file'));
  put('pass-link', (await user.run(['send', 'link.txt'])).stdout.toString());
  put('pass-staging-env', await seal('API_KEY=one\n'));
  const sitting = example('sotto open ');
  await sitting.says('Link:');
  sitting.type(`${await seal('first')}${ENTER}`);
  await sitting.says('Open it now?');
  sitting.type(`y${ENTER}`);
  await sitting.says('Write .env?');
  sitting.type(`y${ENTER}`);
  expect(await code(sitting)).toContain('first');
  expect(get('.env')).toBe('API_KEY=one\n');
  expect(get('secret.txt')).toBe('from a file');
  expect(get('received/link.txt')).toBe(get('link.txt'));
});

test('the examples of run', async () => {
  const settings = "DATABASE_URL='postgres://u:p@ss#w0rd@h/db'\nAPI_KEY=#FF0000\nOTHER=1\n";
  put('pass-staging-env', await seal(settings));
  program('migrate.sh', 'echo "migrates $DATABASE_URL${OTHER-}"');
  program('deploy.sh', 'echo "deploys $DATABASE_URL $API_KEY${OTHER-}"');
  put('package.json', '{ "scripts": { "deploy": "./deploy.sh" } }');
  const sitting = example('pass show staging-env | sotto run');
  await sitting.says('Link:');
  sitting.type(`${await seal(settings)}${ENTER}`);
  await sitting.says('Open it now?');
  sitting.type(`y${ENTER}`);
  const screen = await code(sitting);
  expect(screen).toContain('migrates postgres://u:p@ss#w0rd@h/db\r\n');
  expect(screen).toContain('deploys postgres://u:p@ss#w0rd@h/db #FF00001\r\n');
});

test('the examples of ask, answer and inbox', async () => {
  put('id_ed25519', KEY);
  const [forFields = ''] = linksIn(await code(example('sotto ask ')), 'r');
  put('user.txt', 'me');
  put('link-and-password.txt', `${await ask('--field', 'user:line', '--field', 'password:line')}\nhunter2`);
  put('link.txt', `${(JSON.parse(get('request.json')) as { link: string }).link}\n`);
  const sitting = example('sotto answer ');
  await sitting.says('Link:');
  sitting.type(`${forFields}${ENTER}`);
  await sitting.says('user:');
  sitting.type(`me${ENTER}`);
  await sitting.says('password:');
  sitting.type(`hunter2${ENTER}`);
  expect((await code(sitting)).match(/Sent\./g)).toHaveLength(3);
  put('id_ed25519', '');
  await code(example('jq -r .manageLink request.json'));
  expect(get('id_ed25519').trim()).toBe(KEY.trim());
});

test('the examples for CI', async () => {
  const token = await server.admin('token', 'create', '--label', 'job');
  put('sotto-token', token);
  put('coverage.tar', 'tar');
  const SETTINGS_LINK = await seal('DATABASE_URL=a\nAPI_KEY=b\nOTHER=1\n');
  expect(await code(example('# Reads the token from a file', { SETTINGS_LINK }))).toContain('deploys a b\r\n');
  expect(JSON.parse(get('sent.json'))).toMatchObject({ maxViews: 1, hasPassword: false });
});

test('the example for a headers file creates one that works', async () => {
  await code(example('mkdir -p ~/.config'));
  const file = join(user.home, '.config/sotto-headers');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const sent = await user.run(['send'], { input: 'x', env: { SOTTO_HEADERS_FILE: file } });
  expect([sent.code, sent.stderr]).toEqual([0, expect.stringContaining('Opens once')]);
});

test('every example of the manual is run here', () => {
  expect(examples.left()).toEqual([]);
});

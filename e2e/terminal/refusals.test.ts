import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { serverAndUser } from '#e2e/fixtures/server-and-user.ts';
import { startServer } from '#e2e/fixtures/server.ts';
import { newUser } from '#e2e/fixtures/terminal.ts';

const { server, user } = serverAndUser({
  settings: { SOTTO_MAX_TTL: '1d', SOTTO_MAX_VIEWS: '3', SOTTO_MAX_FILES_MB: '1' },
});
beforeAll(() => {
  writeFileSync(join(user.home, 'password'), 'pass phrase\n');
  writeFileSync(join(user.home, 'wrong'), 'wrong\n');
});

let hostile: HttpServer | undefined;
afterEach(() => {
  hostile?.closeAllConnections();
  hostile?.close();
});

async function answering(answer: (asked: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  hostile = createServer((asked, response) => {
    asked.resume();
    asked.on('end', () => answer(asked, response));
  }).listen(0, '127.0.0.1');
  await once(hostile, 'listening');
  return `http://localhost:${(hostile.address() as AddressInfo).port}/`;
}

/** Forwards requests to the real server and changes the replies. */
const between = (change: (path: string, answer: Buffer) => Buffer) =>
  answering((asked, response) => {
    void (async () => {
      const path = asked.url ?? '';
      const real = await fetch(`${server.url}${path.slice(1)}`);
      response.writeHead(real.status, { 'content-type': real.headers.get('content-type') ?? '' });
      response.end(change(path, Buffer.from(await real.arrayBuffer())));
    })();
  });

test('each wrong use prints one sentence without a secret, and exits with 2', async () => {
  const secret = 'https://secrets.example/s/C5aLM4eEuF41sAEGtgQm86#4DwuXwXmoFHfkWZ7bUgRXfea6bWSq5ihwJE37YYWL1TLDFJjC5';
  const wrong: string[][] = [
    ['nonsense'],
    [secret],
    ['send', '--no-such'],
    [`--${secret}`],
    ['send', `--${secret}`],
    ['open', secret, secret],
    ['send', '--views', '101'],
    ['send', '--views', '2', '--once'],
    ['send', '--expires', '2 hours'],
    ['send', '--server', 'ftp://secrets.example'],
    ['send', '--server', 'http://secrets.example'],
    ['send', '--password'],
    ['send', '--password-file', 'missing'],
    ['send', '--token-file', 'missing'],
    ['open', 'http://secrets.example/s/C5aLM4eEuF41sAEGtgQm86'],
    ['ask'],
    ['ask', 'x', '--field', 'name'],
    ['ask', 'x', '--answers', '0'],
    ['ask', 'x', '--keep', 'never'],
    ['answer', '--field', `pin=${secret}`],
    ['run', '-'],
  ];
  for (const args of wrong) {
    const { code, stdout, stderr } = await user.run(args, { input: 'text' });
    expect([args, code, stdout.length]).toEqual([args, 2, 0]);
    expect(stderr).toMatch(/^sotto: [^\n]+\n$/);
    expect(stderr).not.toMatch(/4DwuXw|\n {4}at /);
  }
});

test('without a server the error asks for one', async () => {
  using nowhere = newUser();
  const { code, stderr } = await nowhere.run(['send'], { input: 'text' });
  expect([code, stderr]).toEqual([
    2,
    'sotto: No server was given. Add --server https://secrets.example, or set SOTTO_SERVER.\n',
  ]);
});

test('terms that the server does not allow are named: code 6', async () => {
  writeFileSync(join(user.home, 'large'), Buffer.alloc(2_000_000));
  const refused = [
    await user.run(['send', '--expires', '2d'], { input: 'x' }),
    await user.run(['send', '--views', '4'], { input: 'x' }),
    await user.run(['send', 'large']),
    await user.run(['ask', 'x', '--stays', '2d']),
  ];
  expect(refused.map(({ code }) => code)).toEqual([6, 6, 6, 6]);
  expect(refused.map(({ stderr }) => stderr).join('')).toMatch(
    /at most 1d.+--expires.+at most 3.+--views.+at most 1.0 MB in files.+at most 1d.+--stays/s,
  );
});

test('a right password exits with 0, a wrong one and a lock with 4', async () => {
  const seal = ['send', '--password-file', 'password', '--views', '2'];
  const link = (await user.run(seal, { cwd: user.home, input: 'guarded' })).stdout;
  const open = (file: string) => user.run(['open', '--password-file', file], { cwd: user.home, input: link });
  expect((await open('password')).stdout.toString()).toBe('guarded');
  for (let attempt = 0; attempt < 5; attempt++) expect((await open('wrong')).code).toBe(4);
  const locked = await open('password');
  expect([locked.code, locked.stdout.length]).toEqual([4, 0]);
  expect(locked.stderr).toContain('locked');
  expect(
    (await user.run(['open'], { input: (await user.run(seal, { cwd: user.home, input: 'x' })).stdout })).code,
  ).toBe(2);
});

test('an unreachable server: code 5', async () => {
  const link = (await user.run(['send'], { input: 'x' })).stdout.toString();
  const unreachable = link.replace(new URL(server.url).host, 'localhost:1');
  const { code, stderr } = await user.run(['open'], { input: unreachable });
  expect([code, stderr]).toEqual([
    5,
    'sotto: The server cannot be reached. Check the address and your network, then try again.\n',
  ]);
});

test.each<[string, (path: string, answer: Buffer) => Buffer]>([
  ['a page', () => Buffer.from('<!doctype html>')],
  ['JSON of another form', () => Buffer.from('{"serverTime":"now"}')],
  ['an endless reply', () => Buffer.alloc(1_000_000, '[')],
])('a server that replies with %s gets nothing and is not a Sotto server: code 5', async (_what, change) => {
  const url = await between((_path, answer) => change(_path, answer));
  const sent = await user.run(['send', '--server', url], { input: 'needle' });
  expect([sent.code, sent.stdout.length, sent.stderr.includes('not a Sotto server')]).toEqual([5, 0, true]);
});

test('a server with another preamble is detected before the password is asked for: code 7', async () => {
  const link = (
    await user.run(['send', '--password-file', 'password'], { cwd: user.home, input: 'x' })
  ).stdout.toString();
  const asked: string[] = [];
  const url = await answering(({ url: path = '' }, response) => {
    asked.push(path);
    const preamble = Buffer.alloc(83, 1).toString('base64url');
    const description = {
      state: 'live',
      createdAt: 1,
      expiresAt: 4_000_000_000,
      maxViews: 1,
      viewsLeft: 1,
      openedAt: [],
      resumable: false,
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ...description, preamble }));
  });
  const opened = await user.run(['open'], { input: link.replace(server.url, url) });
  expect([opened.code, opened.stdout.length, asked.map((path) => path.split('/').at(-1))]).toEqual([
    7,
    0,
    ['describe'],
  ]);
});

test('a token from a file or the environment is sent only to create something; a malformed one is never sent', async () => {
  writeFileSync(join(user.home, 'token'), 'sotto_first\n');
  writeFileSync(join(user.home, 'no-token'), 'zwei Wörter\n');
  const seen: (string | undefined)[] = [];
  const url = await answering((asked, response) => {
    void (async () => {
      if (asked.method === 'PUT') seen.push(asked.headers.authorization);
      const real = asked.method === 'PUT' ? undefined : await fetch(`${server.url}api/config`);
      const problem = JSON.stringify({ type: 'urn:sotto:error:token-required', status: 401, code: 'token-required' });
      response.writeHead(real?.status ?? 401, {
        'content-type': real ? 'application/json' : 'application/problem+json',
      });
      response.end(real ? Buffer.from(await real.arrayBuffer()) : problem);
    })();
  });
  const use = { input: 'x', cwd: user.home };
  const refused = await user.run(['send', '--server', url, '--token-file', 'token'], use);
  await user.run(['send', '--server', url], { ...use, env: { SOTTO_TOKEN_FILE: 'token' } });
  await user.run(['ask', 'x', '--server', url], { ...use, env: { SOTTO_TOKEN: 'sotto_second' } });
  expect([refused.code, refused.stderr.includes('does not accept this token')]).toEqual([6, true]);
  const none = await user.run(['send', '--server', url], use);
  expect([none.code, none.stderr.includes('--token-file')]).toEqual([6, true]);
  expect(seen).toEqual(['Bearer sotto_first', 'Bearer sotto_first', 'Bearer sotto_second', undefined]);
  const odd = await user.run(['send', '--server', url, '--token-file', 'no-token'], use);
  expect([odd.code, odd.stderr.includes('Wörter'), seen.length]).toEqual([2, false, 4]);
});

test('a service ignores the settings of the terminal', async () => {
  const settings = { SOTTO_SERVER: 'https://secrets.example', SOTTO_TOKEN: 'x', SOTTO_TOKEN_FILE: 'y' };
  const another = await startServer({ settings });
  await another.stop();
});

test('a password file that is not UTF-8 is refused; a byte order mark is not part of a password', async () => {
  writeFileSync(join(user.home, 'latin-1'), Buffer.from('p\xe4ss', 'latin1'));
  writeFileSync(join(user.home, 'utf-16'), Buffer.from('\uFEFFpäss', 'utf16le'));
  writeFileSync(join(user.home, 'with-mark'), '\uFEFFpäss\n');
  const refused = await user.run(['send', '--password-file', 'latin-1'], { input: 'text' });
  expect(refused).toMatchObject({ code: 2, stdout: Buffer.from('') });
  expect(refused.stderr).toBe(
    'sotto: The password cannot be read: latin-1 is not UTF-8: byte 0xE4 at offset 1. Save it as UTF-8.\n',
  );
  const sent = await user.run(['send', '--views', '2', '--password-file', 'utf-16'], { input: 'text' });
  const opened = await user.run(['open', '--password-file', 'with-mark'], { input: sent.stdout });
  expect(opened.stdout.toString()).toBe('text');
});

test('a pipe as a file is waited for, and a signal ends the wait', async () => {
  const pipe = join(user.home, 'pipe');
  execFileSync('mkfifo', ['-m', '600', pipe]);
  const uses = [
    { args: ['send', '--password-file', 'pipe'], env: {} },
    { args: ['send', '--token-file', 'pipe'], env: {} },
    { args: ['ask', 'x', '--instructions-file', 'pipe'], env: {} },
    { args: ['send'], env: { SOTTO_HEADERS_FILE: 'pipe' } },
  ];
  for (const { args, env } of uses) {
    const running = user.start(args, { input: 'text', env });
    // This opens as soon as the command opens its end. A command that ends before that has failed.
    const writer = await Promise.race([open(pipe, 'w'), running.ended.then(({ stderr }) => stderr)]);
    if (typeof writer === 'string') throw new Error(`The command ended: ${writer}`);
    running.child.kill('SIGTERM');
    expect((await running.ended).code, args.join(' ')).toBe(143);
    await writer.close();
  }
  const sending = user.start(['send', '--views', '1', '--password-file', 'pipe'], { input: 'text' });
  const writer = await open(pipe, 'w');
  await writer.writeFile('pass phrase\n');
  await writer.close();
  const link = (await sending.ended).stdout;
  const opened = await user.run(['open', '--password-file', 'password'], { input: link });
  expect(opened.stdout.toString()).toBe('text');
});

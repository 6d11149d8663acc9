import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findNode } from '#e2e/fixtures/find-node.ts';
import { openMailbox } from '#e2e/fixtures/mailbox.ts';
import type { Mailbox } from '#e2e/fixtures/mailbox.ts';
import { freePort } from '#e2e/fixtures/free-port.ts';
import { MemberBrowser } from '#e2e/fixtures/member-browser.ts';
import { startMemberService } from '#e2e/fixtures/member-service.ts';
import type { MemberService } from '#e2e/fixtures/member-service.ts';
import { startServer } from '#e2e/fixtures/server.ts';
import type { Server } from '#e2e/fixtures/server.ts';
import { newUser } from '#e2e/fixtures/terminal.ts';

const root = join(import.meta.dirname, '../..');
const execute = promisify(execFile);
let server: Server;
let mailbox: Mailbox;
let members: MemberService;
let project: string;
const examples = new Map<string, string>();

/** The project of a user of the library: empty except for the built package and the examples in its README. */
beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'sotto-library-'));
  const installed = join(project, 'node_modules/sotto');
  mkdirSync(installed, { recursive: true });
  copyFileSync(join(root, 'package.json'), join(installed, 'package.json'));
  await execute(process.execPath, [join(root, 'scripts/build-library.ts'), join(installed, 'dist/client')]);
  const readme = readFileSync(join(root, 'client/README.md'), 'utf8');
  for (const [, name = '', code = ''] of readme.matchAll(/<!-- (\S+) -->\n+```js\n(.*?)```/gs)) {
    examples.set(name, code);
    writeFileSync(join(project, name), code);
  }
  mailbox = await openMailbox();
  server = await startServer({ settings: mailbox.settings });
  members = await startMemberService({});
}, 120_000);
afterAll(async () => {
  await mailbox[Symbol.asyncDispose]();
  await server.stop();
  await members.stop();
  rmSync(project, { recursive: true });
});

const PASSWORD = 'pass phrase';

const runWith =
  (node: string) =>
  async (name: string, ...args: string[]): Promise<string> => {
    const env = { PATH: process.env['PATH'], SOTTO_SERVER: server.url, PASSWORD };
    return (await execute(node, [name, ...args], { cwd: project, env })).stdout;
  };

test('every example in the README is run here', () => {
  const readme = readFileSync(join(root, 'client/README.md'), 'utf8');
  expect([...examples.keys()]).toEqual([
    ...['send.mjs', 'open.mjs', 'send-to-people.mjs', 'open-with-code.mjs', 'members.mjs', 'check-notice.mjs'],
    ...['send-file.mjs', 'open-files.mjs', 'request.mjs'],
  ]);
  expect(readme.match(/^```/gm)).toHaveLength(2 * examples.size + 2);
});

describe.each([20, 24])('with Node %i, the examples of the README work as they are written', (major) => {
  let runs: ReturnType<typeof runWith>;
  beforeAll(async () => {
    runs = runWith(await findNode(major));
  });

  test('a text is shared and opened', async () => {
    const link = (await runs('send.mjs')).trim();
    expect(await runs('open.mjs', link)).toBe('hunter2\n');
    await expect(runs('open.mjs', link)).rejects.toThrow('This share has ended: spent');
  });

  test('a member sends to members, opens it, and sees who opened it', async () => {
    const { url } = members.server;
    const session = await new MemberBrowser(url).terminalText('ben');
    const env = { PATH: process.env['PATH'], SOTTO_SERVER: url, SESSION: session };
    const { stdout } = await execute(await findNode(major), ['members.mjs'], { cwd: project, env });
    const lines = [
      'From ben@example.org, who sees that ben@example.org opened it.',
      'hunter2',
      'ben@example.org (address)',
    ];
    expect(stdout).toBe(`${lines.join('\n')}\n`);
    const without = execute(await findNode(major), ['members.mjs'], { cwd: project, env: { ...env, SESSION: '' } });
    await expect(without).rejects.toThrow();
  });

  test('a secret with a password from the terminal is opened', async () => {
    using user = newUser(server.url);
    writeFileSync(join(user.home, 'password'), PASSWORD);
    const sent = await user.run(['send', '--password-file', 'password'], { input: 'from the terminal' });
    expect(await runs('open.mjs', sent.stdout.toString().trim())).toBe('from the terminal\n');
  });

  test('a secret for named people is opened with the code from the mail', async () => {
    const [anna, bob] = [`anna@node${major}.example`, `bob@node${major}.example`];
    const [link = '', ...people] = (await runs('send-to-people.mjs', anna, bob)).trim().split('\n');
    expect(people).toEqual([`${anna} 0 false 3600`, `${bob} 0 true 3600`]);
    const child = spawn(await findNode(major), ['open-with-code.mjs', link, anna], { cwd: project });
    const out = child.stdout.setEncoding('utf8').toArray();
    child.stdin.end(`${await mailbox.codeTo(anna)}\n`);
    const [code] = (await once(child, 'close')) as [number];
    expect([code, (await out).join('')]).toEqual([0, expect.stringMatching(/^The mail shows \w{4}\.\n.*hunter2\n$/s)]);
  });

  test('a signed notice is accepted, and others are not', async () => {
    const secret = randomBytes(32);
    const port = await freePort();
    const env = { PATH: process.env['PATH'], PORT: String(port), WEBHOOK_SECRET: `whsec_${secret.toString('base64')}` };
    const child = spawn(await findNode(major), ['check-notice.mjs'], { cwd: project, env });
    try {
      await once(child.stdout, 'data');
      const body = '{"type":"share.opened"}';
      const send = async (time: number, key: Uint8Array) => {
        const mac = createHmac('sha256', key).update(`msg_1.${time}.${body}`).digest('base64');
        const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(time), 'webhook-signature': `v1,${mac}` };
        return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body })).status;
      };
      const now = Math.floor(Date.now() / 1000);
      expect(await send(now, secret)).toBe(204);
      expect(await send(now, randomBytes(32))).toBe(403);
      expect(await send(now - 600, secret)).toBe(403);
    } finally {
      child.kill();
    }
  });

  test('a file is shared and fetched', async () => {
    const bytes = randomBytes(3_000_000);
    writeFileSync(join(project, 'key.bin'), bytes);
    const link = (await runs('send-file.mjs', 'key.bin')).trim();
    expect(await runs('open-files.mjs', link)).toBe(`key.bin ${createHash('sha256').update(bytes).digest('hex')}\n`);
  });

  test('a request is created, answered and read', async () => {
    expect(await runs('request.mjs')).toBe("The staging key [ { name: 'key', value: 'hunter2' } ]\ntrue\n");
  });
});

test('its types are complete for a strict TypeScript project without our sources', async () => {
  const compilerOptions = {
    ...{ target: 'ES2022', module: 'NodeNext', strict: true, noEmit: true, skipLibCheck: false },
    ...{ lib: ['ES2023', 'DOM', 'DOM.AsyncIterable'], types: ['node'], allowJs: true, checkJs: true },
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.mjs'] }));
  mkdirSync(join(project, 'node_modules/@types'));
  for (const name of ['@types/node', 'undici-types']) {
    symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name));
  }
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  await expect(execute(process.execPath, [tsc, '-p', project])).resolves.toMatchObject({ stdout: '' });
});

test('no function that takes its randomness from a caller is exported', async () => {
  const names = Object.keys((await import(join(project, 'node_modules/sotto/dist/client/index.js'))) as object);
  expect(names).toContain('shareSecret');
  expect(names.filter((name) => /With$/.test(name))).toEqual([]);
});

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { makeFreshClone } from '#e2e/fixtures/fresh-clone.ts';
import { CTRL_C, CTRL_D, ENTER, newUser } from '#e2e/fixtures/terminal.ts';

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
const [start = '', checks, use = '', link = '', operate = '', ...others] = [
  ...readme.matchAll(/^```sh\n(.*?)\n```$/gms),
].map(([, block = '']) => block);

const MINUTE = 60_000;
const SECRET = 'DATABASE_URL=postgres://app:pw@db.example/app';

test('every block of commands in the README is tried below, except the tests', () => {
  expect(checks).toBe('npm ci && npm test');
  expect([start, use, link, operate].filter((block) => block === '')).toEqual([]);
  expect(others).toEqual([]);
});

test.concurrent.each([20, 24])(
  'with Node %i, the commands of the README work as written in a fresh clone',
  async (major) => {
    await using clone = await makeFreshClone(major);
    using user = newUser();
    const types = (block: string, env = clone.env) => user.script(block, { cwd: clone.folder, env });
    const answers = async (path: string) => (await fetch(`http://localhost:${clone.port}${path}`)).status;

    const serving = types(start);
    await serving.says('Listening on http://localhost:3000/');
    expect(await clone.changes()).toBe('');
    expect(await answers('/')).toBe(200);

    // Without the registry and with an empty cache, npx can run only this checkout.
    const offline = { npm_config_offline: 'true', npm_config_cache: join(user.home, 'empty-cache') };
    const sharing = types(use, { ...clone.env, ...offline });
    await sharing.says('Ctrl+D on an empty line');
    sharing.type(`${SECRET}${ENTER}${CTRL_D}`);
    for (const times of [1, 2]) {
      await sharing.says('Link:', times);
      sharing.type(`${/http:\/\/localhost:3000\/s\/\w+#\w{50}/.exec(sharing.screen())?.[0] ?? 'no link'}${ENTER}`);
      await sharing.says('Open it now?', times);
      sharing.type(ENTER);
    }
    expect((await sharing.ended).code).toBe(0);
    // `open` writes the text, and `printenv` its value.
    expect(sharing.screen()).toMatch(/DATABASE_URL=(postgres:\S+)\r\n[^]*\r\n\1\r\n/);

    const linking = types(link);
    expect((await linking.ended).code).toBe(0);
    expect(await clone.changes()).toBe('');
    const sotto = await promisify(execFile)(join(clone.linked, 'sotto'), ['help'], { cwd: user.home, env: clone.env });
    expect(sotto.stdout).toContain('Usage: sotto COMMAND');

    serving.type(CTRL_C);
    await serving.ended;
    const operating = types(operate);
    await operating.says('Public address: https://example.org/secrets/');
    expect(await answers('/secrets/')).toBe(200);
    operating.type(CTRL_C);
    await operating.ended;
  },
  10 * MINUTE,
);

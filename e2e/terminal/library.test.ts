import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer } from '#e2e/fixtures/server.ts';
import type { Server } from '#e2e/fixtures/server.ts';
import { newUser } from '#e2e/fixtures/terminal.ts';

const root = join(import.meta.dirname, '../..');
const execute = promisify(execFile);
let server: Server;
let project: string;
const examples = new Map<string, string>();

/** The project of a user of the library: empty except for the built package and the examples in its README. */
beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'sotto-library-'));
  const installed = join(project, 'node_modules/sotto');
  mkdirSync(installed, { recursive: true });
  copyFileSync(join(root, 'package.json'), join(installed, 'package.json'));
  await execute(process.execPath, [join(root, 'scripts/build-library.ts'), join(installed, 'dist/client')]);
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  const readme = readFileSync(join(root, 'client/README.md'), 'utf8');
  for (const [, name = '', code = ''] of readme.matchAll(/<!-- (\S+)\.ts -->\n+```ts\n(.*?)```/gs)) {
    examples.set(name, code);
    writeFileSync(join(project, `${name}.ts`), code);
    writeFileSync(join(project, `${name}.js`), stripTypeScriptTypes(code));
  }
  server = await startServer();
}, 120_000);
afterAll(async () => {
  await server.stop();
  rmSync(project, { recursive: true });
});

async function runs(name: string, ...args: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], SOTTO_SERVER: server.url };
  return (await execute(process.execPath, [`${name}.js`, ...args], { cwd: project, env })).stdout;
}

test('every example in the README is run here', () => {
  const readme = readFileSync(join(root, 'client/README.md'), 'utf8');
  expect([...examples.keys()]).toEqual(['send', 'open', 'send-file', 'open-files', 'request']);
  expect(readme.match(/```ts/g)).toHaveLength(examples.size);
});

test('a text is shared and opened as the README says, in plain JavaScript', async () => {
  const link = (await runs('send')).trim();
  expect(await runs('open', link)).toBe('hunter2\n');
  await expect(runs('open', link)).rejects.toThrow('This share has ended: spent');
});

test('the library opens a secret from the terminal', async () => {
  using user = newUser(server.url);
  const sent = await user.run(['send'], { input: 'from the terminal' });
  expect(await runs('open', sent.stdout.toString().trim())).toBe('from the terminal\n');
});

test('a file is shared and fetched as the README says', async () => {
  const bytes = randomBytes(3_000_000);
  writeFileSync(join(project, 'key.bin'), bytes);
  const link = (await runs('send-file', 'key.bin')).trim();
  expect(await runs('open-files', link)).toBe(`key.bin ${createHash('sha256').update(bytes).digest('hex')}\n`);
});

test('a request is created, answered and read as the README says', async () => {
  expect(await runs('request')).toBe("The staging key [ { name: 'key', value: 'hunter2' } ]\ntrue\n");
});

test('its types are complete for a strict TypeScript project without our sources', async () => {
  const compilerOptions = {
    ...{ target: 'ES2022', module: 'NodeNext', strict: true, noEmit: true, skipLibCheck: false },
    ...{ lib: ['ES2023', 'DOM', 'DOM.AsyncIterable'], types: ['node'], allowImportingTsExtensions: true },
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
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

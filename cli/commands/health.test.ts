import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localAddress } from './health.ts';
import { runHere } from '#cli/testing/run-here.ts';

test('without an address it checks where the settings, and those in the file, say that the service is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-health-'));
  const asked: (string | undefined)[] = [];
  const server = createServer(({ url }, response) => {
    asked.push(url);
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [file, missing] = [join(folder, 'sotto.env'), 'SOTTO_BRAND_LOGO=/nowhere/logo.svg\n'];
  writeFileSync(file, `SOTTO_PORT=${port}\nSOTTO_HOST=0.0.0.0\nSOTTO_PUBLIC_URL=https://example.org/a/\n${missing}`);
  try {
    expect(await runHere(['health'], { SOTTO_CONFIG_FILE: file })).toEqual({ code: 0, out: '', err: '' });
    expect(asked).toEqual(['/a/healthz']);
    // A missing picture keeps the service from starting, but does not concern a health check.
    expect(await runHere(['config'], { SOTTO_CONFIG_FILE: file })).toMatchObject({ code: 1, out: '' });
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ['0.0.0.0', 'http://127.0.0.1:3000/'],
  ['::', 'http://[::1]:3000/'],
  ['fe80::1', 'http://[fe80::1]:3000/'],
  ['localhost', 'http://localhost:3000/'],
])('a service that listens on %s is checked at %s', (host, address) => {
  expect(localAddress({ host, port: 3000, basePath: '/' })).toBe(address);
});

test('a service is checked at an address with an interface', async () => {
  const interfaces = Object.entries(networkInterfaces());
  const [name] = interfaces.find(([, all = []]) => all.some(({ address }) => address === '::1')) ?? [];
  const host = name === undefined ? '127.0.0.1' : `::1%${name}`;
  const server = createServer((_asked, response) => response.end()).listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const here = { SOTTO_HOST: host, SOTTO_PORT: String(port) };
  expect(await runHere(['health'], here)).toEqual({ code: 0, out: '', err: '' });
  server.close();
  await once(server, 'close');
  expect(await runHere(['health'], here)).toMatchObject({
    code: 1,
    err: expect.stringContaining(host) as string,
  });
});

test('a service on a Unix socket is checked there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-health-'));
  const path = join(folder, 'sotto.sock');
  const here = { SOTTO_LISTEN: `unix:${path}`, SOTTO_PUBLIC_URL: 'https://example.org/a/' };
  const asked: (string | undefined)[] = [];
  const server = createServer(({ url }, response) => {
    asked.push(url);
    response.end();
  }).listen(path);
  await once(server, 'listening');
  expect(await runHere(['health'], here)).toEqual({ code: 0, out: '', err: '' });
  expect(asked).toEqual(['/a/healthz']);
  server.close();
  await once(server, 'close');
  const gone = await runHere(['health'], here);
  rmSync(folder, { recursive: true });
  expect(gone).toEqual({ code: 1, out: '', err: `sotto: No reply from /a/healthz at ${path}.\n` });
});

test('wrong settings are reported, and a second address is refused', async () => {
  expect(await runHere(['health'], { SOTTO_PORT: 'http' })).toMatchObject({
    code: 1,
    err: expect.stringContaining('SOTTO_PORT must be') as string,
  });
  expect(await runHere(['health', 'a', 'b'])).toMatchObject({
    code: 2,
    err: 'sotto: There are too many arguments. See sotto health --help.\n',
  });
});

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseHeaders, readHeadersFile } from './headers-file.ts';
import { transportTo } from './transport.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotto-headers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ORIGIN = 'https://sotto.example';

function fileOf(content: string | Uint8Array, mode = 0o600): string {
  const file = join(folder, 'headers');
  writeFileSync(file, content);
  chmodSync(file, mode);
  return file;
}

const failure = async (work: () => unknown): Promise<unknown> => {
  try {
    return await work();
  } catch (error) {
    return error;
  }
};

test('a file has an origin, then one header per line; comments, empty lines, CRLF and a byte order mark are ignored', async () => {
  const file = fileOf(
    `\uFEFF# für das Tor\r\n${ORIGIN}/\r\n\r\nCookie: a=b; c="d e"\r\n# x\r\nCF-Access-Client-Id:  id.access \r\n`,
  );
  expect(await readHeadersFile(file)).toEqual({
    origin: ORIGIN,
    headers: { cookie: 'a=b; c="d e"', 'cf-access-client-id': 'id.access' },
  });
});

test('headers go to exactly one origin', async () => {
  const env = { SOTTO_HEADERS_FILE: fileOf(`${ORIGIN}\nAuthorization: Basic x\n`) };
  const headersFor = async (address: string) => (await transportTo(env, address)).headers;
  expect(await headersFor('https://sotto.example/a/')).toEqual({ authorization: 'Basic x' });
  for (const address of [
    'https://evil.example/',
    'http://sotto.example/',
    'https://sotto.example:8443/',
    'https://a.sotto.example/',
    'https://sotto.example.evil.example/',
  ]) {
    expect(await headersFor(address), address).toBeUndefined();
  }
});

const refusedNames = [
  ...['Host', 'Content-Length', 'content-type', 'Transfer-Encoding', 'Connection', 'Keep-Alive', 'Upgrade', 'TE'],
  ...[
    'Trailer',
    'Expect',
    'Proxy-Authorization',
    'Proxy-Connection',
    'Forwarded',
    'X-Forwarded-For',
    'x-forwarded-host',
  ],
  ...['X-FORWARDED-PROTO', 'X-Real-IP', 'Via', 'Accept', 'Range', 'If-None-Match', 'Origin', 'Sec-Fetch-Site'],
  ...['Sotto-Answer', 'Sotto-Token', 'HTTP2-Settings', 'X-Original-URL'],
  // Some servers treat `_` as `-`.
  ...['X_Forwarded_For', 'Content_Length', 'transfer_encoding', 'Sotto_Token', 'X_Real-IP', 'Keep_Alive'],
  ...['True-Client-IP', 'CF-Connecting-IP', 'Client-IP', 'X-Cluster-Client-IP'],
];

test.each(refusedNames)('the header %s is refused with its line number, without repeating its value', async (name) => {
  const error = await failure(() => parseHeaders(`${ORIGIN}\n\n${name}: hunter2\n`));
  expect(error).toMatchObject({
    name: 'Failure',
    exit: 'misused',
    message: expect.stringContaining('Line 3') as string,
  });
  expect(String(error)).not.toContain('hunter2');
});

test.each([
  ['a bare carriage return', 'Cookie: hunter2\rX-Forwarded-For: hunter2'],
  ['NUL', 'Cookie: hunter2\0'],
  ['an escape', 'Cookie: \u001B[2Jhunter2'],
  ['a letter beyond ASCII', 'Cookie: hunter2ü'],
  ['a line separator', 'Cookie: hunter2\u2028'],
  ['a continued line', ' hunter2'],
  ['no colon', 'Cookie hunter2'],
  ['a space before the colon', 'Cookie : hunter2'],
  ['no name', ': hunter2'],
  ['no value', 'Cookie:   '],
])('%s is refused with its line number', async (_name, line) => {
  const error = await failure(() => parseHeaders(`${ORIGIN}\n${line}\n`));
  expect(error).toMatchObject({ exit: 'misused', message: expect.stringContaining('Line 2') as string });
  expect(String(error)).not.toContain('hunter2');
});

test.each([
  'Cookie: hunter2',
  'sotto.example',
  'ftp://sotto.example',
  'https://sotto.example/path',
  'https://sotto.example?x',
  'https://me:hunter2@sotto.example',
  'https://sotto.example https://evil.example',
  'https://sötto.example',
  'http://sotto.example',
])('the first line %s is refused, because it is not an origin', async (line) => {
  const error = await failure(() => parseHeaders(`${line}\nCookie: x\n`));
  expect(error).toMatchObject({ name: 'Failure', exit: 'misused' });
  expect(String(error)).not.toContain('hunter2');
});

test.each([
  ['HTTPS://Sotto.Example', ORIGIN],
  ['https://sotto.example:443/', ORIGIN],
  ['http://[::1]:80', 'http://[::1]'],
])('the first line %s is the origin %s', (line, origin) => {
  expect(parseHeaders(`${line}\nCookie: x\n`).origin).toBe(origin);
});

test('headers that are too long for a server are refused before sending', async () => {
  expect(parseHeaders(`${ORIGIN}\nCookie: ${'x'.repeat(11_000)}`).headers['cookie']).toHaveLength(11_000);
  const many = Array.from({ length: 2000 }, (_, at) => `X-${at}: 1`).join('\n');
  for (const headers of [`Cookie: ${'hunter2'.repeat(2000)}`, many]) {
    const error = await failure(() => parseHeaders(`${ORIGIN}\n${headers}`));
    expect(error).toMatchObject({ exit: 'misused', message: expect.stringContaining('at most 12,000') as string });
    expect(String(error)).not.toContain('hunter2');
  }
});

test('plain http is allowed only for this machine', () => {
  expect(parseHeaders('http://localhost:3000\nCookie: x').origin).toBe('http://localhost:3000');
});

test('a repeated name and a file without headers are refused', async () => {
  const twice = `${ORIGIN}\nCookie: a\ncookie: b\n`;
  expect(await failure(() => parseHeaders(twice))).toMatchObject({
    message: expect.stringContaining('Line 3') as string,
  });
  for (const text of ['', '\n\n', ORIGIN])
    expect(await failure(() => parseHeaders(text))).toMatchObject({ exit: 'misused' });
  expect(parseHeaders(`${ORIGIN}\n__proto__: x`).headers).toEqual(Object.fromEntries([['__proto__', 'x']]));
});

test.for([0o640, 0o604, 0o620, 0o602, 0o660, 0o777])(
  'a file of mode %o is refused, because others may read or change it',
  async (mode) => {
    const error = await failure(() => readHeadersFile(fileOf(`${ORIGIN}\nCookie: hunter2\n`, mode)));
    expect(String(error)).toContain('chmod 600');
    expect(String(error)).not.toContain('hunter2');
  },
);

test('UTF-16 with a byte order mark is read, and another encoding is refused with the reason', async () => {
  const text = `\uFEFF${ORIGIN}\r\nCookie: a=b\r\n`;
  for (const bytes of [Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()]) {
    expect((await readHeadersFile(fileOf(bytes))).headers).toEqual({ cookie: 'a=b' });
  }
  const latin = await failure(() => readHeadersFile(fileOf(Buffer.from(`${ORIGIN}\nCookie: \xe4`, 'latin1'))));
  expect(String(latin)).toContain('is not UTF-8: byte 0xE4');
});

test('a file that cannot be read is refused with the reason', async () => {
  mkdirSync(join(folder, 'a-folder'), { mode: 0o700 });
  for (const file of [join(folder, 'nowhere'), join(folder, 'a-folder'), fileOf(Uint8Array.of(0xff, 0xfe, 0x41))]) {
    expect(await failure(() => readHeadersFile(file)), file).toMatchObject({ name: 'Failure', exit: 'misused' });
  }
  expect(await failure(() => readHeadersFile(fileOf('x'.repeat(70_000))))).toMatchObject({ exit: 'misused' });
});

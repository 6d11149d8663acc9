import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseConfig } from '#server/config/parse-config.ts';

/** The files for several processes must agree with each other, with those for one, and with the program. */
const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');
const [compose, garage, unit, single, nginx] = [
  read('compose.scale.yaml'),
  read('garage.toml'),
  read('sotto@.service'),
  read('sotto.service'),
  read('nginx.two.conf'),
];

const values = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, value = '']) => value);

/** `NAME: value` in the part that both processes share, without secrets, which are in files. */
function composed(): Record<string, string> {
  const lines = values(compose.slice(0, compose.indexOf('services:')), /^ {4}(SOTTO_\w+: .+)$/gm);
  const settings = lines.map((line) => line.replace(/'/g, '').split(': '));
  return Object.fromEntries(settings) as Record<string, string>;
}

const secrets = {
  SOTTO_DATABASE_URL: 'postgres://sotto:x@postgres/sotto',
  SOTTO_S3_ACCESS_KEY: 'GK0',
  SOTTO_S3_SECRET_KEY: '0',
};
const withoutFiles = (settings: Record<string, string>) =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => !name.endsWith('_FILE')));

test('the compose file gives both processes settings that the program accepts', () => {
  const given = composed();
  const files = Object.keys(given).filter((name) => name.endsWith('_FILE'));
  expect(files.map((name) => name.replace(/_FILE$/, ''))).toEqual([
    'SOTTO_DATABASE_URL',
    'SOTTO_SERVER_KEY',
    'SOTTO_S3_ACCESS_KEY',
    'SOTTO_S3_SECRET_KEY',
  ]);
  const site = { SOTTO_PUBLIC_URL: 'https://example.org/' };
  const config = parseConfig({ ...withoutFiles(given), ...secrets, ...site, SOTTO_DATA_DIR: '/data' });
  expect(config.keysDir).toBe('/keys');
  expect(config.s3).toMatchObject({ bucket: 'sotto', region: values(garage, /^s3_region = "(.+)"$/gm)[0] });
  expect(compose).toContain("volumes: ['keys:/keys']");
  const port = values(garage, /^api_bind_addr = ".+:(\d+)"$/gm)[0];
  expect(given['SOTTO_S3_URL']).toBe(`http://objects:${port}`);
  expect(values(compose, /^ {2}(sotto-\d): \*sotto$/gm)).toEqual(['sotto-1', 'sotto-2']);
  expect(values(compose, /SOTTO_UPSTREAM_\d: (.+):3000$/gm)).toEqual(['sotto-1', 'sotto-2']);
});

test('each secret that a service of the compose file names has a file', () => {
  const named = values(compose, /^ +secrets: \[(.+)\]$/gm).flatMap((list) => list.split(', '));
  const files = values(compose, /^ {2}([\w-]+): \{ file: \.\/secrets\/\1 \}$/gm);
  expect(new Set(named)).toEqual(new Set(files));
  const read = values(compose, /: \/run\/secrets\/([\w-]+)$/gm);
  expect(new Set(read)).toEqual(new Set(files));
});

test('the unit of several processes has settings that the program accepts', () => {
  const inUnit = values(unit.replaceAll('%i', '1'), /^Environment=(.+)$/gm).flatMap((line) => line.split(' '));
  const inFile = read('scale.env')
    .split('\n')
    .filter((line) => line.startsWith('SOTTO_'));
  const settings = Object.fromEntries([...inFile, ...inUnit].map((pair) => pair.split('='))) as Record<string, string>;
  const config = parseConfig({ ...withoutFiles(settings), ...secrets });
  expect(config.socketPath).toBe('/run/sotto-1/sotto.sock');
  expect(nginx).toContain('server unix:/run/sotto-1/sotto.sock');
  expect(values(unit, /^RuntimeDirectory=(.+)$/gm)).toEqual(['sotto-%i']);
  expect(values(unit, /^ReadWritePaths=(.+)$/gm)).toEqual([config.keysDir]);
  expect(values(unit, /^RequiresMountsFor=(.+)$/gm)).toEqual([config.keysDir]);
  const credentials = values(unit, /^LoadCredential=([\w-]+):/gm);
  expect(values(unit.replaceAll(' SOTTO_', '\nSOTTO_'), /_FILE=%d\/(.+)$/gm)).toEqual(credentials);
});

test('the unit of several processes is as restricted as that of one', () => {
  const restrictions = single.slice(single.indexOf('# A core dump'), single.indexOf('[Install]'));
  expect(restrictions.length).toBeGreaterThan(500);
  expect(unit).toContain(restrictions);
});

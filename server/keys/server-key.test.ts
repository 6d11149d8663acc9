import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfig } from '#server/config/parse-config.ts';
import { openServerKey } from './server-key.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'sotto-server-key-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const config = (env: Record<string, string> = {}) => parseConfig({ SOTTO_DATA_DIR: folder, ...env });
const postgres = { SOTTO_DATABASE_URL: 'postgres://user:password@localhost/sotto' };

test('the first start makes a key for its own user, and every later start reads it', async () => {
  const key = await openServerKey(config());
  expect(key).toHaveLength(32);
  expect(readdirSync(folder)).toEqual(['server.key']);
  expect(statSync(join(folder, 'server.key')).mode & 0o777).toBe(0o600);
  expect(await openServerKey(config())).toEqual(key);
});

test('processes that start together get one key', async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, () => openServerKey(config())));
  expect(new Set(keys.map((key) => Buffer.from(key ?? []).toString('hex'))).size).toBe(1);
  expect(readdirSync(folder)).toEqual(['server.key']);
});

test('a damaged key stops the start and is not replaced', async () => {
  writeFileSync(join(folder, 'server.key'), 'short');
  await expect(openServerKey(config())).rejects.toThrow('has 5 bytes, not 32');
  expect(readFileSync(join(folder, 'server.key'), 'utf8')).toBe('short');
});

test('with PostgreSQL the operator’s file is the key, and without one the service has no key', async () => {
  expect(await openServerKey(config(postgres))).toBe(undefined);
  const path = join(folder, 'shared.key');
  await expect(openServerKey(config({ ...postgres, SOTTO_SERVER_KEY_FILE: path }))).rejects.toThrow('ENOENT');
  writeFileSync(path, new Uint8Array(32).fill(7));
  expect(await openServerKey(config({ ...postgres, SOTTO_SERVER_KEY_FILE: path }))).toEqual(new Uint8Array(32).fill(7));
  expect(readdirSync(folder)).toEqual(['shared.key']);
});

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimsOf } from './claims.ts';
import type { World } from './world.ts';

const [first, second] = ['a'.repeat(43), 'b'.repeat(43)];
let home: string;
let file: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sotto-claims-'));
  mkdirSync(join(home, 'sotto/openings'), { recursive: true });
  file = join(home, 'sotto/openings/id');
});
afterEach(() => rmSync(home, { recursive: true }));

const claims = () => claimsOf({ env: { XDG_STATE_HOME: home } } as unknown as World, 'id');

test('a claim is found by the next run, until it is dropped', async () => {
  const opening = claims();
  await opening.keep(first);
  expect(await claims().find()).toBe(first);
  await opening.drop();
  expect(await claims().find()).toBeUndefined();
});

test('a process that only has the number of the one that was killed does not hide its claim', async () => {
  using other = alive();
  writeFileSync(file, `${other.pid} ${first} another-boot:1\n`);
  expect(await claims().find()).toBe(first);
});

test('neither hidden nor written over, nor dropped: the claim of an opening that still runs', async () => {
  using other = alive();
  const line = `${other.pid} ${first}\n`;
  writeFileSync(file, line);
  const beside = claims();
  expect(await beside.find()).toBeUndefined();
  await beside.keep(second);
  await beside.drop();
  expect(readFileSync(file, 'utf8')).toBe(line);
});

test('older than any opening may last, it is nobody’s', async () => {
  using other = alive();
  writeFileSync(file, `${other.pid} ${first}\n`);
  utimesSync(file, 0, 0);
  await claims().keep(second);
  expect(await claims().find()).toBe(second);
  expect(existsSync(`${file}.${process.pid}`)).toBe(false);
});

/** A process that is not this one. */
function alive(): Disposable & { readonly pid: number } {
  const child = spawn('sleep', ['60']);
  return { pid: child.pid ?? 0, [Symbol.dispose]: () => void child.kill() };
}

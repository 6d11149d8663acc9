import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runCommand } from './testing/run-command.ts';
import { lostThenRefused, notNow, serveHere } from './testing/serve-here.ts';

let service: Awaited<ReturnType<typeof serveHere>>;
let home: string;
beforeAll(async () => {
  service = await serveHere();
  home = mkdtempSync(join(tmpdir(), 'sotto-opening-'));
  for (const word of ['right', 'wrong']) writeFileSync(join(home, word), `${word}\n`);
});
beforeEach(() => {
  service.between = (_asked, go) => go();
  rmSync(join(home, 'sotto'), { recursive: true, force: true });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  rmSync(home, { recursive: true });
});

const sotto = (args: readonly string[], input?: string) =>
  runCommand(args, { XDG_STATE_HOME: home, SOTTO_SERVER: service.baseUrl }, input);
const kept = () => (existsSync(join(home, 'sotto/openings')) ? readdirSync(join(home, 'sotto/openings')) : []);
const sent = async (...args: string[]) => (await sotto(['send', ...args], 'the only one')).out.trim();

test('a view that a lost answer spent is not given up for a “not now” to the try after it', async () => {
  const link = await sent();
  service.between = lostThenRefused((line) => line.endsWith('/open'));
  expect(await sotto(['open', link])).toMatchObject({ code: 5, out: '' });
  service.between = (_asked, go) => go();
  expect(await sotto(['open', link])).toEqual({ code: 0, out: 'the only one', err: '' });
  expect(kept()).toEqual([]);
});

test('nor is it where a password is asked for, and the look whether it counted is refused', async () => {
  const link = await sent('--password-file', join(home, 'right'));
  const open = ['open', link, '--password-file', join(home, 'right')];
  let isLost = false;
  service.between = async ({ line }, go) => {
    if (!line.endsWith('/open')) return isLost ? notNow() : go();
    isLost = true;
    await go();
    throw new TypeError('fetch failed');
  };
  expect(await sotto(open)).toMatchObject({ code: 5, out: '' });
  service.between = (_asked, go) => go();
  expect(await sotto(open)).toEqual({ code: 0, out: 'the only one', err: '' });
});

test('of what is refused for good nothing is kept', async () => {
  const link = await sent('--password-file', join(home, 'right'));
  expect((await sotto(['open', link, '--password-file', join(home, 'wrong')])).code).toBe(4);
  expect(kept()).toEqual([]);
});

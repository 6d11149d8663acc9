import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { runHere } from '#cli/testing/run-here.ts';
import type { Use } from '#cli/testing/run-here.ts';
import { lostThenRefused, notNow, serveHere } from '#cli/testing/serve-here.ts';

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

const sotto = (args: readonly string[], use?: Use) =>
  runHere(args, { XDG_STATE_HOME: home, SOTTO_SERVER: service.baseUrl }, use);
const openings = () => join(home, 'sotto/openings');
const notes = () =>
  existsSync(openings()) ? readdirSync(openings()).map((name) => readFileSync(join(openings(), name), 'utf8')) : [];
const kept = () => notes().filter((note) => note.startsWith('claim'));
const sent = async (...args: string[]) => (await sotto(['send', ...args], { input: 'the only one' })).out.trim();

test('if a reply is lost and the retry is rate-limited, the claim is kept and opens later', async () => {
  const link = await sent();
  service.between = lostThenRefused((line) => line.endsWith('/open'));
  expect(await sotto(['open', link])).toMatchObject({ code: 5, out: '' });
  service.between = (_asked, go) => go();
  expect(await sotto(['open', link])).toEqual({ code: 0, out: 'the only one', err: '' });
  expect(kept()).toEqual([]);
});

test('the same holds with a password, if the check after the lost reply is rate-limited', async () => {
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

test('of two concurrent commands one opens the secret, and the other reports that this machine opened it', async () => {
  const link = await sent();
  let first: Awaited<ReturnType<typeof sotto>> | undefined;
  let isFirst = true;
  service.between = async ({ line }, go) => {
    if (line.endsWith('/open') && isFirst) {
      isFirst = false;
      first = await sotto(['open', link]);
    }
    return go();
  };
  const { code, err } = await sotto(['open', link]);
  expect(first).toMatchObject({ code: 0, out: 'the only one' });
  expect([code, err]).toEqual([3, expect.stringContaining('You opened this on this machine')]);
});

test('no claim is kept after a final refusal', async () => {
  const link = await sent('--password-file', join(home, 'right'));
  expect((await sotto(['open', link, '--password-file', join(home, 'wrong')])).code).toBe(4);
  expect(kept()).toEqual([]);
});

test.each([
  ['its only view', []],
  ['one of its views', ['--views', '2']],
])('a wrong password does not lose an interrupted opening of %s', async (_name, views) => {
  const link = await sent('--password-file', join(home, 'right'), ...views);
  const open = (word: string) => sotto(['open', link, '--password-file', join(home, word)]);
  service.between = async ({ line }, go) => {
    const reply = await go();
    if (line.endsWith('/open')) throw new TypeError('fetch failed');
    return reply;
  };
  expect(await open('right')).toMatchObject({ code: 5 });
  service.between = (_asked, go) => go();
  expect(await open('wrong')).toMatchObject({ code: 4, out: '' });
  expect(await open('right')).toEqual({ code: 0, out: 'the only one', err: '' });
  expect(kept()).toEqual([]);
  if (views.length > 0) expect(await open('right')).toMatchObject({ code: 0, out: 'the only one' });
  expect((await open('right')).code).toBe(3);
});

test.each([
  ['ENOSPC', 'The disk is full. Free some space, then run the command again.'],
  ['EDQUOT', 'Your disk quota is used up. Free some space, then run the command again.'],
  ['EPIPE', 'The output was closed before everything was written.'],
])('a failed write (%s) is explained, and the secret can be opened again', async (code, sentence) => {
  const link = await sent();
  const fault = Object.assign(new Error('write'), { code });
  expect(await sotto(['open', link], { fault })).toEqual({
    code: 1,
    out: '',
    err: `sotto: ${sentence} You can open it again on this machine for ten minutes without using another view.\n`,
  });
  expect(await sotto(['open', link])).toMatchObject({ code: 0, out: 'the only one' });
});

test('opening any secret removes claims whose lease has ended', async () => {
  const fault = Object.assign(new Error('write'), { code: 'ENOSPC' });
  expect((await sotto(['open', await sent()], { fault })).code).toBe(1);
  for (const name of readdirSync(openings())) utimesSync(join(openings(), name), 0, Date.now() / 1000 - 660);
  expect(kept()).toHaveLength(1);
  expect((await sotto(['open', await sent('--views', 'unlimited')])).code).toBe(0);
  expect(kept()).toEqual([]);
});

test('each lease renewal during a download also renews the claim on disk', async () => {
  const link = (await sotto(['send', join(home, 'right')])).out.trim();
  const claimFile = () => join(openings(), readdirSync(openings())[0] ?? '');
  const secondsOld = () => Date.now() / 1000 - statSync(claimFile()).mtimeMs / 1000;
  let renewals = 0;
  service.between = async ({ line }, go) => {
    if (line.endsWith('/renew')) {
      utimesSync(claimFile(), 1, 1);
      renewals += 1;
    }
    if (line.endsWith('/body')) await vi.waitUntil(() => renewals > 0 && secondsOld() < 60, { timeout: 60_000 });
    return go();
  };
  expect(await sotto(['open', link, '-o', join(home, 'renewed')])).toMatchObject({ code: 0 });
});

test('a failed send does not mention opening again', async () => {
  const fault = Object.assign(new Error('write'), { code: 'ENOSPC' });
  expect(await sotto(['send'], { input: 'x', fault })).toMatchObject({
    code: 1,
    err: 'sotto: The disk is full. Free some space, then run the command again.\n',
  });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { codesFor, MAILING, waitingClaims } from '#cli/testing/mailing-service.ts';
import { runHere } from '#cli/testing/run-here.ts';
import type { Ran } from '#cli/testing/run-here.ts';
import { serveHere } from '#cli/testing/serve-here.ts';

let service: Awaited<ReturnType<typeof serveHere>>;
let home: string;
beforeAll(async () => {
  service = await serveHere(MAILING);
  home = mkdtempSync(join(tmpdir(), 'sotto-code-'));
  writeFileSync(join(home, 'password'), 'right\n');
});
beforeEach(() => {
  // One sender can name one person five times a day.
  service.clock.advance(86_400);
  service.between = (_asked, go) => go();
  rmSync(join(home, 'sotto'), { recursive: true, force: true });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  rmSync(home, { recursive: true });
});

const sotto = (args: readonly string[], input = ''): Promise<Ran> =>
  runHere(args, { XDG_STATE_HOME: home, SOTTO_SERVER: service.baseUrl }, { input });
const sentTo = async (...args: string[]) => (await sotto(['send', ...args], 'for Anna only')).out.trim();
const codeFile = join(tmpdir(), `sotto-code-${process.pid}`);
afterAll(() => rmSync(codeFile, { force: true }));

/** Has a code mailed to Anna, and saves it. @returns the code */
async function asked(link: string, change: (code: string) => string = (code) => code): Promise<string> {
  expect(await sotto(['open', link, '--email', 'anna@example.org'])).toMatchObject({ code: 2, out: '' });
  const [claim = ''] = waitingClaims(home);
  const code = (await codesFor(service, link, claim)).at(-1) ?? '';
  writeFileSync(codeFile, `${change(code)}\n`);
  return code;
}
const opening = (link: string, ...args: string[]) => sotto(['open', link, '--code-file', codeFile, ...args]);
const wrong = (code: string) => code.replace(/.$/, (digit) => String((Number(digit) + 1) % 10));
const openings = () => service.asked.filter(({ line }) => line.endsWith('/open')).length;

test('a first run has the code mailed and opens nothing, and a second run opens with it', async () => {
  const link = await sentTo('--to', 'anna@example.org,bob@example.org');
  const before = openings();
  const { code, err } = await sotto(['open', link, '--email', 'Anna@Example.org']);
  expect(code).toBe(2);
  expect(err).toContain('If the sender named anna@example.org, a mail with a code is on its way.');
  expect(err).toMatch(/The mail shows [1-9A-HJ-NP-Za-km-z]{4} and a time near \d\d:\d\d UTC\./);
  expect(err).toContain('with --code-file FILE');
  expect(openings()).toBe(before);

  const [claim = ''] = waitingClaims(home);
  const [mailed = ''] = await codesFor(service, link, claim);
  writeFileSync(codeFile, ` ${mailed.slice(0, 4)} ${mailed.slice(4)} \n`);
  expect(await opening(link)).toEqual({ code: 0, out: 'for Anna only', err: '' });
  expect(waitingClaims(home)).toEqual([]);
});

test('the state folder holds the claim for its owner only, and no address', async () => {
  const link = await sentTo('--to', 'anna@example.org');
  await asked(link);
  const folder = join(home, 'sotto/codes');
  const [name = ''] = readdirSync(folder);
  expect([statSync(folder).mode & 0o777, statSync(join(folder, name)).mode & 0o777]).toEqual([0o700, 0o600]);
  expect(`${name} ${readFileSync(join(folder, name), 'utf8')}`).not.toMatch(/anna|example|@/i);
});

test('a code that is an hour old is not used, and the next run removes it', async () => {
  const [first, second] = [await sentTo('--to', 'anna@example.org'), await sentTo('--to', 'anna@example.org')];
  await asked(first);
  const [old = ''] = readdirSync(join(home, 'sotto/codes'));
  const path = join(home, 'sotto/codes', old);
  writeFileSync(path, readFileSync(path, 'utf8').replace(/ \d{10} /, ' 1700000000 '));
  utimesSync(path, 1, 1);
  expect(await opening(first)).toMatchObject({
    code: 2,
    err: expect.stringContaining('No code was asked for') as string,
  });
  await asked(second);
  expect(readdirSync(join(home, 'sotto/codes'))).not.toContain(old);
});

/** The time of the request, as stored, moves into the past. */
function agedBy(seconds: number): void {
  const folder = join(home, 'sotto/codes');
  for (const name of readdirSync(folder)) {
    const words = readFileSync(join(folder, name), 'utf8').split(' ');
    writeFileSync(join(folder, name), words.with(2, String(Number(words[2]) - seconds)).join(' '));
  }
}
const clockAt = (secondsAgo: number) => new Date(Date.now() - secondsAgo * 1000).toISOString().slice(11, 16);
/** The minute may end while the test runs. */
const clocksAt = (secondsAgo: number) =>
  new RegExp(`a time near (?:${clockAt(secondsAgo)}|${clockAt(secondsAgo - 60)}) `);

test('another mail with the same code has the time of the first, and so has the message', async () => {
  const link = await sentTo('--to', 'anna@example.org');
  const ask = () => sotto(['open', link, '--email', 'anna@example.org']);
  await ask();
  agedBy(1000);
  expect((await ask()).err).toMatch(clocksAt(1000));
  expect((await ask()).err).toMatch(clocksAt(1000));
  expect((await ask()).err).toMatch(/Three mails were requested with this code\. From \d\d:\d\d UTC/);
  agedBy(1000);
  service.clock.advance(2000);
  expect((await ask()).err).toMatch(clocksAt(0));
});

test('a wrong code says how many tries are left, uses no view, and the right one still opens', async () => {
  const link = await sentTo('--to', 'anna@example.org');
  const code = await asked(link, wrong);
  expect(await opening(link)).toMatchObject({ code: 4, out: '', err: 'sotto: The code is wrong. 4 tries left.\n' });
  writeFileSync(codeFile, code);
  expect(await opening(link)).toMatchObject({ code: 0, out: 'for Anna only' });
});

test('after five wrong codes the ask is forgotten', async () => {
  const link = await sentTo('--to', 'anna@example.org');
  await asked(link, wrong);
  for (const left of [4, 3, 2, 1]) expect((await opening(link)).err).toContain(`${left} tr`);
  expect(await opening(link)).toMatchObject({ code: 4, err: expect.stringContaining('no try is left') as string });
  expect(waitingClaims(home)).toEqual([]);
});

test('a wrong password after the right code leaves the code as it is', async () => {
  const link = await sentTo('--to', 'anna@example.org', '--password-file', join(home, 'password'));
  await asked(link);
  expect(await opening(link, '--password-file', codeFile)).toMatchObject({ code: 4, out: '' });
  expect(await opening(link, '--password-file', join(home, 'password'))).toMatchObject({ code: 0 });
});

test('a lost reply to the right code is made up for, with one view', async () => {
  const link = await sentTo('--to', 'anna@example.org');
  await asked(link);
  let isLost = false;
  service.between = async ({ line }, go) => {
    const reply = await go();
    if (!line.endsWith('/open') || isLost) return reply;
    isLost = true;
    throw new TypeError('fetch failed');
  };
  expect(await opening(link)).toMatchObject({ code: 0, out: 'for Anna only' });
  expect(isLost).toBe(true);
});

test('after a lost reply to the request for a code, a second run goes on with the mail', async () => {
  const link = await sentTo('--to', 'anna@example.org');
  service.between = async ({ line }, go) => {
    const reply = await go();
    if (!line.endsWith('/code')) return reply;
    throw new TypeError('fetch failed');
  };
  expect(await sotto(['open', link, '--email', 'anna@example.org'])).toMatchObject({ code: 5 });
  const [claim = ''] = waitingClaims(home);
  const [mailed] = await codesFor(service, link, claim);
  writeFileSync(codeFile, mailed ?? '');
  expect(await opening(link)).toMatchObject({ code: 0, out: 'for Anna only' });
});

test('a refused request for a code leaves no claim, and keeps one that waits', async () => {
  const link = await sentTo('--to', 'anna@example.org');
  const refused = async (address: string) => {
    service.between = ({ line }, go) =>
      line.endsWith('/code') ? Promise.resolve(Response.json({ code: 'rate-limited' }, { status: 429 })) : go();
    expect(await sotto(['open', link, '--email', address])).toMatchObject({ code: 5 });
    service.between = (_asked, go) => go();
  };
  await refused('anna@example.org');
  expect(waitingClaims(home)).toEqual([]);
  const code = await asked(link);
  const [claim] = waitingClaims(home);
  await refused('bob@example.org');
  expect(waitingClaims(home)).toEqual([claim]);
  writeFileSync(codeFile, code);
  expect(await opening(link)).toMatchObject({ code: 0 });
});

test('another address starts anew, with another claim', async () => {
  const link = await sentTo('--to', 'anna@example.org');
  expect((await sotto(['open', link, '--email', 'ana@example.org'])).code).toBe(2);
  const [mistyped] = waitingClaims(home);
  await asked(link);
  expect(waitingClaims(home)).not.toEqual([mistyped]);
  expect(await opening(link)).toMatchObject({ code: 0 });
});

test('the same messages follow an address that nobody named', async () => {
  const link = await sentTo('--to', 'anna@example.org');
  const said = async (address: string) =>
    (await sotto(['open', link, '--email', address])).err
      .replaceAll(address, 'ADDRESS')
      .replace(/shows \w{4}/, 'shows MARK')
      .replace(/\d\d:\d\d/, 'TIME');
  expect(await said('eve@evil.example')).toBe(await said('anna@example.org'));
});

test.each([
  ['no address and no code', [], 'Only people whom the sender named can open this'],
  ['something that is no address', ['--email', 'anna'], 'This is not an email address.'],
  ['a code that was never asked for', ['--code-file', codeFile], 'No code was asked for on this machine'],
])('without a terminal, %s is refused before anything is mailed or opened', async (_name, args, sentence) => {
  const link = await sentTo('--to', 'anna@example.org');
  const before = service.asked.length;
  const { code, err } = await sotto(['open', link, ...args]);
  expect([code, err]).toEqual([2, expect.stringContaining(sentence)]);
  expect(service.asked.slice(before).map(({ line }) => line.split('/').at(-1))).toEqual(['describe']);
});

test('a file without a code is refused before anything is opened', async () => {
  const link = await sentTo('--to', 'anna@example.org');
  await asked(link, () => 'no code');
  const before = openings();
  expect(await opening(link)).toMatchObject({ code: 2, err: expect.stringContaining('eight digits') as string });
  expect(openings()).toBe(before);
});

test('sotto run takes a code, too', async () => {
  const link = (await sotto(['send', '--to', 'anna@example.org'], 'A=1')).out.trim();
  await asked(link);
  expect(await sotto(['run', link, '--code-file', codeFile, '--', 'true'])).toMatchObject({ code: 0 });
});

test('too early is exit code 8 with the time, nothing is used up, and later it opens', async () => {
  const link = await sentTo('--not-before', '2h');
  const early = await sotto(['open', link]);
  expect(early).toMatchObject({ code: 8, out: '' });
  expect(early.err).toMatch(/^sotto: It cannot be opened before .+\. Nothing was used up\.\n$/);
  service.clock.advance(7200);
  expect(await sotto(['open', link])).toMatchObject({ code: 0, out: 'for Anna only' });
});

test('a refusal by the server at the opening has the same message', async () => {
  const link = await sentTo('--not-before', '2h');
  service.between = async ({ line }, go) => {
    const reply = await go();
    if (line !== 'GET /api/config') return reply;
    const config = (await reply.json()) as { readonly serverTime: number };
    return Response.json({ ...config, serverTime: config.serverTime + 7200 });
  };
  const before = openings();
  const early = await sotto(['open', link]);
  expect(early).toMatchObject({ code: 8, out: '' });
  expect(early.err).toMatch(/^sotto: It cannot be opened before .+\. Nothing was used up\.\n$/);
  expect(openings()).toBe(before + 1);
});

test('a server that hides the first moment, or invents one, is refused before anything is opened', async () => {
  const [gated, plain] = [await sentTo('--not-before', '1h'), await sentTo()];
  service.between = async ({ line }, go) => {
    const reply = await go();
    if (!line.endsWith('/describe')) return reply;
    const { notBefore, ...rest } = (await reply.json()) as { notBefore?: number };
    return Response.json(notBefore === undefined ? { ...rest, notBefore: 1 } : rest);
  };
  const before = openings();
  for (const link of [gated, plain]) expect(await sotto(['open', link])).toMatchObject({ code: 7, out: '' });
  expect(openings()).toBe(before);
});

test('a server that moves the first moment is said after the opening', async () => {
  const link = await sentTo('--not-before', '1h');
  service.clock.advance(3600);
  service.between = async ({ line }, go) => {
    const reply = await go();
    return line.endsWith('/describe') ? Response.json({ ...((await reply.json()) as object), notBefore: 1 }) : reply;
  };
  const { code, err } = await sotto(['open', link]);
  expect([code, err]).toEqual([0, expect.stringMatching(/does not follow the terms.*sealed to open from /)]);
});

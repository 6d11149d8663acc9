import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { codesFor, MAILING, waitingClaims } from '#cli/testing/mailing-service.ts';
import { runHere } from '#cli/testing/run-here.ts';
import { serveHere } from '#cli/testing/serve-here.ts';

let service: Awaited<ReturnType<typeof serveHere>>;
let home: string;
beforeAll(async () => {
  service = await serveHere(MAILING);
  home = mkdtempSync(join(tmpdir(), 'sotto-person-'));
});
// One sender can name one person five times a day.
beforeEach(() => service.clock.advance(86_400));
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  rmSync(home, { recursive: true });
});

const sotto = (...args: string[]) =>
  runHere(args, { XDG_STATE_HOME: home, SOTTO_SERVER: service.baseUrl }, { input: 'a secret' });
interface Links {
  readonly link: string;
  readonly manageLink: string;
}
const sent = async (...args: string[]) => JSON.parse((await sotto('send', '--json', ...args)).out) as Links;
const forTwo = () => sent('--to', 'anna@example.org,bob@example.org');
const status = async (link: string) => (await sotto('status', link)).out;

async function openAs(address: string, link: string) {
  await sotto('open', link, '--email', address);
  const [claim = ''] = waitingClaims(home);
  const path = join(home, 'code');
  writeFileSync(path, (await codesFor(service, link, claim)).at(-1) ?? '00000000');
  return sotto('open', link, '--code-file', path);
}

test('the owner sees the people by number, and others only that there are some', async () => {
  const { link, manageLink } = await forTwo();
  expect((await openAs('bob@example.org', link)).code).toBe(0);
  const own = await status(manageLink);
  expect(own).toMatch(/^Opens: {6}once each, 1 left in all$/m);
  expect(own).toMatch(/^People: {5}1\. anna@example\.org: not opened$/m);
  expect(own).toMatch(/^ {12}2\. bob@example\.org: opened .+1 code asked for/m);
  const others = await status(link);
  expect(others).toMatch(/^For: {8}named people, each with a code from an email$/m);
  expect(others).toMatch(/^Opens: {6}once each$/m);
  expect(others).not.toMatch(/anna|bob|Opened|yet|never/);
});

test('every named person may mistype the password', async () => {
  const password = join(home, 'password');
  writeFileSync(password, 'right');
  const people = Array.from({ length: 4 }, (_, i) => `p${i}@example.org`).toString();
  const { manageLink } = await sent('--to', people, '--password-file', password);
  expect(await status(manageLink)).toMatch(/0 of 8 wrong/);
});

test('a link never says that a secret for named people was never opened', async () => {
  const { link, manageLink } = await forTwo();
  expect((await openAs('bob@example.org', link)).code).toBe(0);
  expect((await sotto('delete', manageLink, '--yes')).code).toBe(0);
  expect(await status(link)).not.toMatch(/Opened/);
  expect(await status(manageLink)).toMatch(/^Opened: /m);
});

test('the state for programs has the people, the first moment and the earlier expiry', async () => {
  const { link, manageLink } = await sent('--to', 'anna@example.org', '--not-before', '1h', '--expires', '1d');
  expect((await sotto('shorten', manageLink, '--expires', '2h')).code).toBe(0);
  const iso: unknown = expect.stringMatching(/^\d{4}-.+Z$/);
  expect(JSON.parse((await sotto('status', manageLink, '--json')).out)).toMatchObject({
    ...{ viewsEach: 1, notBefore: iso, firstExpiresAt: iso },
    people: [{ n: 1, address: 'anna@example.org', openedAt: [] }],
  });
  expect(JSON.parse((await sotto('status', link, '--json')).out)).toMatchObject({
    forNamedPeople: true,
    notBefore: iso,
  });
});

test.each(['anna@example.org', 'Anna@Example.org', '1'])('%s is revoked, and cannot open any more', async (person) => {
  const { link, manageLink } = await forTwo();
  expect(await sotto('revoke', manageLink, person)).toEqual({
    ...{ code: 0, out: '' },
    err: 'anna@example.org can no longer open it.\n',
  });
  expect(await openAs('anna@example.org', link)).toMatchObject({ code: 4, out: '' });
  expect(await status(manageLink)).toMatch(/1\. anna@example\.org: not opened, revoked /);
  expect((await openAs('bob@example.org', link)).out).toBe('a secret');
});

test('if everybody was revoked, nothing says that it was opened', async () => {
  const { link, manageLink } = await forTwo();
  for (const person of ['1', '2']) await sotto('revoke', manageLink, person);
  for (const way of [link, manageLink]) expect(await status(way)).toMatch(/^State: {6}erased: no opening is left$/m);
  expect(await status(manageLink)).toMatch(
    /1\. anna@example\.org: not opened, revoked .*\n.*2\. bob@example\.org: .*revoked /,
  );
  const { code, err } = await sotto('open', link);
  expect([code, err]).toEqual([3, expect.stringContaining('no opening is left')]);
  expect(err).not.toMatch(/[Oo]pened this|[Aa]lready|somebody/);
});

test('revoking the last person says that the secret was erased', async () => {
  const { manageLink } = await sent('--to', 'anna@example.org');
  expect(await sotto('revoke', manageLink, 'anna@example.org')).toEqual({
    ...{ code: 0, out: '' },
    err: 'anna@example.org can no longer open it. No opening is left for anyone, so it was erased.\n',
  });
  for (const person of ['anna@example.org', '1']) {
    const { code, err } = await sotto('revoke', manageLink, person);
    expect([code, err]).toEqual([3, expect.stringContaining('It has ended. Nothing was changed.')]);
  }
});

test('revoking the last person for programs prints the state and the person', async () => {
  const { link, manageLink } = await sent('--to', 'anna@example.org', '--views', '2');
  await openAs('anna@example.org', link);
  const { code, out } = await sotto('revoke', manageLink, '1', '--json');
  expect(code).toBe(0);
  const openedAt: unknown = [expect.any(String)];
  expect(JSON.parse(out)).toEqual({
    ...{ state: 'spent', n: 1, address: 'anna@example.org', openedAt },
    revokedAt: expect.any(String) as unknown,
  });
});

test.each([
  ['revoke', '1'],
  ['reset', '1'],
  ['shorten', '--expires', '10m'],
])('sotto %s does not take the manage link of a request for one that it does not know', async (command, ...rest) => {
  const { manageLink } = JSON.parse((await sotto('ask', '--json', 'A question')).out) as Links;
  const { code, err } = await sotto(command, manageLink, ...rest);
  expect([code, err]).toEqual([2, expect.stringContaining('This is the manage link of a request')]);
});

test.each([
  ['revoke', '1'],
  ['delete', '--yes'],
])('sotto %s with the link of the recipient asks for the manage link, and not for an opening', async (name, arg) => {
  const { link } = await forTwo();
  const { code, err } = await sotto(name, link, arg);
  expect([code, err]).toEqual([2, expect.stringContaining('This command takes the manage link.')]);
});

test('revoking somebody who has opened it says so', async () => {
  const { link, manageLink } = await forTwo();
  await openAs('anna@example.org', link);
  const { err } = await sotto('revoke', manageLink, '1');
  expect(err).toContain('anna@example.org can no longer open it, but opened it before: ');
});

test('after a reset, a person has the earlier code no more and can have another', async () => {
  const { link, manageLink } = await forTwo();
  await sotto('open', link, '--email', 'anna@example.org');
  const reset = await sotto('reset', manageLink, 'anna@example.org', '--json');
  expect(JSON.parse(reset.out)).toMatchObject({
    ...{ state: 'live', n: 1, address: 'anna@example.org', codeRequests: 0 },
    resetAt: expect.any(String) as unknown,
  });
  expect(await status(manageLink)).toContain('not opened, code requests reset ');
  service.clock.advance(60);
  expect((await openAs('anna@example.org', link)).out).toBe('a secret');
});

test.each([
  [['revoke', 'eve@evil.example'], 'Nobody with this address or number is named.'],
  [['revoke', '3'], 'Nobody with this address or number is named.'],
  [['revoke', 'everybody'], 'PERSON is a number from sotto status, or an email address.'],
  [['reset', '0'], 'Nobody with this address or number is named.'],
])('%j changes nothing', async ([command = '', person = ''], sentence) => {
  const { manageLink } = await forTwo();
  const { code, err } = await sotto(command, manageLink, person);
  expect([code, err]).toEqual([2, expect.stringContaining(sentence)]);
  expect(await status(manageLink)).not.toContain('revoked');
});

test('a secret for anyone has no people to revoke', async () => {
  const { link, manageLink } = await sent();
  expect(await sotto('revoke', manageLink, '1')).toMatchObject({ code: 2 });
  const { code, err } = await sotto('revoke', link, '1');
  expect([code, err]).toEqual([2, expect.stringContaining('This command takes the manage link.')]);
});

test('a revoked person cannot be reset', async () => {
  const { manageLink } = await forTwo();
  await sotto('revoke', manageLink, '2');
  const { code, err } = await sotto('reset', manageLink, '2');
  expect([code, err]).toEqual([2, expect.stringContaining('bob@example.org was revoked.')]);
});

test('an expiry is brought forward, and never put back', async () => {
  const { link, manageLink } = await sent('--expires', '1d');
  expect((await sotto('shorten', manageLink, '--expires', '1h')).err).toMatch(/^It now ends /);
  expect((await sotto('shorten', manageLink, '--expires', '2h')).err).toMatch(/^It already ends /);
  expect(await status(link)).toMatch(/^Expires: .+\(first set: .+\)$/m);
  service.clock.advance(3601);
  expect((await sotto('open', link)).code).toBe(3);
  const { code, err } = await sotto('shorten', manageLink, '--expires', '1h');
  expect([code, err]).toEqual([3, expect.stringContaining('It has ended.')]);
});

test('an end before the first moment is refused: nobody could ever open it', async () => {
  const { manageLink } = await sent('--not-before', '2h', '--expires', '1d');
  const { code, err } = await sotto('shorten', manageLink, '--expires', '2h');
  expect([code, err]).toEqual([2, expect.stringContaining('so it cannot end before then')]);
  expect((await sotto('shorten', manageLink, '--expires', '3h')).code).toBe(0);
});

test('an end in the past is refused', async () => {
  const { manageLink } = await sent();
  const { code, err } = await sotto('shorten', manageLink, '--expires', '2020-01-01');
  expect([code, err]).toEqual([2, expect.stringContaining('use sotto delete')]);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runHere } from '#cli/testing/run-here.ts';
import { openTestRelay } from '#scripts/testing/test-relay.ts';

let dataDir: string;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sotto-doctor-'));
});
afterAll(() => rmSync(dataDir, { recursive: true }));

async function doctor(address: string, url?: string) {
  const mail = url === undefined ? {} : { SOTTO_SMTP_URL: url, SOTTO_MAIL_FROM: 'sotto@example.org' };
  const { code, out, err } = await runHere(['admin', 'doctor', '--mail', address], {
    SOTTO_DATA_DIR: dataDir,
    ...mail,
  });
  return { code, err, said: out.split('\n').filter((line) => /mail|SMTP|password|relay/i.test(line)) };
}

test('the doctor sends a mail, and repeats what the relay said', async () => {
  await using relay = await openTestRelay();
  const { code, said } = await doctor('You@Example.org', relay.url);
  expect([code, said]).toEqual([
    0,
    [expect.stringMatching(/^ok {5}The mail relay took a mail to you@example\.org: 250 /)],
  ]);
  expect(relay.taken.map(({ to, parsed }) => [to, parsed.subject])).toEqual([
    [['you@example.org'], 'Sotto: a test mail'],
  ]);
});

test('the doctor says why a relay did not take the mail, and what to do', async () => {
  await using relay = await openTestRelay({
    ...{ authOptional: false, allowInsecureAuth: true },
    onAuth: (_auth, _session, done) => done(new Error('Invalid username or password')),
  });
  const wrong = await doctor('you@example.org', relay.url.replace('//', '//me:hunter2@'));
  expect([wrong.code, wrong.said]).toEqual([
    1,
    [
      expect.stringMatching(/^WRONG {2}The mail relay did not take a mail to you@example\.org \(535 /),
      '         Check user and password in SOTTO_SMTP_URL. Characters such as @ are written as %40.',
    ],
  ]);
  expect(wrong.said.join()).not.toContain('hunter2');
  await using refusing = await openTestRelay();
  refusing.refuseNext(550);
  expect((await doctor('you@example.org', refusing.url)).said[0]).toMatch(
    /^WRONG {2}The mail relay refused a mail to you@example\.org: 550 /,
  );
  expect((await doctor('you@example.org', refusing.url.replace('smtp:', 'smtps:'))).said).toEqual([
    expect.stringMatching(/^WRONG .*\(ERR_SSL_WRONG_VERSION_NUMBER\)\.$/),
    '         This port does not begin with encryption. Try smtp:// with port 587.',
  ]);
  const { url } = refusing;
  await refusing[Symbol.asyncDispose]();
  expect((await doctor('you@example.org', url)).said).toEqual([
    'WRONG  The mail relay did not take a mail to you@example.org (ECONNREFUSED).',
    '         Check host and port of SOTTO_SMTP_URL, and whether a firewall is in between.',
  ]);
  expect((await doctor('you@example.org')).said[0]).toBe(
    'WRONG  SOTTO_SMTP_URL is not set, so the service sends no mail.',
  );
});

test('an address that mail cannot go to, or a URL beside it, is a mistake in the command', async () => {
  expect(await doctor('you@example.org\r\nBcc: eve@evil.com')).toMatchObject({ code: 2, said: [] });
  const both = await runHere(['admin', 'doctor', 'https://a.example', '--mail', 'you@example.org'], {});
  expect([both.code, both.err]).toEqual([2, 'sotto: --mail uses the settings on this machine. Leave out the URL.\n']);
});

import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { openSilentRelay, openTestRelay } from '#scripts/testing/test-relay.ts';
import type { TestRelay } from '#scripts/testing/test-relay.ts';
import { openRelay } from './open-relay.ts';
import type { OutgoingMail, RelayOptions } from './open-relay.ts';

const never = new AbortController().signal;

const mail: OutgoingMail = {
  address: 'bob@example.org',
  subject: 'Acme: your code to open a secret',
  text: 'The code:\n01234567\n\nÜber Zeilen, die länger sind als achtundneunzig Zeichen, bricht kein Programm den Text um.\n',
  reference: '0a1b',
};

const to = (url: string, rest: Partial<RelayOptions> = {}) =>
  openRelay({
    mail: { smtpUrl: url, from: 'sotto@example.org', tls: true },
    name: 'Acmé',
    hostname: 'a.example',
    ...rest,
  });

const send = ({ url }: Pick<TestRelay, 'url'>, address = mail.address) => to(url).send({ ...mail, address }, never);

test('a mail is plain text to one recipient, says that a program sent it, and asks for no report', async () => {
  await using relay = await openTestRelay();
  expect(JSON.stringify(await send(relay))).toMatch(/^\{"kind":"taken","reply":"250 /);
  const [taken] = relay.taken;
  expect([taken?.from, taken?.to]).toEqual(['sotto@example.org', ['bob@example.org']]);
  expect(taken?.parsed).toMatchObject({
    ...{ subject: mail.subject, text: mail.text, messageId: '<0a1b@example.org>', html: false, attachments: [] },
    from: { value: [{ name: 'Acmé', address: 'sotto@example.org' }] },
    to: { value: [{ name: '', address: 'bob@example.org' }] },
  });
  const headers = Object.fromEntries(taken?.parsed.headerLines.map(({ key, line }) => [key, line]) ?? []);
  expect(Object.keys(headers).sort()).toEqual([
    ...['auto-submitted', 'content-transfer-encoding', 'content-type', 'date', 'from', 'message-id', 'mime-version'],
    ...['subject', 'to', 'x-auto-response-suppress'],
  ]);
  expect(headers['auto-submitted']).toBe('Auto-Submitted: auto-generated');
  expect(headers['content-type']).toMatch(/^Content-Type: text\/plain; charset=utf-8$/);
  expect(relay.commands.find((command) => command.startsWith('RCPT'))).toContain('"NOTIFY":"NEVER"');
});

describe('addresses', () => {
  test.each([
    'bob@example.org\r\nBcc: eve@evil.com',
    'bob@example.org\nRCPT TO:<eve@evil.com>',
    'bob@example.org,eve@evil.com',
    'bob@example.org;eve@evil.com',
    'bob@example.org eve@evil.com',
    '<bob@example.org>',
    'Bob <bob@example.org>',
    'Bob (eve@evil.com) <bob@example.org>',
    '"bob smith"@example.org',
    '"bob\\"@evil.com"@example.org',
    'bob(comment)@example.org',
    'group:bob@example.org,eve@evil.com;',
    'bob@[127.0.0.1]',
    'bob@0x7f.1',
    'bob@127.0.0.1',
    'bob@localhost',
    'bob@example.org.',
    'bob@exam\u200Bple.org',
    'bob@exаmple.org',
    'böb@example.org',
    '-bob@example.org',
    'bob..smith@example.org',
    '.bob@example.org',
    'BOB@example.org',
    `${'b'.repeat(65)}@example.org`,
    'bob@example.org%0d%0aBcc:eve@evil.com',
    'bob@example.org\u0000',
    '=?utf-8?q?bob=40evil.com?=@example.org ',
    'bob',
    '',
  ])('%j never reaches the relay', async (address) => {
    await using relay = await openTestRelay();
    await expect(send(relay, address)).rejects.toThrow('Not an address that mail may go to.');
    expect([relay.commands, relay.taken]).toEqual([[], []]);
  });

  test.each(['bob+tag@example.org', "o'neil=x~y_z@example.org", 'a@xn--bcher-kva.example', `${'b'.repeat(64)}@a.co`])(
    '%j reaches exactly itself',
    async (address) => {
      await using relay = await openTestRelay();
      expect(await send(relay, address)).toMatchObject({ kind: 'taken' });
      expect(relay.taken.map(({ to: recipients }) => recipients)).toEqual([[address]]);
      expect(relay.taken[0]?.raw).toContain(`To: ${address}\r\n`);
    },
  );
});

test('a subject or a text cannot add a header or a recipient, or name a file', async () => {
  await using relay = await openTestRelay();
  const hostile = { ...mail, subject: 'a\r\nBcc: eve@evil.com', text: '.\r\nRCPT TO:<eve@evil.com>\r\n' };
  expect(await to(relay.url).send(hostile, never)).toMatchObject({ kind: 'taken' });
  expect(relay.taken.map(({ to: recipients }) => recipients)).toEqual([['bob@example.org']]);
  expect(relay.taken[0]?.parsed.headers.has('bcc')).toBe(false);
});

describe('what the relay says', () => {
  test.each([450, 451, 421])('%i: later', async (status) => {
    await using relay = await openTestRelay();
    relay.refuseNext(status);
    expect(await send(relay)).toMatchObject({ kind: 'failed', status });
    expect(await send(relay)).toMatchObject({ kind: 'taken' });
  });

  test.each([550, 553, 554])('%i for the recipient: never', async (status) => {
    await using relay = await openTestRelay();
    relay.refuseNext(status);
    expect(await send(relay)).toMatchObject({ kind: 'refused', status });
  });

  test('a wrong password for the relay is the operator’s to mend, so the mail is tried again', async () => {
    await using relay = await openTestRelay({
      ...{ authOptional: false, allowInsecureAuth: true },
      onAuth: ({ password }, _session, done) =>
        password === 'p@ss word' ? done(null, { user: 'me' }) : done(new Error('Invalid username or password')),
    });
    const at = (login: string) => to(relay.url.replace('//', `//${login}@`)).send(mail, never);
    expect(await at('me:wrong')).toMatchObject({ kind: 'failed', reason: 'EAUTH', status: 535 });
    expect(await at('me:p%40ss%20word')).toMatchObject({ kind: 'taken' });
  });

  test('no relay, or one that never says a word: later, within the time', async () => {
    const gone = await openTestRelay();
    await gone[Symbol.asyncDispose]();
    expect(await send(gone)).toMatchObject({ kind: 'failed', reason: 'ECONNREFUSED' });
    await using silent = await openSilentRelay();
    const slow = to(`smtp://127.0.0.1:${silent.port}`, { sendMs: 200 });
    expect((await slow.send(mail, never)).kind).toBe('failed');
    const stopping = new AbortController();
    const sending = to(`smtp://127.0.0.1:${silent.port}`).send(mail, stopping.signal);
    await silent.connected;
    stopping.abort();
    expect((await sending).kind).toBe('failed');
  });
});

describe('encryption', () => {
  const certificate = makeCertificate();

  test('beyond this machine, a relay without STARTTLS gets neither login nor mail', async () => {
    await using relay = await openTestRelay();
    // Any name that is not of this machine: only the name decides.
    const url = `smtp://me:hunter2@relay.test:${relay.port}`;
    const connect = { connectTo: '127.0.0.1' };
    expect(await to(url, connect).send(mail, never)).toMatchObject({ kind: 'failed', reason: 'ETLS' });
    expect([relay.commands, relay.taken]).toEqual([[], []]);
    const off = {
      ...connect,
      mail: { smtpUrl: url.replace('me:hunter2@', ''), from: 'sotto@example.org', tls: false },
    };
    expect(await to(url, off).send(mail, never)).toMatchObject({ kind: 'taken' });
  });

  test('a certificate that this machine does not trust is refused', async () => {
    await using relay = await openTestRelay({ secure: true, ...certificate });
    expect(await send(relay)).toMatchObject({ kind: 'failed' });
    await using upgraded = await openTestRelay(certificate);
    const remote = to(`smtp://relay.test:${upgraded.port}`, { connectTo: '127.0.0.1' });
    expect(await remote.send(mail, never)).toMatchObject({
      ...{ kind: 'failed', reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
    expect([relay.taken, upgraded.taken]).toEqual([[], []]);
  });
});

function makeCertificate(): { readonly key: string; readonly cert: string } {
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const pem = execFileSync('openssl', [...args, '-subj', '/CN=relay.test', '-keyout', '-', '-out', '-'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const at = pem.indexOf('-----BEGIN CERTIFICATE');
  return { key: pem.slice(0, at), cert: pem.slice(at) };
}

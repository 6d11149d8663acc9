import { expect, test } from 'vitest';
import { parseConfig } from './parse-config.ts';
import { faultsOf } from '#server/testing/faults-of.ts';

const MAIL = { SOTTO_SMTP_URL: 'smtps://me:hunter2@mail.example.org:465', SOTTO_MAIL_FROM: 'Sotto@Example.org' };

test('without a relay there is no mail, and nobody can name people', () => {
  const { mail, policy } = parseConfig({});
  expect([mail, policy.people, policy.peopleDomains]).toEqual([undefined, undefined, undefined]);
  expect(faultsOf({ SOTTO_MAIL_RECIPIENTS: 'off' })).toEqual([]);
});

test('with a relay, holders of a token can name people of any domain', () => {
  const { mail, policy } = parseConfig(MAIL);
  expect(mail).toEqual({
    smtpUrl: MAIL.SOTTO_SMTP_URL,
    from: 'sotto@example.org',
    ...{ tls: true, who: 'token', domains: [], perDay: 2000 },
  });
  expect([policy.people, 'peopleDomains' in policy]).toEqual(['token', false]);
});

test('an operator can name the domains, or send mail without letting anybody name people', () => {
  const limited = { ...MAIL, SOTTO_MAIL_RECIPIENTS: 'anyone', SOTTO_MAIL_DOMAINS: 'Example.org, bücher.example' };
  expect(parseConfig(limited).policy).toMatchObject({
    people: 'anyone',
    peopleDomains: ['example.org', 'xn--bcher-kva.example'],
  });
  const off = parseConfig({ ...MAIL, SOTTO_MAIL_RECIPIENTS: 'off' });
  expect([off.mail?.who, off.policy.people]).toEqual(['off', undefined]);
});

test.each([
  'mail.example.org',
  'https://mail.example.org/',
  'smtp://',
  'smtp://mail.example.org/path',
  'smtps://mail.example.org?secure=false',
  'smtps://mail.example.org#a',
])('the relay %s is refused', (url) => {
  expect(faultsOf({ ...MAIL, SOTTO_SMTP_URL: url })).toEqual([
    'SOTTO_SMTP_URL must be an address such as smtps://user:password@mail.example.org:465, without a path.',
  ]);
});

test.each(['smtps://me:100%@mail.example.org', 'smtps://100%zz:p@mail.example.org', 'smtps://me:%ff@mail.example.org'])(
  'a login that cannot be decoded is refused without repeating it: %s',
  (url) => {
    expect(faultsOf({ ...MAIL, SOTTO_SMTP_URL: url })).toEqual([
      'SOTTO_SMTP_URL must be an address in which a % of the user or the password is written as %25.',
    ]);
    expect(parseConfig({ ...MAIL, SOTTO_SMTP_URL: 'smtps://me:100%25@mail.example.org' }).mail).toBeDefined();
  },
);

test.each(['Sotto <sotto@example.org>', 'sotto', 'a@b@example.org', 'sotto@example.org\r\nBcc: eve@evil.com'])(
  'the sender %j is refused',
  (from) => {
    expect(faultsOf({ ...MAIL, SOTTO_MAIL_FROM: from })).toHaveLength(1);
  },
);

test.each([',', 'example', '@example.org', 'a b', '*.example.org', '127.0.0.1'])(
  'the domains %j are refused',
  (domains) => {
    expect(faultsOf({ ...MAIL, SOTTO_MAIL_DOMAINS: domains })).toHaveLength(1);
  },
);

test('settings that contradict each other are named, without the password of the relay', () => {
  expect(faultsOf({ SOTTO_MAIL_RECIPIENTS: 'anyone', SOTTO_MAIL_FROM: 'a@example.org' })).toEqual([
    'SOTTO_MAIL_FROM has no effect without SOTTO_SMTP_URL.',
    'SOTTO_MAIL_RECIPIENTS has no effect without SOTTO_SMTP_URL.',
  ]);
  const all = faultsOf({ SOTTO_SMTP_URL: MAIL.SOTTO_SMTP_URL, SOTTO_SMTP_TLS: 'off', SOTTO_MAILS_PER_DAY: '11' });
  expect(all).toEqual([
    'SOTTO_SMTP_URL needs SOTTO_MAIL_FROM.',
    'SOTTO_SMTP_TLS is off, but SOTTO_SMTP_URL begins with smtps:.',
    'SOTTO_MAILS_PER_DAY (11) is too low for one person: at least 12, or 0.',
  ]);
  const postgres = { ...MAIL, SOTTO_DATABASE_URL: 'postgres://db/x' };
  expect(faultsOf(postgres)).toEqual(['SOTTO_SMTP_URL needs SOTTO_SERVER_KEY_FILE with PostgreSQL.']);
  expect(faultsOf({ ...postgres, SOTTO_SERVER_KEY_FILE: '/run/secrets/key' })).toEqual([]);
  expect(all.join()).not.toContain('hunter2');
  expect(faultsOf({ ...MAIL, SOTTO_MAILS_PER_DAY: '0' })).toEqual([]);
});

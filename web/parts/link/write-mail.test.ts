import { afterEach, expect, test } from 'vitest';
import { setWords, words } from '#web/i18n/words.ts';
import { mailtoOf } from './mailto.ts';
import { requestMail, secretMail } from './write-mail.ts';

const english = words();
afterEach(() => setWords(english));

const secret = {
  brand: 'Sotto',
  link: 'https://sotto.example/s/an-id#the+key',
  maxViews: 1,
  expiresAt: 1_900_000_000,
  hasPassword: false,
  keyApart: false,
};

test('a mail link is encoded as RFC 6068 says, and addresses nobody', () => {
  expect(mailtoOf({ subject: 'Fish & chips', body: 'one\ntwo 100%\n\nhttps://a.example/#b+c?d=é' })).toBe(
    'mailto:?subject=Fish%20%26%20chips&body=one%0D%0Atwo%20100%25%0D%0A%0D%0Ahttps%3A%2F%2Fa.example%2F%23b%2Bc%3Fd%3D%C3%A9',
  );
});

test('a mail to named people is addressed to them, and no character of an address ends its place', () => {
  const mail = { subject: 's', body: 'b' };
  expect(mailtoOf(mail, ['ana@a.example', "b+c=d'e~f@xn--bcher-kva.example"])).toBe(
    "mailto:ana%40a.example,b%2Bc%3Dd'e~f%40xn--bcher-kva.example?subject=s&body=b",
  );
});

test('a mail program reads back the subject and the lines', () => {
  const { subject, body } = secretMail(secret);
  const [, query = ''] = mailtoOf({ subject, body }).split('?');
  const read = query.split('&').map((pair) => pair.split('=').map(decodeURIComponent));
  expect(read).toEqual([
    ['subject', subject],
    ['body', body.replaceAll('\n', '\r\n')],
  ]);
  expect(body.split('\n')).toContain(secret.link);
});

test('a mail says how often and until when the link opens, with the time zone', () => {
  expect(secretMail(secret).body).toMatch(/^It opens once, until \w+,? [^.]*\b2030 at \d\d?:\d\d( [AP]M)? \S+\.$/m);
  expect(secretMail(secret).body).toContain('Have somewhere to save it');
  expect(secretMail({ ...secret, maxViews: 3 }).body).toContain('It opens 3 times, until');
  expect(secretMail({ ...secret, maxViews: 3 }).body).not.toContain('Have somewhere to save it');
  expect(secretMail({ ...secret, maxViews: 0 }).body).toContain('It opens any number of times, until');
});

test.each([
  [false, false, undefined],
  [true, false, 'You also need a password. I will send it separately.'],
  [false, true, 'You also need a key. I will send it separately.'],
  [true, true, 'You also need a key and a password. I will send them separately.'],
])('with a password: %s, with the key sent separately: %s', (hasPassword, keyApart, sentence) => {
  const { body } = secretMail({ ...secret, hasPassword, keyApart });
  expect(body.includes('You also need')).toBe(sentence !== undefined);
  expect(body).toContain(sentence ?? secret.link);
});

test('named people learn that they need a code, and several that each can open it', () => {
  const needsCode = 'You also need a code. The page mails it to the address that this mail went to.';
  expect(secretMail(secret).body).not.toContain('code');
  expect(secretMail({ ...secret, people: 1 }).body).toContain(needsCode);
  expect(secretMail({ ...secret, people: 1 }).body).toContain('It opens once, until');
  const { body } = secretMail({ ...secret, people: 3, maxViews: 2, hasPassword: true });
  expect(body).toContain('It opens twice for each person, until');
  expect(body).toContain(needsCode);
  expect(body).toContain('You also need a password.');
});

test('a mail says from when it opens', () => {
  expect(secretMail(secret).body).not.toContain('It can be opened from');
  expect(secretMail({ ...secret, notBefore: 1_800_000_000 }).body).toMatch(/^It can be opened from .*\b2027 at /m);
});

test('the mail of a request has its link and terms', () => {
  const request = { brand: 'Acme', link: 'https://acme.example/r/an-id#key', maxAnswers: 1, expiresAt: 1_900_000_000 };
  const { subject, body } = requestMail(request);
  expect(subject).toBe('Acme: a request for you');
  expect(body.split('\n')).toContain(request.link);
  expect(body).toContain('accepts one answer, until');
  expect(requestMail({ ...request, maxAnswers: 4 }).body).toContain('accepts 4 answers, until');
});

test('in a language from right to left, links have lines of their own, without marks of direction', () => {
  setWords({ ...english, lang: 'ar', dir: 'rtl' });
  const request = { brand: 'Acme', link: 'https://acme.example/r/an-id#key', maxAnswers: 3, expiresAt: 1_900_000_000 };
  expect(secretMail(secret).body.split('\n')).toContain(secret.link);
  expect(requestMail(request).body.split('\n')).toContain(request.link);
  expect(requestMail(request).subject).toContain('\u2068Acme\u2069');
});

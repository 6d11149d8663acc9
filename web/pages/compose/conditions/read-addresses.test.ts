import { expect, test } from 'vitest';
import { endsAddress, readPeople, repeatedNames, splitAddresses, splitNames } from './read-addresses.ts';

test('a list is read as mail programs and spreadsheets write it', () => {
  expect(splitAddresses('ana@a.example, bob@b.example;cy@c.example\ndi@d.example\r\n\tel@e.example,')).toEqual([
    'ana@a.example',
    'bob@b.example',
    'cy@c.example',
    'di@d.example',
    'el@e.example',
  ]);
  expect(splitAddresses('"Doe, Ana" <ana@a.example>, Bob B. <bob@b.example>, <cy@c.example>')).toEqual([
    'ana@a.example',
    'bob@b.example',
    'cy@c.example',
  ]);
  expect(splitAddresses('ana@a.example bob@b.example  mailto:cy@c.example')).toEqual([
    'ana@a.example',
    'bob@b.example',
    'cy@c.example',
  ]);
  expect(splitAddresses(' ,; \n')).toEqual([]);
});

test('a typing error stays as it was typed, for the sender to see', () => {
  expect(splitAddresses('ana @a.example, bob')).toEqual(['ana @a.example', 'bob']);
  expect(readPeople(['ana @a.example', 'bob', 'ana@exmaple']).map(({ fault }) => fault)).toEqual([
    'malformed',
    'malformed',
    'malformed',
  ]);
  expect(readPeople(['ana@gmial.com'])).toEqual([{ typed: 'ana@gmial.com', address: 'ana@gmial.com', differs: false }]);
});

test('hidden and control characters make no second recipient', () => {
  for (const text of ['bob@b.example\u200b', 'bob@b.example\u0000', '"bob"@b.example', 'bob@0x7f.1', 'bob@[127.0.0.1]'])
    expect(readPeople([text])[0]?.fault, JSON.stringify(text)).toBe('malformed');
  expect(splitAddresses('bob@b.example\r\nBcc: eve@evil.example')).toEqual(['bob@b.example', 'Bcc: eve@evil.example']);
  expect(readPeople(['Bcc: eve@evil.example'])[0]?.fault).toBe('malformed');
});

test('both forms of a domain that is not ASCII are known; another case is not worth a remark', () => {
  expect(readPeople(['Ana@bücher.example'])).toEqual([
    { typed: 'Ana@bücher.example', address: 'ana@xn--bcher-kva.example', differs: true },
  ]);
  expect(readPeople(['Ana@A.Example'])).toMatchObject([{ address: 'ana@a.example', differs: false }]);
});

test('an address that is named twice is marked where it stands the second time', () => {
  const people = readPeople(['ana@a.example', 'bob@b.example', 'ANA@a.example']);
  expect(people.map(({ fault }) => fault)).toEqual([undefined, undefined, 'twice']);
});

test('an address at a domain that the service does not mail to is marked', () => {
  const people = readPeople(['ana@a.example', 'bob@sub.a.example'], ['a.example']);
  expect(people.map(({ fault }) => fault)).toEqual([undefined, 'domain']);
});

test('names are separated like addresses, and may contain blanks', () => {
  expect(splitNames('Ana Maria, Bob;Cy\nDi')).toEqual(['Ana Maria', 'Bob', 'Cy', 'Di']);
  expect(repeatedNames(['Ana', 'Bob', 'ana'])).toEqual([false, false, true]);
  expect(['a,', 'a;', 'a\n', 'a'].map(endsAddress)).toEqual([true, true, true, false]);
});

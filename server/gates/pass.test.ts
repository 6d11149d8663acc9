import { expect, test } from 'vitest';
import { fromHex, toHex } from '#crypto/bytes.ts';
import own from '#crypto/vectors/own/gates/session.json' with { type: 'json' };
import second from '#crypto/vectors/second-implementation/gate-secrets.json' with { type: 'json' };
import { hashOfSecret, openClaims, sealClaims, sidTagOf, subTagOf } from './session-keys.ts';
import { openPass, writePass } from './pass.ts';

test('the pass of the second implementation matches', () => {
  const pass = writePass(fromHex(second.serverKey), hashOfSecret(fromHex(second.session)), second.passBody);
  const bytes = Buffer.from(pass, 'base64url');
  expect(bytes.subarray(0, -32).toString()).toBe(second.passBody);
  expect(toHex(bytes.subarray(-32))).toBe(second.passMac);
});

const [serverKey, secret] = [fromHex(own.serverKey), fromHex(own.secret)];

test('the project’s own vector matches', () => {
  const { iss, sub, sid } = own;
  expect(toHex(hashOfSecret(secret))).toBe(own.sessionHash);
  expect(toHex(sealClaims(secret, JSON.parse(own.claimsJson) as object))).toBe(own.claims);
  expect(openClaims(secret, fromHex(own.claims))).toEqual({ iss, sub });
  expect(toHex(subTagOf(serverKey, { iss, sub }))).toBe(own.subTag);
  expect(toHex(sidTagOf(serverKey, { iss, sid }))).toBe(own.sidTag);
  expect(writePass(serverKey, hashOfSecret(secret), own.body)).toBe(own.pass);
  expect(openPass(serverKey, own.pass)).toEqual(JSON.parse(own.body));
});

test('a changed pass, one of another key and any other text are refused', () => {
  const bytes = Buffer.from(own.pass, 'base64url');
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(openPass(serverKey, changed.toString('base64url'))).toBe(undefined);
  }
  expect(openPass(secret, own.pass)).toBe(undefined);
  for (const text of [
    '',
    'AA',
    own.pass.slice(4),
    own.pass.slice(0, -4),
    `${own.pass}A`,
    `${own.pass}=`,
    'A'.repeat(8192),
  ]) {
    expect(openPass(serverKey, text)).toBe(undefined);
  }
});

test('the contents of a pass have exactly their form', () => {
  const content = JSON.parse(own.body) as Record<string, unknown>;
  const write = (changes: object) =>
    openPass(serverKey, writePass(serverKey, hashOfSecret(secret), JSON.stringify({ ...content, ...changes })));
  expect(write({})).toEqual(content);
  const wrong = [{ for: 'delete' }, { id: '' }, { exp: '1' }, { groups: 'ops' }, { who: '' }, { who: 'a'.repeat(321) }];
  for (const changes of [...wrong, { creator: false }, { more: 1 }]) expect(write(changes)).toBe(undefined);
});

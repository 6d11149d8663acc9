import { expect, test } from 'vitest';
import { secretBytes } from '#server/config/webhook-secret.ts';
import { isWebhookSecret, webhookSecretOf, webhookSecretText } from './webhook-secret.ts';

test('a secret is written in base64 with its prefix, as libraries for Standard Webhooks read it', () => {
  for (const byte of [0, 0x3e, 0x3f, 0xfb, 0xff]) {
    const secret = new Uint8Array(32).fill(byte);
    expect(webhookSecretText(secret)).toBe(`whsec_${Buffer.from(secret).toString('base64')}`);
  }
});

const base64 = (bytes: number) => Buffer.alloc(bytes, 0xfb).toString('base64');

test.each([
  ['24 bytes', base64(24), true],
  ['25 bytes, with padding', base64(25), true],
  ['64 bytes, after whsec_', `whsec_${base64(64)}`, true],
  ['32 bytes without padding', base64(32).replace('=', ''), true],
  ['23 bytes', base64(23), false],
  ['65 bytes', base64(65), false],
  ['a third padding', `${base64(25)}=`, false],
  ['another alphabet', base64(24).replaceAll('+', '-'), false],
  ['blanks', ` ${base64(24)}`, false],
  ['nothing', '', false],
])('%s: client and server agree', (_name, text, isOne) => {
  expect([isWebhookSecret(text), secretBytes(text) !== undefined]).toEqual([isOne, isOne]);
});

test('a derived secret has 32 bytes, the same for the same owner key', () => {
  const [one, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
  expect(secretBytes(webhookSecretOf(one))).toHaveLength(32);
  expect(webhookSecretOf(one)).toBe(webhookSecretOf(new Uint8Array(32).fill(1)));
  expect(webhookSecretOf(other)).not.toBe(webhookSecretOf(one));
});

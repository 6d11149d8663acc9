import { expect, test } from 'vitest';
import { webhookSecretText } from './webhook-secret.ts';

test('a secret is written in base64 with its prefix, as libraries for Standard Webhooks read it', () => {
  for (const byte of [0, 0x3e, 0x3f, 0xfb, 0xff]) {
    const secret = new Uint8Array(32).fill(byte);
    expect(webhookSecretText(secret)).toBe(`whsec_${Buffer.from(secret).toString('base64')}`);
  }
});

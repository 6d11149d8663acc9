import { expect, test } from 'vitest';
import { fromHex, toHex } from '#crypto/bytes.ts';
import own from '#crypto/vectors/own/gates/secrets.json' with { type: 'json' };
import second from '#crypto/vectors/second-implementation/gate-secrets.json' with { type: 'json' };
import { sha256 } from '#server/erasure/sha256.ts';
import { codeOf, gateKeyOf, recipientTag } from './gate-secrets.ts';

test('the keys, tags and codes of the second implementation match', () => {
  const gateKey = gateKeyOf(fromHex(second.serverKey), fromHex(second.E));
  expect(toHex(gateKey)).toBe(second.gateKey);
  for (const [address, tag] of Object.entries(second.recipientTags)) {
    expect(toHex(recipientTag(gateKey, address))).toBe(tag);
  }
  const claimHash = sha256(fromHex(second.claim));
  for (const [n, code] of Object.entries(second.codes)) {
    expect(codeOf(gateKey, { n: Number(n), claimHash, askedAt: second.askedAt })).toBe(code);
  }
});

test('the project’s own vector matches', () => {
  const gateKey = gateKeyOf(fromHex(own.serverKey), fromHex(own.erasureKey));
  expect(toHex(gateKey)).toBe(own.gateKey);
  expect(toHex(recipientTag(gateKey, own.address))).toBe(own.tag);
  const claimHash = sha256(fromHex(own.claim));
  expect(codeOf(gateKey, { n: own.n, claimHash, askedAt: own.askedAt })).toBe(own.code);
});

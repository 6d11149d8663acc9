import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openMemberTerms, sealMemberTerms } from './member-terms.ts';

const keys = {
  serverKey: new Uint8Array(randomBytes(32)),
  key: new Uint8Array(randomBytes(32)),
  id: new Uint8Array(randomBytes(16)),
  preamble: new Uint8Array(randomBytes(84)),
};
const terms = {
  groups: ['ops', 'Straße'],
  from: 'ana@example.org',
  receiptKey: 'A'.repeat(43),
  mail: { address: 'ana@example.org', locale: 'de' },
};

test('what was sealed is opened', () => {
  for (const given of [terms, {}, { from: 'ana@example.org' }])
    expect(openMemberTerms(keys, sealMemberTerms(keys, given))).toEqual(given);
});

test('neither another key, id or preamble nor a changed byte opens it; the tag of the preamble does not count', () => {
  const sealed = sealMemberTerms(keys, terms);
  for (const [name, bytes] of Object.entries(keys)) {
    const other = bytes.slice();
    other[0] = (other[0] ?? 0) ^ 1;
    expect(openMemberTerms({ ...keys, [name]: other }, sealed), name).toBe(undefined);
  }
  const changed = Buffer.from(sealed);
  changed[3] = (changed[3] ?? 0) ^ 1;
  expect(openMemberTerms(keys, changed)).toBe(undefined);
  const otherTag = Buffer.concat([keys.preamble.subarray(0, -32), randomBytes(32)]);
  expect(openMemberTerms({ ...keys, preamble: otherTag }, sealed)).toEqual(terms);
});

test('the length does not tell one address or group from another', () => {
  const lengthOf = (given: object) => sealMemberTerms(keys, given).length;
  expect(new Set([{}, terms, { from: `${'a'.repeat(60)}@example.org` }].map(lengthOf))).toEqual(new Set([528]));
});

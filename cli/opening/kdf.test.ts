import * as nodeCrypto from 'node:crypto';
import { expect, test } from 'vitest';
import { linkKeys } from '#crypto/keys.ts';
import { argon2id, normalizePassword } from '#crypto/password.ts';
import { nativeKdf } from './kdf.ts';

test('this Node has native Argon2id, so the comparison below is real', () => {
  expect(nodeCrypto).toHaveProperty('argon2');
});

test.each(['hunter2', 'ﬁ ẞ 😀', 'x'.repeat(1024)])(
  'native Argon2id derives the same bytes as kdf 1 for %j',
  async (password) => {
    const { passwordSalt } = linkKeys(new Uint8Array(16).fill(password.length), new Uint8Array(32).fill(7));
    const bytes = normalizePassword(password);
    expect(await nativeKdf(bytes, passwordSalt)).toEqual(await argon2id(bytes, passwordSalt));
  },
  30_000,
);

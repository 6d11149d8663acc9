import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { RequestField } from '#crypto/payload.ts';
import { givenFields, isPublicName } from './answer-fields.ts';
import type { World } from '#cli/world.ts';

const asked: readonly RequestField[] = [
  { name: 'user', type: 'line' },
  { name: 'password', type: 'line' },
];

function answer(given: readonly string[], input = '') {
  const world: unknown = { stdin: Readable.from([Buffer.from(input)]), stderr: {} };
  const asking = { world: world as World, signal: new AbortController().signal, say: () => undefined };
  return givenFields(asking, asked, { given, partial: true, maxBytes: 1e6 });
}

test('one field can come from standard input', async () => {
  expect(await answer(['password=-'], 'hunter2\n')).toEqual({
    fields: [{ name: 'password', value: 'hunter2' }],
    files: [],
    wantsText: false,
  });
});

test.each(['one\ntwo', 'one\ntwo\n', 'one\n\n', 'one\rtwo', '\none'])(
  'a field of one line is refused with a second line: %j',
  async (text) => {
    await expect(answer(['password=-'], text)).rejects.toMatchObject({
      exit: 'misused',
      message: 'The field password takes a single line, but got more. Nothing was sent. Shorten it to one line.',
    });
  },
);

test.each([
  [['user=-', 'password=-'], 'Only one field can come from standard input. Use NAME=@FILE for the others.'],
  [['user=@one', 'user=@other'], 'The field user was given twice.'],
  [['user=-', 'user=-'], 'The field user was given twice.'],
  [['pin=-'], 'The request has no such field. Its fields are: user, password.'],
])('contradictory fields %j are refused, and nothing is sent', async (given, sentence) => {
  await expect(answer(given, 'hunter2')).rejects.toMatchObject({ exit: 'misused', message: sentence });
});

test.each(['user', 'User name', 'Username', 'DB_USER', 'Database host', 'E-mail', 'Benutzer', 'login (2)', 'SSID'])(
  'a line called %j is shown while it is typed',
  (name) => expect(isPublicName(name)).toBe(true),
);

test.each([
  ...['password', 'User password', 'Password for the user', 'DATABASE_URL', 'API key', 'key id', 'account PIN'],
  ...['Kennwort', 'Benutzerkennwort', 'パスワード', 'пароль user', 'userpassword', 'SSN', 'Line 1', '1234', '🔑', ''],
])('a line called %j is hidden', (name) => expect(isPublicName(name)).toBe(false));

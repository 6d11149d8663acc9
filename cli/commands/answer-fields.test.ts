import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { RequestField } from '#crypto/payload.ts';
import { givenFields } from './answer-fields.ts';
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

test('one field may come by standard input', async () => {
  expect(await answer(['password=-'], 'hunter2\n')).toEqual({
    fields: [{ name: 'password', value: 'hunter2' }],
    files: [],
    wantsText: false,
  });
});

test.each(['one\ntwo', 'one\ntwo\n', 'one\n\n', 'one\rtwo', '\none'])(
  'a field of one line takes no second one: %j',
  async (text) => {
    await expect(answer(['password=-'], text)).rejects.toMatchObject({
      exit: 'misused',
      message: 'The field password takes one line, and more were given. Nothing was sent. Give its line alone.',
    });
  },
);

test.each([
  [['user=-', 'password=-'], 'Standard input can be one field only. Give the others as NAME=@FILE.'],
  [['user=@one', 'user=@other'], 'The field user was given twice.'],
  [['user=-', 'user=-'], 'The field user was given twice.'],
  [['pin=-'], 'A field was given that is not asked for. Asked are: user, password.'],
])('of %j nothing would go as it was meant: nothing is sent', async (given, sentence) => {
  await expect(answer(given, 'hunter2')).rejects.toMatchObject({ exit: 'misused', message: sentence });
});

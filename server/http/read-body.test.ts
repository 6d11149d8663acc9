import { expect, test } from 'vitest';
import { readBody } from './read-body.ts';

async function* byteByByte(count: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index++) yield Uint8Array.of(index % 256);
}

test('a body whose length nobody has told may come byte by byte', async () => {
  const count = 300_000;
  const request = new Request('http://localhost/', { method: 'POST' });
  const bytes = await readBody(request, { maxBytes: count, declared: undefined, stream: byteByByte(count) });
  expect(bytes).toHaveLength(count);
  expect(bytes[count - 1]).toBe((count - 1) % 256);
  const tooLong = { maxBytes: count - 1, declared: undefined, stream: byteByByte(count) };
  await expect(readBody(request, tooLong)).rejects.toMatchObject({ code: 'too-large' });
});

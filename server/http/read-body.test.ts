import { expect, test } from 'vitest';
import { CollectedBytes } from './collect-bytes.ts';
import { readBody } from './read-body.ts';

async function* byteByByte(count: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index++) yield Uint8Array.of(index % 256);
}

test.each([undefined, 300_000])('a body can arrive byte by byte, with the declared length %s', async (declared) => {
  const count = 300_000;
  const bytes = await readBody(byteByByte(count), { maxBytes: count, declared });
  expect(bytes).toHaveLength(count);
  expect(bytes[count - 1]).toBe((count - 1) % 256);
  const tooLong = readBody(byteByByte(count), { maxBytes: count - 1, declared: undefined });
  await expect(tooLong).rejects.toMatchObject({ code: 'too-large' });
});

test('a truncated or aborted body is malformed', async () => {
  const cut = readBody(byteByByte(10), { maxBytes: 100, declared: 11 });
  await expect(cut).rejects.toMatchObject({ code: 'malformed' });
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Uint8Array.of(1);
    throw new Error('aborted');
  }
  const brokenOff = readBody(broken(), { maxBytes: 100, declared: 2 });
  await expect(brokenOff).rejects.toMatchObject({ code: 'malformed' });
});

test('a collected body uses memory for its bytes only, however small the pieces', () => {
  const declared = 1_000_000;
  const [known, unknown] = [new CollectedBytes(declared), new CollectedBytes()];
  for (let i = 0; i < declared; i++) {
    known.add(Uint8Array.of(i % 251));
    unknown.add(Uint8Array.of(i % 251));
  }
  expect(known.bytes().buffer.byteLength).toBe(declared);
  expect(unknown.bytes().buffer.byteLength).toBeLessThan(2.1 * declared);
  expect(Buffer.compare(known.bytes(), unknown.bytes())).toBe(0);
});

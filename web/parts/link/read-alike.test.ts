import { expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { encodeFragment, LinkType } from '#crypto/link.ts';
import { linkParts, mangledLinks } from '#client/testing/mangled-links.ts';
import { readWholeLink } from '#client/whole-link.ts';
import { readPastedKey } from './read-key.ts';

const idBytes = Uint8Array.from({ length: 16 }, (_, i) => (i * 53 + 7) % 256);
const id = encodeId(idBytes);
const key = Uint8Array.from({ length: 32 }, (_, i) => (i * 91 + 5) % 256);
const publicUrl = 'https://sotto.example/';
const fragment = encodeFragment({ type: LinkType.share, key, id: idBytes });
const link = `${publicUrl}s/${id}#${fragment}`;
const lock = { id, publicUrl, types: [LinkType.share, LinkType.sharePassword] };

/** This filter encodes characters outside ASCII in its own way, which the table does not model. */
const isUnreal = (inner: string, outer: string) =>
  outer === 'wrapped by Proofpoint, version 2' && (inner === outer || /full.width|full stop/.test(inner));

test('page and terminal read every pair of manglings alike, and never mistake another server for the link’s', async () => {
  const different: string[] = [];
  let [pairs, read] = [0, 0];
  for (const { how: inner, mangle: mangleFirst } of mangledLinks) {
    const text = mangleFirst(linkParts(link));
    for (const { how: outer, mangle } of mangledLinks) {
      if (isUnreal(inner, outer)) continue;
      const pasted = mangle({ ...linkParts(link), link: text });
      const terminal = readWholeLink(pasted);
      const page = await readPastedKey(pasted, lock);
      const isRead = terminal.ok && terminal.publicUrl === publicUrl && terminal.id === id;
      if (isRead !== page.ok || terminal.ok !== isRead) different.push(`${inner}, ${outer}`);
      pairs += 1;
      if (isRead) read += 1;
    }
  }
  expect(different).toEqual([]);
  expect(pairs - read).toBeLessThan(15);
});

test.each([
  `https://redirect.example/?to=sotto.example/s/${id}#${fragment}`,
  `https://redirect.example/?a=1&to=${encodeURIComponent(`sotto.example/s/${id}#${fragment}`)}`,
  `https://urldefense.com/v3/__sotto.example/s/${id}*${fragment}__;Iw!!abc!def$`,
])('the server behind a redirector is used, not the redirector: %s', (text) => {
  expect(readWholeLink(text)).toMatchObject({ ok: true, publicUrl, id });
});

test('a redirector that names no server is not used either', () => {
  expect(readWholeLink(`https://redirect.example/?to=/s/${id}#${fragment}`)).toEqual({ ok: false, reason: 'server' });
});

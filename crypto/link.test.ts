/** Properties of SPEC.md §4: the damage that mail programs, chats, trackers and people do to links. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from './bytes.ts';
import { encodeId } from './ids.ts';
import { encodeFragment, FRAGMENT_LENGTH, LinkType, readFragment } from './link.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map((b) => new Uint8Array(b));
const link = fc.record({ type: fc.constantFrom(...Object.values(LinkType)), key: bytes(32), id: bytes(16) });
const fixedLink = {
  type: LinkType.sharePassword,
  key: new Uint8Array(32).fill(0xa7),
  id: new Uint8Array(16).fill(0x5c),
};
const fixedFragment = encodeFragment(fixedLink);
const whole = `https://x.example/a/s/${encodeId(fixedLink.id)}#${fixedFragment}`;

const removable = fc.constantFrom(...Array.from('\t\n\v\f\r \u00A0\u00AD\u200B\u200C\u200D\uFEFF'));
const percent = (text: string) =>
  Array.from(encodeUtf8(text), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** Also without an escaped `#`, which would count as the first one. */
const hasNoHash = (url: string) => !/#|%23/.test(url);

const read = ({ type, key }: { type: LinkType; key: Uint8Array }) => ({ ok: true, type, key });

test('every key of every type has 50 characters and is read', () => {
  fc.assert(
    fc.property(link, (given) => {
      const fragment = encodeFragment(given);
      expect(fragment).toHaveLength(FRAGMENT_LENGTH);
      expect(readFragment(fragment, given.id)).toEqual(read(given));
    }),
  );
});

describe('a damaged link is read', () => {
  test('with invisible characters and line breaks anywhere, escaped or not', () => {
    const noise = fc.array(fc.tuple(fc.nat(FRAGMENT_LENGTH), removable, fc.boolean()), { maxLength: 12 });
    fc.assert(
      fc.property(link, noise, (given, inserted) => {
        const characters = Array.from(encodeFragment(given));
        for (const [at, character, escaped] of inserted) {
          characters.splice(at, 0, escaped ? percent(character) : character);
        }
        expect(readFragment(`#${characters.join('')}`, given.id)).toEqual(read(given));
      }),
    );
  });

  test('with any of its characters escaped, including the #', () => {
    fc.assert(
      fc.property(link, fc.infiniteStream(fc.boolean()), (given, escape) => {
        const text = Array.from(`#${encodeFragment(given)}`, (c) => (escape.next().value ? percent(c) : c)).join('');
        expect(readFragment(text, given.id)).toEqual(read(given));
      }),
    );
  });

  test('after any address and before any text', () => {
    const before = fc.webUrl({ withQueryParameters: true }).filter(hasNoHash);
    fc.assert(
      fc.property(
        link,
        before,
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 1, max: 3 }),
        (given, url, behind, n) => {
          // The text after the key must not extend it: only its own `%` could split an escape sequence.
          const text = `${url}${'#'.repeat(n)}${encodeFragment(given)}${behind}`;
          expect(readFragment(text, given.id)).toEqual(read(given));
        },
      ),
    );
  });

  test.each([
    [`<${whole}>`],
    [`(${whole}).`],
    [`"${whole}",`],
    [`${whole}&fbclid=IwAR2x`],
    [`${whole}?utm_source=newsletter&utm_medium=email`],
    [`${whole}&data=05%7C02%7C%FF`],
    [`${whole}\r\n\r\nSent from my phone`],
    [whole.replace('#', '%23')],
    [whole.replace('#', '##')],
    [whole.replace('#', '# ')],
    [whole.replace('#', '\u200B#\u200B')],
    [whole.replace(/.{76}/, '$&\r\n')],
    [`> ${whole.slice(0, 60)}\n ${whole.slice(60)}`],
    [`https://safelinks.example/?u=x#${fixedFragment}`],
    [` ${fixedFragment} `],
    [`${fixedFragment}…`],
  ])('%j', (text) => {
    expect(readFragment(text, fixedLink.id)).toEqual(read(fixedLink));
  });
});

describe('a wrong key is refused', () => {
  test('truncated at every length, alone and in its link', () => {
    for (let length = 0; length < FRAGMENT_LENGTH; length++) {
      const reason = length === 0 ? 'missing' : 'cut';
      const cut = fixedFragment.slice(0, length);
      for (const text of [cut, `#${cut}`, `${whole.split('#')[0] ?? ''}#${cut}`, `#${cut}).`, `#${cut}&fbclid=x`]) {
        // Without a # and a key, an address does not count as a key. `&fbclid` contains letters.
        if (length === 0 && text.includes('fbclid')) continue;
        expect(readFragment(text, fixedLink.id)).toEqual({ ok: false, reason });
      }
    }
  });

  test('truncated at its start, at every length', () => {
    for (let start = 1; start < FRAGMENT_LENGTH; start++) {
      const reading = readFragment(`#${fixedFragment.slice(start)}`, fixedLink.id);
      expect(reading).toEqual({ ok: false, reason: 'cut' });
    }
  });

  test('an address without a key is never read as a key', () => {
    fc.assert(
      fc.property(fc.webUrl().filter(hasNoHash), (url) => {
        expect(readFragment(url, fixedLink.id).ok).toBe(false);
        expect(readFragment(`${url}#`, fixedLink.id)).toEqual({ ok: false, reason: 'missing' });
      }),
    );
  });

  test('with one character changed', () => {
    const base58 = fc.constantFrom(...Array.from('123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'));
    fc.assert(
      fc.property(link, fc.nat(FRAGMENT_LENGTH - 1), base58, (given, at, character) => {
        const fragment = encodeFragment(given);
        fc.pre(fragment[at] !== character);
        const mistyped = fragment.slice(0, at) + character + fragment.slice(at + 1);
        expect(readFragment(mistyped, given.id)).toEqual({ ok: false, reason: 'wrong' });
      }),
    );
  });

  test('with two adjacent characters swapped, or in the wrong case', () => {
    for (let at = 0; at < FRAGMENT_LENGTH - 1; at++) {
      const [a, b] = [fixedFragment.charAt(at), fixedFragment.charAt(at + 1)];
      const swapped = fixedFragment.slice(0, at) + b + a + fixedFragment.slice(at + 2);
      if (a !== b) expect(readFragment(swapped, fixedLink.id)).toEqual({ ok: false, reason: 'wrong' });
    }
    for (const changed of [fixedFragment.toLowerCase(), fixedFragment.toUpperCase()]) {
      expect(readFragment(changed, fixedLink.id)).toEqual({ ok: false, reason: 'wrong' });
    }
  });

  test('the key of another share', () => {
    fc.assert(
      fc.property(link, bytes(16), (given, id) => {
        expect(readFragment(encodeFragment(given), id)).toEqual({ ok: false, reason: 'wrong' });
      }),
    );
  });

  test('any text, without an exception', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...Array.from('#%12aZ \uD800')) })),
        (text) => {
          expect(readFragment(text, fixedLink.id).ok).toBe(false);
        },
      ),
    );
  });

  test('a megabyte of text, quickly', () => {
    for (const unit of ['%41', '%', '#', '1', ' ', 'z']) {
      expect(readFragment(unit.repeat(1_000_000), fixedLink.id).ok).toBe(false);
    }
  });
});

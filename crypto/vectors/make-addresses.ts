/** Vectors for SPEC.md §13.3: the one form of an address. */
import type { AddressVector, Case } from './vector.ts';

const [longest, longestLabel] = ['a'.repeat(64), 'b'.repeat(63)];

/** The typed text, and the address that it is. */
const right: Readonly<Record<string, readonly [text: string, address: string]>> = {
  plain: ['bob@example.org', 'bob@example.org'],
  'upper-case': ['Bob.Smith@Example.ORG', 'bob.smith@example.org'],
  'all-characters': ["a_b+c'd=e~f-g.h@example.org", "a_b+c'd=e~f-g.h@example.org"],
  'longest-name': [`${longest}@example.org`, `${longest}@example.org`],
  'longest-label': [`a@${longestLabel}.example`, `a@${longestLabel}.example`],
  'umlaut-in-domain': ['bob@Bücher.example', 'bob@xn--bcher-kva.example'],
  'full-width-domain': ['bob@ｅｘａｍｐｌｅ.org', 'bob@example.org'],
  punycode: ['bob@xn--bcher-kva.example', 'bob@xn--bcher-kva.example'],
  'digits-in-domain': ['bob@1.2.example', 'bob@1.2.example'],
};

const wrong: Readonly<Record<string, string>> = {
  empty: '',
  'no-at': 'bob',
  'no-name': '@example.org',
  'no-domain': 'bob@',
  'one-label': 'bob@localhost',
  'dot-first': '.bob@example.org',
  'dot-last': 'bob.@example.org',
  'dots-twice': 'bob..smith@example.org',
  'hyphen-first': '-bob@example.org',
  'name-too-long': `a${longest}@example.org`,
  'name-quoted': '"bob smith"@example.org',
  'name-not-ascii': 'bób@example.org',
  'name-kelvin-sign': '\u212Aate@example.org',
  'two-ats': 'bob@eve@example.org',
  'line-break': 'bob@example.org\r\nBcc: eve@evil.example',
  'line-feed-in-name': 'bob\n@example.org',
  'space-before': ' bob@example.org',
  'display-name': 'Bob <bob@example.org>',
  'two-addresses': 'bob@example.org,eve@example.org',
  comment: 'bob(eve)@example.org',
  route: '@evil.example:bob@example.org',
  percent: 'bob%evil.example@example.org',
  'domain-dot-last': 'bob@example.org.',
  'domain-dot-first': 'bob@.example.org',
  'domain-hyphen-first': 'bob@-example.org',
  'domain-hyphen-last': 'bob@example-.org',
  'domain-underscore': 'bob@ex_ample.org',
  'domain-label-too-long': `bob@${longestLabel}b.example`,
  'domain-too-long': `bob@${'a.'.repeat(125)}example`,
  'ip-address': 'bob@127.0.0.1',
  'ip-address-in-hex': 'bob@0x7f.1',
  'ip-address-ending-in-hex': 'bob@127.0x1',
  'ip-address-full-width': 'bob@１２７.０.０.１',
  'ip-literal': 'bob@[127.0.0.1]',
  'domain-with-port': 'bob@bücher.example:25',
  'domain-with-path': 'bob@bücher.example/x',
  'domain-with-fragment': 'bob@bücher.example#x',
  'domain-with-soft-hyphen': 'bob@bü\u00ADcher.example',
  'domain-with-zero-width-space': 'bob@bü\u200Bcher.example',
  'domain-with-byte-order-mark': 'bob@bücher.example\uFEFF',
  'domain-with-ideographic-stop-last': 'bob@bücher。',
};

export function makeAddresses(): Case[] {
  const about = (name: string) => ({ kind: 'address', about: name.replaceAll('-', ' ') }) as const;
  const cases = (vectors: Readonly<Record<string, AddressVector>>): Case[] =>
    Object.entries(vectors).map(([name, vector]) => [`address/${name}`, vector]);
  return [
    ...cases(
      Object.fromEntries(
        Object.entries(right).map(([name, [text, address]]) => [
          name,
          { ...about(name), expect: 'success', text, address },
        ]),
      ),
    ),
    ...cases(
      Object.fromEntries(
        Object.entries(wrong).map(([name, text]) => [name, { ...about(name), expect: 'refused', text }]),
      ),
    ),
  ];
}

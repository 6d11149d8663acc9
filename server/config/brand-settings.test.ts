import { expect, test } from 'vitest';
import { parseConfig } from './parse-config.ts';
import { faultsOf } from '#server/testing/faults-of.ts';

test('the default brand is Sotto in its own colours', () => {
  expect(parseConfig({}).brand).toEqual({ name: 'Sotto', hasPage: false, footerLinks: [] });
});

test('a brand has a name, two pictures, two colours, links and contacts', () => {
  const { brand } = parseConfig({
    SOTTO_BRAND_NAME: ' Tresor ',
    SOTTO_BRAND_LOGO: '/etc/sotto/logo.svg',
    SOTTO_BRAND_FAVICON: 'icon.png',
    SOTTO_BRAND_SEAL_LIGHT: '#1D4ED8',
    SOTTO_BRAND_SEAL_DARK: '#8ab4f8',
    SOTTO_FOOTER_LINKS:
      'Imprint | de: Impressum|PT-br:Ficha=https://example.org/a?b=c, House rules = https://example.org, Write=mailto:us@example.org,',
    SOTTO_SUPPORT_CONTACT: 'mailto:help@example.org?subject=a%20share',
    SOTTO_ABUSE_CONTACT: 'https://example.org/abuse',
    SOTTO_BRAND_PAGE: 'true',
  });
  expect(brand).toEqual({
    name: 'Tresor',
    logo: '/etc/sotto/logo.svg',
    favicon: 'icon.png',
    sealLight: '#1d4ed8',
    sealDark: '#8ab4f8',
    hasPage: true,
    footerLinks: [
      { label: 'Imprint', labels: { de: 'Impressum', 'pt-BR': 'Ficha' }, url: 'https://example.org/a?b=c' },
      { label: 'House rules', labels: {}, url: 'https://example.org/' },
      { label: 'Write', labels: {}, url: 'mailto:us@example.org' },
    ],
    supportContact: 'mailto:help@example.org?subject=a%20share',
    abuseContact: 'https://example.org/abuse',
  });
  expect([brand, brand.footerLinks, ...brand.footerLinks].every(Object.isFrozen)).toBe(true);
});

test('every fault of a brand is reported at once, with its fix', () => {
  const faults = faultsOf({
    SOTTO_BRAND_NAME: 'a\u202eb',
    SOTTO_BRAND_SEAL_LIGHT: '#e8654b',
    SOTTO_BRAND_SEAL_DARK: 'blue',
    SOTTO_FOOTER_LINKS: 'Imprint=http://example.org',
    SOTTO_SUPPORT_CONTACT: 'help@example.org',
    SOTTO_ABUSE_CONTACT: 'javascript:alert(1)',
  });
  expect(faults.map((fault) => fault.split(', not "')[0])).toEqual([
    'SOTTO_BRAND_NAME must be 1 to 40 characters, without control or direction characters',
    'SOTTO_BRAND_SEAL_LIGHT must be #cc381a or darker to be read on light pages (it has 2.9:1 and needs 4.5:1)',
    'SOTTO_BRAND_SEAL_DARK must be a colour like #b3331d',
    'SOTTO_FOOTER_LINKS must be at most 8 links separated by commas, each a label of at most 40 characters, labels in other languages if you like, = and an address that begins with https:// or mailto: (Imprint|de:Impressum=https://example.org/imprint; write a comma inside one as %2C, and = and | inside a label as %3D and %7C)',
    'SOTTO_SUPPORT_CONTACT must be an address that begins with mailto: or https://',
    'SOTTO_ABUSE_CONTACT must be an address that begins with mailto: or https://',
  ]);
});

test.each(['   ', 'x'.repeat(41), 'two\nlines', 'a\u0000b', '\ud800', 'a\u2066b', 'zero\u200bwidth'])(
  'the name %j is refused',
  (name) => {
    expect(faultsOf({ SOTTO_BRAND_NAME: name })).toHaveLength(1);
  },
);

test.each(['x'.repeat(40), '🔐'.repeat(40), 'نامه‌رسان', '<b>&"', 'Ünïcode 秘密'])(
  'the name %j is accepted',
  (name) => {
    expect(parseConfig({ SOTTO_BRAND_NAME: name }).brand.name).toBe(name);
  },
);

test.each([
  'Imprint',
  '=https://example.org',
  'Imprint=//example.org',
  'Imprint=javascript:alert(1)',
  'Imprint=https://user:word@example.org',
  `${'x'.repeat(41)}=https://example.org`,
  'a\u202eb=https://example.org',
  'Imprint|=https://example.org',
  'Imprint|Impressum=https://example.org',
  'Imprint|:Impressum=https://example.org',
  'Imprint|de:=https://example.org',
  'Imprint|d:Impressum=https://example.org',
  'Imprint|de:Impressum|DE:Kontakt=https://example.org',
  'Imprint|de:a\u202eb=https://example.org',
  `Imprint|de:${'x'.repeat(41)}=https://example.org`,
  '|de:Impressum=https://example.org',
  Array.from({ length: 9 }, (_, at) => `Link ${at}=https://example.org`).join(','),
])('the footer links %j are refused', (links) => {
  expect(faultsOf({ SOTTO_FOOTER_LINKS: links })).toHaveLength(1);
});

test('a label can contain the characters that separate labels, and its translations can be in any language', () => {
  const { brand } = parseConfig({
    SOTTO_FOOTER_LINKS: 'A%3db %7C 100%25|tlh:<b>|sr-latn:a%2C b: c=https://example.org/%2C,B=https://example.org',
  });
  expect(brand.footerLinks).toEqual([
    { label: 'A=b | 100%25', labels: { tlh: '<b>', 'sr-Latn': 'a, b: c' }, url: 'https://example.org/%2C' },
    { label: 'B', labels: {}, url: 'https://example.org/' },
  ]);
  expect(Object.isFrozen(brand.footerLinks[0]?.labels)).toBe(true);
});

test.each(['mailto:', 'mailto:nobody', 'mailto:a@b,c@d', 'http://example.org', 'https://me:word@example.org', 'tel:1'])(
  'the contact %s is refused',
  (contact) => {
    expect(faultsOf({ SOTTO_SUPPORT_CONTACT: contact })).toHaveLength(1);
  },
);

import * as v from 'valibot';
import { isHexColour } from './colour.ts';
import { describeReadable, isReadable } from './palette.ts';
import type { Scheme } from './palette.ts';
import type { FooterLink } from './config.ts';
import { readLanguageTag } from './setting.ts';

/** The formats of branding that people see unchanged: plain text, addresses and colours, never HTML or CSS. */

const MAX_WORDS = 40;
const MAX_FOOTER_LINKS = 8;

/** Line breaks, direction marks and invisible characters. */
const UNSHOWABLE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u;

function areWords(text: string): boolean {
  return text !== '' && text.isWellFormed() && [...text].length <= MAX_WORDS && !UNSHOWABLE.test(text);
}

export const brandName = v.pipe(
  v.string(),
  v.trim(),
  v.check(areWords, `1 to ${MAX_WORDS} characters, without control or direction characters`),
);

/** A colour of one scheme, as `#rrggbb`, with enough contrast wherever the pages use it. */
export const sealColour = (scheme: Scheme) =>
  v.pipe(
    v.string(),
    v.check(isHexColour, 'a colour like #b3331d'),
    v.toLowerCase(),
    v.check(
      (colour) => !isHexColour(colour) || isReadable(colour, scheme),
      ({ input }) => describeReadable(input, scheme),
    ),
  );

/** @returns the address as browsers write it; undefined if it is neither https nor a mail address */
function readContact(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !text.isWellFormed() || url.username !== '' || url.password !== '') return undefined;
  if (url.protocol === 'mailto:') return /^[^@\s,]+@[^@\s,]+$/.test(url.pathname) ? url.href : undefined;
  return url.protocol === 'https:' ? url.href : undefined;
}

export const contact = v.pipe(
  v.string(),
  v.trim(),
  v.check((text) => readContact(text) !== undefined, 'an address that begins with mailto: or https://'),
  v.transform((text) => readContact(text) ?? ''),
);

function readFooterLinks(text: string): readonly FooterLink[] | undefined {
  const entries = text.split(',').filter((entry) => entry.trim() !== '');
  const links = entries.map(readFooterLink).filter((link) => link !== undefined);
  return links.length === entries.length && links.length <= MAX_FOOTER_LINKS ? links : undefined;
}

function readFooterLink(entry: string): FooterLink | undefined {
  const [labels = '', ...address] = entry.split('=');
  const [label = '', ...translations] = labels.split('|').map((text) => unescaped(text.trim()));
  const url = readContact(address.join('=').trim());
  const translated = readTranslations(translations);
  if (url === undefined || translated === undefined || !areWords(label)) return undefined;
  return { label, labels: translated, url };
}

/** Reads labels such as `de:Impressum`. */
function readTranslations(texts: readonly string[]): FooterLink['labels'] | undefined {
  const labels = new Map<string, string>();
  for (const text of texts) {
    const colon = text.indexOf(':');
    const [tag, label] = [readLanguageTag(text.slice(0, Math.max(colon, 0)).trim()), text.slice(colon + 1).trim()];
    if (tag === undefined || labels.has(tag) || !areWords(label)) return undefined;
    labels.set(tag, label);
  }
  return Object.freeze(Object.fromEntries(labels));
}

/** The characters that separate the parts of a link can be written as in an address. Nothing else is decoded. */
const unescaped = (label: string) =>
  label.replace(/%(2C|3D|7C)/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

const footerLinksForm =
  `at most ${MAX_FOOTER_LINKS} links separated by commas, each a label of at most ${MAX_WORDS} characters, ` +
  'labels in other languages if you like, = and an address that begins with https:// or mailto: ' +
  '(Imprint|de:Impressum=https://example.org/imprint; write a comma inside one as %2C, and = and | inside a label as %3D and %7C)';

export const footerLinks = v.pipe(
  v.string(),
  v.check((text) => readFooterLinks(text) !== undefined, footerLinksForm),
  v.transform((text) => readFooterLinks(text) ?? []),
);

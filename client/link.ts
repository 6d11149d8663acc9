import { decodeId } from '#crypto/ids.ts';
import { cleanLink } from '#crypto/link.ts';
import { parseUrl } from './parse-url.ts';

/** The letter in the path of a link. */
export const linkLetters = { share: 's', request: 'r', manage: 'm' } as const;

export type LinkKind = keyof typeof linkLetters;

const kinds = Object.keys(linkLetters) as LinkKind[];

/** @returns undefined for a letter that no link has */
export const linkKindOf = (letter: string | undefined): LinkKind | undefined =>
  kinds.find((kind) => linkLetters[kind] === letter);

export type LinkReading =
  /** `fragment`: the unread part after `#`, for `readFragment`; empty if the key is missing. */
  | { readonly kind: LinkKind; readonly id: string; readonly fragment: string }
  /** A link to another service. The caller shows its origin and sends nothing there. */
  | { readonly kind: 'foreign'; readonly origin: string }
  /** Not a link; possibly a key alone. */
  | { readonly kind: 'none' };

/**
 * Finds a link in pasted text, with the damage that `readFragment` tolerates.
 * @param publicUrl the start of this service's links; ends in `/`
 */
export function readLink(text: string, { publicUrl }: { publicUrl: string }): LinkReading {
  const [address = '', ...rest] = cleanLink(text).split('#');
  const url = findUrl(address, publicUrl);
  if (url === null) return { kind: 'none' };
  const home = new URL(publicUrl);
  if (url.origin !== home.origin || !url.pathname.startsWith(home.pathname)) {
    return { kind: 'foreign', origin: url.origin };
  }
  const [, letter, id = ''] = /^([srm])\/([1-9A-HJ-NP-Za-km-z]+)$/.exec(url.pathname.slice(home.pathname.length)) ?? [];
  const kind = linkKindOf(letter);
  if (kind === undefined || decodeId(id) === undefined) return { kind: 'none' };
  return { kind, id, fragment: rest.join('#').replace(/^#+/, '') };
}

/** The last address before the key: words or a redirector may precede the link. */
function findUrl(address: string, publicUrl: string): URL | null {
  const start = Math.max(address.lastIndexOf('https://'), address.lastIndexOf('http://'));
  if (start >= 0) return parseUrl(address.slice(start));
  const withoutScheme = publicUrl.replace(/^https?:\/\//, '');
  const scheme = publicUrl.slice(0, -withoutScheme.length);
  return address.startsWith(withoutScheme) ? parseUrl(scheme + address) : null;
}

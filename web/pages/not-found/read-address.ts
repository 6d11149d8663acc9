import { findLink, fragmentOf } from '#client/find-link.ts';
import { hrefOf } from '#web/parts/link/read-key.ts';

/** An address that the server knows no page for. */
export type Address =
  | { readonly at: 'nowhere' }
  /** It begins like a link to a secret. */
  | { readonly at: 'damaged' }
  /** The right address. The key has not left the browser. */
  | { readonly at: 'mended'; readonly href: string }
  /** The key, or a part of it, stood before the # and was sent to the server. sound: the key fits. */
  | { readonly at: 'sent'; readonly href: string; readonly sound: boolean };

const letters = { share: 's', request: 'r', manage: 'm' } as const;

/** Reads a link through what was done to its path. @param publicUrl where this service's links begin; ends in `/` */
export function readAddress(href: string, publicUrl: string): Address {
  const { origin, pathname, hash } = new URL(href);
  const found = findLink(href);
  const part = found.ok ? found : found.link;
  const isOurs = part?.publicUrl === undefined || new URL(part.publicUrl).origin === origin;
  if (part === undefined || !isOurs) return { at: /\/[srm](\/|%2f)/i.test(pathname) ? 'damaged' : 'nowhere' };
  if (!found.ok) {
    const page = `${publicUrl}${letters[part.kind]}/${part.id}`;
    const isSent = found.reason !== 'missing' && hash.length < 2;
    return isSent ? { at: 'sent', href: page, sound: false } : { at: 'mended', href: page + hash };
  }
  const whole = hrefOf({ publicUrl }, { ...found, fragment: fragmentOf(found) });
  return findLink(hash, found.id).ok ? { at: 'mended', href: whole } : { at: 'sent', href: whole, sound: true };
}

import { findLink, fragmentOf } from '#client/find-link.ts';
import { hrefOf } from '#web/parts/link/read-key.ts';

/** An address for which the server has no page. */
export type UnknownAddress =
  | { readonly at: 'nowhere' }
  /** It starts like a link to a secret. */
  | { readonly at: 'damaged' }
  /** The correct address. The key has not left the browser. */
  | { readonly at: 'repaired'; readonly href: string }
  /** The key, or part of it, was not behind a # and was sent to the server. `valid`: the key fits. */
  | { readonly at: 'sent'; readonly href: string; readonly valid: boolean };

const letters = { share: 's', request: 'r', manage: 'm' } as const;

/** Recovers a link whose path was damaged. @param publicUrl the start of this service's links; ends with `/` */
export function readAddress(href: string, publicUrl: string): UnknownAddress {
  const { origin, pathname, hash } = new URL(href);
  const found = findLink(href);
  const part = found.ok ? found : found.link;
  const isOurs = part?.publicUrl === undefined || new URL(part.publicUrl).origin === origin;
  if (part === undefined || !isOurs) return { at: /\/[srm](\/|%2f)/i.test(pathname) ? 'damaged' : 'nowhere' };
  if (!found.ok) {
    const page = `${publicUrl}${letters[part.kind]}/${part.id}`;
    const isSent = found.reason !== 'missing' && hash.length < 2;
    return isSent ? { at: 'sent', href: page, valid: false } : { at: 'repaired', href: page + hash };
  }
  const whole = hrefOf({ publicUrl }, { ...found, fragment: fragmentOf(found) });
  return findLink(hash, found.id).ok ? { at: 'repaired', href: whole } : { at: 'sent', href: whole, valid: true };
}

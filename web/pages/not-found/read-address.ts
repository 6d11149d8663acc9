import { findLink, fragmentOf } from '#client/find-link.ts';
import { linkKindOf, linkLetters } from '#client/link.ts';
import type { LinkKind } from '#client/link.ts';
import { hrefOf } from '#web/parts/link/read-key.ts';

/** An address for which the server has no page. */
export type UnknownAddress =
  | { readonly at: 'nowhere' }
  /** It starts like a link of this kind. */
  | { readonly at: 'damaged'; readonly kind: LinkKind }
  /** The correct address. The key has not left the browser. */
  | { readonly at: 'repaired'; readonly href: string }
  /** The key, or part of it, was not behind a # and was sent to the server. `valid`: the key fits. */
  | { readonly at: 'sent'; readonly href: string; readonly valid: boolean };

/** Recovers a link whose path was damaged. @param publicUrl the start of this service's links; ends with `/` */
export function readAddress(href: string, publicUrl: string): UnknownAddress {
  const { origin, pathname, hash } = new URL(href);
  const found = findLink(href);
  const part = found.ok ? found : found.link;
  const isOurs = part?.publicUrl === undefined || new URL(part.publicUrl).origin === origin;
  if (part === undefined || !isOurs) {
    const kind = linkKindOf(/\/([srm])(\/|%2f)/i.exec(pathname)?.[1]?.toLowerCase());
    return kind === undefined ? { at: 'nowhere' } : { at: 'damaged', kind };
  }
  if (!found.ok) {
    const page = `${publicUrl}${linkLetters[part.kind]}/${part.id}`;
    const isSent = found.reason !== 'missing' && hash.length < 2;
    return isSent ? { at: 'sent', href: page, valid: false } : { at: 'repaired', href: page + hash };
  }
  const whole = hrefOf({ publicUrl }, { ...found, fragment: fragmentOf(found) });
  return findLink(hash, found.id).ok ? { at: 'repaired', href: whole } : { at: 'sent', href: whole, valid: true };
}

import { findLink, fragmentOf } from '#client/find-link.ts';
import type { KeyFault, SoundLink } from './key-fault.ts';

interface Place {
  readonly id: string;
  readonly publicUrl: string;
}

/**
 * @returns the link or key in a pasted text, or what is wrong with it; undefined if it has neither, but maybe part of a
 * key
 */
export function readPasted(
  text: string,
  { id, publicUrl }: Place,
): SoundLink | { readonly fault: KeyFault } | undefined {
  const found = findLink(text, id);
  const link = found.ok ? found : found.link;
  if (link === undefined) return text.trim() === id ? { fault: { kind: 'missing' } } : undefined;
  if (link.publicUrl !== undefined && !isHere(link.publicUrl, publicUrl)) {
    return { fault: { kind: 'foreign', origin: new URL(link.publicUrl).origin } };
  }
  if (found.ok) return { ...found, fragment: fragmentOf(found) };
  const reason = found.reason === 'cut' || found.reason === 'wrong' ? found.reason : 'missing';
  return { fault: { kind: reason } };
}

/** A link with http is still a link to this service: nothing is sent to its address. */
export function isHere(found: string, publicUrl: string): boolean {
  return found === publicUrl || found.replace(/^http:/, 'https:') === publicUrl;
}

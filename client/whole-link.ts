import type { LinkType } from '#crypto/link.ts';
import { findLink } from './find-link.ts';
import type { LinkFault } from './find-link.ts';
import type { LinkKind } from './link.ts';

export interface WholeLink {
  readonly ok: true;
  /** Where its service begins, which says whom to ask; ends in `/`. */
  readonly publicUrl: string;
  readonly kind: LinkKind;
  /** base58 of 16 bytes. */
  readonly id: string;
  /** 32 bytes: the link key of a share or a request, the owner key of a manage link. */
  readonly key: Uint8Array<ArrayBuffer>;
  readonly type: LinkType;
}

export interface NoLink {
  readonly ok: false;
  /**
   * none: no link at all. key, id: a key alone, an id alone. server: an id and its key without an address.
   * missing, cut, wrong: what is the matter with the key after `#`.
   */
  readonly reason: LinkFault['reason'] | 'server';
}

/** For a program that is at home nowhere. Reads through the damage that mail and chats do; without a scheme, https is meant. */
export function readWholeLink(text: string): WholeLink | NoLink {
  const found = findLink(text);
  if (!found.ok) return { ok: false, reason: found.reason };
  const { publicUrl } = found;
  return publicUrl === undefined ? { ok: false, reason: 'server' } : { ...found, publicUrl };
}

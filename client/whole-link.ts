import type { LinkType } from '#crypto/link.ts';
import { findLink } from './find-link.ts';
import type { LinkFault } from './find-link.ts';
import type { LinkKind } from './link.ts';

export interface WholeLink {
  readonly ok: true;
  /** The address of the service, ending in `/`. */
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
   * none: not a link. key, id: only a key, only an id. server: an id and its key without an address.
   * missing, cut, wrong: the fault in the key after `#`.
   */
  readonly reason: LinkFault['reason'] | 'server';
}

/** Reads a link to any service. Tolerates the damage that mail and chats do. A link without a scheme means https. */
export function readWholeLink(text: string): WholeLink | NoLink {
  const found = findLink(text);
  if (!found.ok) return { ok: false, reason: found.reason };
  const { publicUrl } = found;
  return publicUrl === undefined ? { ok: false, reason: 'server' } : { ...found, publicUrl };
}

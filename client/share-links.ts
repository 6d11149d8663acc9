import { encodeId } from '#crypto/ids.ts';
import { encodeFragment, LinkType } from '#crypto/link.ts';
import { ProtocolError } from './errors.ts';

export interface LinkParts {
  readonly publicUrl: string;
  readonly id: Uint8Array;
  readonly linkKey: Uint8Array;
  readonly ownerKey: Uint8Array<ArrayBuffer>;
  readonly hasPassword: boolean;
}

export interface ShareLinks {
  readonly id: string;
  readonly link: string;
  readonly linkWithoutKey: string;
  /** The fragment: 50 characters, without `#`. */
  readonly key: string;
  readonly manageLink: string;
  readonly ownerKey: Uint8Array<ArrayBuffer>;
}

export function linksOf({ publicUrl, id, linkKey, ownerKey, hasPassword }: LinkParts): ShareLinks {
  const name = encodeId(id);
  const type = hasPassword ? LinkType.sharePassword : LinkType.share;
  const key = encodeFragment({ type, key: linkKey, id });
  const linkWithoutKey = `${publicUrl}s/${name}`;
  const manageKey = encodeFragment({ type: LinkType.manage, key: ownerKey, id });
  return {
    id: name,
    link: `${linkWithoutKey}#${key}`,
    linkWithoutKey,
    key,
    manageLink: `${publicUrl}m/${name}#${manageKey}`,
    ownerKey,
  };
}

export interface RequestLinkParts {
  readonly publicUrl: string;
  readonly id: Uint8Array;
  readonly linkKey: Uint8Array;
  readonly ownerKey: Uint8Array<ArrayBuffer>;
}

/** `link` is for those who are asked. */
export function requestLinksOf({ publicUrl, id, linkKey, ownerKey }: RequestLinkParts): ShareLinks {
  const name = encodeId(id);
  const key = encodeFragment({ type: LinkType.request, key: linkKey, id });
  const linkWithoutKey = `${publicUrl}r/${name}`;
  const manageKey = encodeFragment({ type: LinkType.manage, key: ownerKey, id });
  return {
    id: name,
    link: `${linkWithoutKey}#${key}`,
    linkWithoutKey,
    key,
    manageLink: `${publicUrl}m/${name}#${manageKey}`,
    ownerKey,
  };
}

/** @throws ProtocolError */
export function checkedPublicUrl(publicUrl: string): string {
  const url = URL.canParse(publicUrl) ? new URL(publicUrl) : null;
  const sound = url !== null && /^https?:$/.test(url.protocol) && url.href === publicUrl && publicUrl.endsWith('/');
  if (!sound || url.search !== '' || url.hash !== '' || url.username !== '')
    throw new ProtocolError('not a public URL');
  return publicUrl;
}

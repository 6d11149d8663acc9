import { encodeId } from '#crypto/ids.ts';
import { encodeFragment, LinkType } from '#crypto/link.ts';
import { ProtocolError } from './errors.ts';
import { parseUrl } from './parse-url.ts';

/** The first segment of a link's path, by the link's type. */
const paths = { [LinkType.share]: 's', [LinkType.sharePassword]: 's', [LinkType.request]: 'r' } as const;

export interface LinkParts {
  readonly type: keyof typeof paths;
  readonly publicUrl: string;
  readonly id: Uint8Array;
  readonly linkKey: Uint8Array;
  readonly ownerKey: Uint8Array<ArrayBuffer>;
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

/** `link` is for the recipient, or for the people who answer a request. */
export function linksOf({ type, publicUrl, id, linkKey, ownerKey }: LinkParts): ShareLinks {
  const name = encodeId(id);
  const key = encodeFragment({ type, key: linkKey, id });
  const linkWithoutKey = `${publicUrl}${paths[type]}/${name}`;
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
  const url = parseUrl(publicUrl);
  const sound = url !== null && /^https?:$/.test(url.protocol) && url.href === publicUrl && publicUrl.endsWith('/');
  if (!sound || url.search !== '' || url.hash !== '' || url.username !== '')
    throw new ProtocolError('not a public URL');
  return publicUrl;
}

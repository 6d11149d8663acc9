import { decodeId } from '#crypto/ids.ts';
import { encodeFragment, LinkType } from '#crypto/link.ts';
import { basePath } from '#web/app/layout/environment.ts';
import { publicUrl } from '#web/app/network/page-address.ts';
import type { ListEntry } from '#web/parts/list/entry.ts';

/** The manage page of a share or request, with its key. */
export function manageHref({ id, ownerKey }: ListEntry): string {
  const bytes = decodeId(id);
  const fragment = bytes === undefined ? '' : encodeFragment({ type: LinkType.manage, key: ownerKey, id: bytes });
  return `${basePath()}m/${id}#${fragment}`;
}

/** Moves a stored or imported link to this page's own address: the service may have moved, and a file may be forged. */
export function withOwnLink<E extends ListEntry>(entry: E): E {
  const { kind, id, link } = entry;
  if (link === undefined) return entry;
  return { ...entry, link: `${publicUrl()}${kind === 'request' ? 'r' : 's'}/${id}${link.slice(link.indexOf('#'))}` };
}

import { readLink } from '#client/link.ts';
import { decodeId } from '#crypto/ids.ts';
import { LinkType, readFragment } from '#crypto/link.ts';

export function linkKeyOf(text: string, publicUrl: string) {
  const link = readLink(text, { publicUrl });
  const id = link.kind === 'share' ? decodeId(link.id) : undefined;
  const fragment = link.kind === 'share' && id !== undefined ? readFragment(link.fragment, id) : undefined;
  if (link.kind !== 'share' || fragment?.ok !== true) throw new Error('Not the link of a share.');
  if (fragment.type !== LinkType.share && fragment.type !== LinkType.sharePassword) throw new Error('Not a share.');
  return { id: link.id, linkKey: fragment.key, type: fragment.type };
}

export function requestKeyOf(text: string, publicUrl: string) {
  const link = readLink(text, { publicUrl });
  const id = link.kind === 'request' ? decodeId(link.id) : undefined;
  const fragment = link.kind === 'request' && id !== undefined ? readFragment(link.fragment, id) : undefined;
  if (link.kind !== 'request' || fragment?.ok !== true) throw new Error('Not the link of a request.');
  return { id: link.id, linkKey: fragment.key };
}

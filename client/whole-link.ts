import { decodeId } from '#crypto/ids.ts';
import { cleanLink, readFragment } from '#crypto/link.ts';
import type { LinkType } from '#crypto/link.ts';
import { readLink } from './link.ts';
import type { LinkKind } from './link.ts';

/** A link to any service, taken apart and checked without asking anyone. */
export interface WholeLink {
  readonly ok: true;
  /** Where the service's links begin, which says whom to ask; ends in `/`. */
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
  /** none: no link at all. missing, cut, wrong: what is the matter with the key after `#`. */
  readonly reason: 'none' | 'missing' | 'cut' | 'wrong';
}

/** For a program that is at home nowhere. Reads through the damage that mail and chats do; without a scheme, https is meant. */
export function readWholeLink(text: string): WholeLink | NoLink {
  const clean = cleanLink(text);
  const whole = /[a-z]:\/\//i.test(clean) ? clean : `https://${clean}`;
  const publicUrl = publicUrlOf(whole.split('#')[0] ?? '');
  const link = publicUrl === undefined ? undefined : readLink(whole, { publicUrl });
  if (publicUrl === undefined || link === undefined || !('id' in link)) return { ok: false, reason: 'none' };
  const fragment = readFragment(link.fragment, decodeId(link.id) ?? new Uint8Array());
  if (!fragment.ok) return fragment;
  return { ok: true, publicUrl, kind: link.kind, id: link.id, key: fragment.key, type: fragment.type };
}

/** A link may have had words, or a redirector, put before it: the last address counts. */
function publicUrlOf(address: string): string | undefined {
  const start = Math.max(address.lastIndexOf('https://'), address.lastIndexOf('http://'));
  const [, home = ''] = /^(.*\/)[srm]\/[1-9A-HJ-NP-Za-km-z]+$/.exec(address.slice(start)) ?? [];
  if (!URL.canParse(home)) return undefined;
  const { origin, pathname } = new URL(home);
  return `${origin}${pathname}`;
}

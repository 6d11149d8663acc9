import { readLink } from '#client/link.ts';
import { decodeId } from '#crypto/ids.ts';
import { LinkType, readFragment } from '#crypto/link.ts';

/** The page that a key is wanted for. */
export interface Lock<Type extends LinkType> {
  /** As it stands in the page's path: not yet known to be an id. */
  readonly id: string;
  /** Where this service's links begin; ends in `/`. */
  readonly publicUrl: string;
  readonly types: readonly Type[];
}

/** What is wrong with a key; known without asking anyone. */
export type KeyFault =
  | { readonly kind: 'missing' | 'cut' | 'wrong' }
  /** The path was damaged: no key fits. */
  | { readonly kind: 'address' }
  /** A link to another service. Nothing is sent there. */
  | { readonly kind: 'foreign'; readonly origin: string }
  /** A sound link, but to another page of this service. */
  | { readonly kind: 'other'; readonly href: string };

export type KeyReading<Type extends LinkType> =
  | { readonly ok: true; readonly type: Type; readonly key: Uint8Array }
  | { readonly ok: false; readonly fault: KeyFault };

/** A page that waits for its key. */
export interface Keyless {
  readonly at: 'keyless';
  /** Of the page's own address. */
  readonly fault: KeyFault;
  /** Of what was put into the box since. */
  readonly pasted?: KeyFault;
}

/** The page waiting on, told what is wrong with the last key it was given. */
export function keyless(now: Keyless | { readonly at: string }, fault: KeyFault): Keyless {
  return 'fault' in now ? { at: 'keyless', fault: now.fault, pasted: fault } : { at: 'keyless', fault };
}

/** Reads the fragment of this page's own address. */
export function readOwnKey<Type extends LinkType>(fragment: string, lock: Lock<Type>): KeyReading<Type> {
  const id = decodeId(lock.id);
  if (id === undefined) return { ok: false, fault: { kind: 'address' } };
  const reading = readFragment(fragment, id);
  if (!reading.ok) return { ok: false, fault: { kind: reading.reason } };
  const type = lock.types.find((known) => known === reading.type);
  if (type !== undefined) return { ok: true, type, key: reading.key };
  const link = { id: lock.id, fragment: fragment.replace(/^#+/, '') };
  return { ok: false, fault: other(lock, pageOf[reading.type], link) };
}

/** Reads what was put into the box: a key alone, or a whole link. */
export function readPastedKey<Type extends LinkType>(text: string, lock: Lock<Type>): KeyReading<Type> {
  const link = readLink(text, lock);
  if (link.kind === 'none') return readOwnKey(text, lock);
  if (link.kind === 'foreign') return { ok: false, fault: { kind: 'foreign', origin: link.origin } };
  if (link.id === lock.id) return readOwnKey(link.fragment, lock);
  return { ok: false, fault: other(lock, pages[link.kind], link) };
}

const pages = { share: 's', request: 'r', manage: 'm' } as const;

const pageOf: Readonly<Record<LinkType, string>> = {
  [LinkType.share]: pages.share,
  [LinkType.sharePassword]: pages.share,
  [LinkType.request]: pages.request,
  [LinkType.manage]: pages.manage,
};

interface Link {
  readonly id: string;
  readonly fragment: string;
}

function other({ publicUrl }: { readonly publicUrl: string }, page: string, { id, fragment }: Link): KeyFault {
  return { kind: 'other', href: `${publicUrl}${page}/${id}#${fragment}` };
}

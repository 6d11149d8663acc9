import { decodeId } from '#crypto/ids.ts';
import { LinkType, readFragment } from '#crypto/link.ts';
import type { KeyFault, SoundLink } from './key-fault.ts';

/** The page that needs a key. */
export interface Lock<Type extends LinkType> {
  /** The text in the page's path. It may not be a valid id. */
  readonly id: string;
  /** The start of this service's links; ends with `/`. */
  readonly publicUrl: string;
  readonly types: readonly Type[];
}

export type KeyReading<Type extends LinkType> =
  | { readonly ok: true; readonly type: Type; readonly key: Uint8Array }
  | { readonly ok: false; readonly fault: KeyFault };

/** The page waits for its key. */
export interface Keyless {
  readonly at: 'keyless';
  /** The fault of the page's own address. */
  readonly fault: KeyFault;
  /** The fault of the last text that was pasted into the box. */
  readonly pasted?: KeyFault;
}

/** The page keeps waiting and shows what is wrong with the last pasted key. */
export function keyless(now: Keyless | { readonly at: string }, fault: KeyFault): Keyless {
  return 'fault' in now ? { at: 'keyless', fault: now.fault, pasted: fault } : { at: 'keyless', fault };
}

/** Reads the fragment of this page's address. A damaged one is read like a pasted text. */
export async function readAddressKey<Type extends LinkType>(
  fragment: string,
  lock: Lock<Type>,
): Promise<KeyReading<Type>> {
  const reading = readOwnKey(fragment, lock);
  if (reading.ok || reading.fault.kind === 'address' || fragment.length < 2) return reading;
  const again = await readPastedKey(fragment, lock);
  return again.ok ? again : reading;
}

export function readOwnKey<Type extends LinkType>(fragment: string, lock: Lock<Type>): KeyReading<Type> {
  const id = decodeId(lock.id);
  if (id === undefined) return { ok: false, fault: { kind: 'address' } };
  const reading = readFragment(fragment, id);
  if (!reading.ok) return { ok: false, fault: { kind: reading.reason } };
  return ofType({ ...reading, id: lock.id, fragment: fragment.replace(/^#+/, '') }, lock);
}

/** Reads a pasted text: a key or a whole link. The parser loads on first use. */
export async function readPastedKey<Type extends LinkType>(text: string, lock: Lock<Type>): Promise<KeyReading<Type>> {
  const found = await import('./read-pasted.ts').then(
    ({ readPasted }) => readPasted(text, lock),
    () => undefined,
  );
  if (found === undefined) return readOwnKey(text, lock);
  if ('fault' in found) return { ok: false, fault: found.fault };
  if (found.id === lock.id) return ofType(found, lock);
  return { ok: false, fault: other(lock, found) };
}

/** Checks that this page accepts keys of this type. */
function ofType<Type extends LinkType>(sound: SoundLink, lock: Lock<Type>): KeyReading<Type> {
  const type = lock.types.find((known) => known === sound.type);
  return type === undefined ? { ok: false, fault: other(lock, sound) } : { ok: true, type, key: sound.key };
}

const pageOf: Readonly<Record<LinkType, string>> = {
  [LinkType.share]: 's',
  [LinkType.sharePassword]: 's',
  [LinkType.request]: 'r',
  [LinkType.manage]: 'm',
};

/** The address on this service that a valid link leads to. */
export function hrefOf({ publicUrl }: { readonly publicUrl: string }, link: Omit<SoundLink, 'key'>): string {
  return `${publicUrl}${pageOf[link.type]}/${link.id}#${link.fragment}`;
}

function other(lock: { readonly publicUrl: string }, link: SoundLink): KeyFault {
  return { kind: 'other', href: hrefOf(lock, link) };
}

import { findLink } from '#client/find-link.ts';
import { decodeId } from '#crypto/ids.ts';
import { isHere } from '#web/parts/link/read-pasted.ts';

export type SubjectFault =
  | { readonly kind: 'no-subject' | 'no-id' }
  /** A link to another service. */
  | { readonly kind: 'foreign'; readonly origin: string };

export type SubjectReading =
  /** `cut`: there was more than the id and its address, which is dropped. */
  | { readonly ok: true; readonly id: string; readonly cut: boolean }
  | { readonly ok: false; readonly fault: SubjectFault };

/** Reads the reported id, alone or in a link. Everything after a `#` is a key and is dropped. */
export function readSubject(text: string, publicUrl: string): SubjectReading {
  const [id = '', ...rest] = text.trim().split('#');
  if (id === '' && rest.length === 0) return { ok: false, fault: { kind: 'no-subject' } };
  if (decodeId(id) !== undefined) return { ok: true, id, cut: rest.length > 0 };
  const found = findLink(text);
  const link = found.ok ? found : found.link;
  if (link === undefined) return { ok: false, fault: { kind: 'no-id' } };
  if (link.publicUrl !== undefined && !isHere(link.publicUrl, publicUrl)) {
    return { ok: false, fault: { kind: 'foreign', origin: new URL(link.publicUrl).origin } };
  }
  return { ok: true, id: link.id, cut: found.ok || found.reason !== 'missing' };
}

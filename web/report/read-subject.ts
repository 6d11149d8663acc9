import { readLink } from '#client/link.ts';
import { decodeId } from '#crypto/ids.ts';

export type SubjectFault =
  | { readonly kind: 'no-subject' | 'no-id' }
  /** A link to another service. */
  | { readonly kind: 'foreign'; readonly origin: string };

export type SubjectReading =
  /** `cut`: there was more than the id and its address; that is dropped here. */
  | { readonly ok: true; readonly id: string; readonly cut: boolean }
  | { readonly ok: false; readonly fault: SubjectFault };

/** What is reported: an id alone, or found in a link. Whatever follows a `#` is a key, and goes no further. */
export function readSubject(text: string, publicUrl: string): SubjectReading {
  const [id = '', ...rest] = text.trim().split('#');
  if (id === '' && rest.length === 0) return { ok: false, fault: { kind: 'no-subject' } };
  if (decodeId(id) !== undefined) return { ok: true, id, cut: rest.length > 0 };
  const link = readLink(text, { publicUrl });
  if (link.kind === 'foreign') return { ok: false, fault: { kind: 'foreign', origin: link.origin } };
  if (link.kind === 'none') return { ok: false, fault: { kind: 'no-id' } };
  return { ok: true, id: link.id, cut: link.fragment !== '' };
}

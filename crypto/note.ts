/** SPEC.md §13.1: the owner's note. */
import { expectLength, fromBase64url, toBase64url } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { isObject } from './json.ts';
import { ownerKeys } from './keys.ts';
import { MAX_NOTE_BYTES, SECRET_BYTES } from './limits.ts';
import { openBox, sealBoxWith } from './owner-box.ts';
import { newSecret } from './random.ts';

export interface Note {
  readonly title: string;
  /** K of a request, 32 bytes, with which the owner can read the question on any device. Never K of a share. */
  readonly requestLinkKey?: Uint8Array;
}

interface NoteJson {
  readonly v: 1;
  readonly title: string;
  /** base64url */
  readonly requestLinkKey?: string;
}

/** @throws CryptoError `too-large`, `utf8`, `json` */
export async function sealNote(ownerKey: Uint8Array, id: Uint8Array, note: Note): Promise<Bytes> {
  return sealNoteWith({ ownerKey, id, salt: newSecret() }, note);
}

/** For vectors only: the salt determines the key. */
export async function sealNoteWith(
  { ownerKey, id, salt }: { ownerKey: Uint8Array; id: Uint8Array; salt: Uint8Array },
  { title, requestLinkKey }: Note,
): Promise<Bytes> {
  if (requestLinkKey) expectLength(requestLinkKey, SECRET_BYTES);
  const note: NoteJson = { v: 1, title, ...(requestLinkKey && { requestLinkKey: toBase64url(requestLinkKey) }) };
  return sealBoxWith(salt, boxOf(ownerKey, id), note);
}

/** @throws CryptoError `length`, `too-large`, `ciphertext`, `padding`, `utf8`, `json`, `payload`, `base64url` */
export async function openNote(ownerKey: Uint8Array, id: Uint8Array, bytes: Uint8Array): Promise<Note> {
  const { title, requestLinkKey } = await openBox(boxOf(ownerKey, id), bytes, expectNote);
  if (requestLinkKey === undefined) return { title };
  return { title, requestLinkKey: fromBase64url(requestLinkKey, SECRET_BYTES) };
}

const boxOf = (ownerKey: Uint8Array, id: Uint8Array) => ({
  keyOf: ownerKeys(ownerKey).noteKey,
  id,
  maxBytes: MAX_NOTE_BYTES,
});

const members = ['v', 'title', 'requestLinkKey'];

function expectNote(value: unknown): asserts value is NoteJson {
  const right = isObject(value) && value['v'] === 1 && typeof value['title'] === 'string';
  if (!right || !Object.keys(value).every((name) => members.includes(name))) throw new CryptoError('payload');
  const linkKey = value['requestLinkKey'];
  if (linkKey !== undefined && typeof linkKey !== 'string') throw new CryptoError('payload');
}

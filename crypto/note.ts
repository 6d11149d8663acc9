/** SPEC.md §13: the owner's note. */
import { decryptAead, encryptAead } from './aead.ts';
import { concat, expectLength, fromBase64url, toBase64url } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { decodeJson, encodeJson, isObject } from './json.ts';
import { ownerKeys } from './keys.ts';
import { AEAD_TAG_BYTES, ID_BYTES, MAX_NOTE_BYTES, SECRET_BYTES } from './limits.ts';
import { pad, unpad } from './padding.ts';
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

/** The key is derived from a fresh salt each time a note is written, so no key uses this nonce twice. */
const NONCE = new Uint8Array(12);

/** salt ‖ AEAD(owner note key, nonce 0, aad id, padded JSON). @throws CryptoError `too-large`, `utf8`, `json` */
export async function sealNote(ownerKey: Uint8Array, id: Uint8Array, note: Note): Promise<Bytes> {
  return sealNoteWith({ ownerKey, id, salt: newSecret() }, note);
}

/** For vectors only: the salt determines the key. */
export async function sealNoteWith(
  { ownerKey, id, salt }: { ownerKey: Uint8Array; id: Uint8Array; salt: Uint8Array },
  { title, requestLinkKey }: Note,
): Promise<Bytes> {
  expectLength(id, ID_BYTES);
  expectLength(salt, SECRET_BYTES);
  if (requestLinkKey) expectLength(requestLinkKey, SECRET_BYTES);
  const note: NoteJson = { v: 1, title, ...(requestLinkKey && { requestLinkKey: toBase64url(requestLinkKey) }) };
  const plaintext = pad(encodeJson(note), MAX_NOTE_BYTES);
  if (SECRET_BYTES + plaintext.length + AEAD_TAG_BYTES > MAX_NOTE_BYTES) throw new CryptoError('too-large');
  const key = ownerKeys(ownerKey).noteKey(salt);
  return concat(salt, await encryptAead({ key, nonce: NONCE, aad: id }, plaintext));
}

/** @throws CryptoError `length`, `too-large`, `ciphertext`, `padding`, `utf8`, `json`, `payload`, `base64url` */
export async function openNote(ownerKey: Uint8Array, id: Uint8Array, bytes: Uint8Array): Promise<Note> {
  expectLength(id, ID_BYTES);
  if (bytes.length < SECRET_BYTES + AEAD_TAG_BYTES) throw new CryptoError('length');
  if (bytes.length > MAX_NOTE_BYTES) throw new CryptoError('too-large');
  const key = ownerKeys(ownerKey).noteKey(bytes.subarray(0, SECRET_BYTES));
  const plaintext = await decryptAead({ key, nonce: NONCE, aad: id }, bytes.subarray(SECRET_BYTES));
  const { title, requestLinkKey } = decodeJson(unpad(plaintext), expectNote);
  if (requestLinkKey === undefined) return { title };
  return { title, requestLinkKey: fromBase64url(requestLinkKey, SECRET_BYTES) };
}

const members = ['v', 'title', 'requestLinkKey'];

function expectNote(value: unknown): asserts value is NoteJson {
  const right = isObject(value) && value['v'] === 1 && typeof value['title'] === 'string';
  if (!right || !Object.keys(value).every((name) => members.includes(name))) throw new CryptoError('payload');
  const linkKey = value['requestLinkKey'];
  if (linkKey !== undefined && typeof linkKey !== 'string') throw new CryptoError('payload');
}

/** Vectors for SPEC.md §5, §6, §13, §14 and §15. */
import { expand } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { encryptAead } from '#crypto/aead.ts';
import { concat, encodeUtf8, toBase64url, toHex, u32 } from '#crypto/bytes.ts';
import type { Bytes } from '#crypto/bytes.ts';
import { ownerKeys } from '#crypto/keys.ts';
import { sealNoteWith } from '#crypto/note.ts';
import { argon2id } from '#crypto/password.ts';
import { requestLinkKey } from '#crypto/request.ts';
import { fixed, flipBit, ID, LINK_KEY, OTHER_ID, OWNER_KEY, padBytes } from './fixed.ts';
import type { AtRestVector, Case, NoteVector, OwnerKeysVector, PasswordVector } from './vector.ts';

const NOTE_SALT = fixed('note salt');
const NONCE = new Uint8Array(12);

function makeOwnerKeys(): Case {
  const keys = ownerKeys(OWNER_KEY);
  const vector: OwnerKeysVector = {
    ...{ kind: 'owner-keys', about: 'Everything that follows from an owner key.', expect: 'success' },
    ...{ ownerKey: toHex(OWNER_KEY), createProof: toHex(keys.createProof), ownerProof: toHex(keys.ownerProof) },
    ...{ noteSalt: toHex(NOTE_SALT), noteKey: toHex(keys.noteKey(NOTE_SALT)) },
    ...{ peopleKey: toHex(keys.peopleKey(NOTE_SALT)), webhookSecret: toHex(keys.webhookSecret) },
    receiptKey: toHex(keys.receiptKey),
    ...{ requestSeed: toHex(keys.requestSeed), answerSecret: toHex(keys.answerSecret) },
  };
  return ['keys/owner', vector];
}

function password(
  name: string,
  text: string,
  expect: PasswordVector['expect'] | { normalized: string; salt?: string; key?: string },
): Case {
  const utf16 = [...Array(text.length).keys()].map((i) => text.charCodeAt(i).toString(16).padStart(4, '0')).join('');
  const outcome =
    typeof expect === 'string'
      ? { expect }
      : { expect: 'success' as const, ...expect, normalized: toHex(encodeUtf8(expect.normalized)) };
  return [`password/${name}`, { kind: 'password', about: name.replaceAll('-', ' '), utf16, ...outcome }];
}

async function makePasswords(): Promise<Case[]> {
  const salt = fixed('password salt');
  const key = await argon2id(encodeUtf8('fish  '), salt);
  return [
    password('derived', '\uFB01sh \u00A0', { normalized: 'fish  ', salt: toHex(salt), key: toHex(key) }),
    password('spaces-kept', '  a b ', { normalized: '  a b ' }),
    password('composed', 'e\u0301', { normalized: '\u00E9' }),
    password('full-width', '\uFF21\uFF11', { normalized: 'A1' }),
    password('longest', 'a'.repeat(1024), { normalized: 'a'.repeat(1024) }),
    password('shortened-by-nfkc', '\uFF41'.repeat(1024), { normalized: 'a'.repeat(1024) }),
    password('empty', '', 'password-empty'),
    password('too-long', 'a'.repeat(1025), 'password-too-long'),
    // NFKC turns U+FDFA into 18 characters, 33 bytes.
    password('too-long-by-nfkc', '\uFDFA'.repeat(32), 'password-too-long'),
    password('surrogate-lone', 'a\uD800', 'utf8'),
    password('surrogates-swapped', '\uDC00\uD800', 'utf8'),
  ];
}

function note(name: string, expect: NoteVector['expect'], bytes: Bytes, changes: Partial<NoteVector> = {}): Case {
  const given = { ownerKey: toHex(OWNER_KEY), id: toHex(ID), note: toHex(bytes), ...changes };
  return [`note/${name}`, { kind: 'note', about: name.replaceAll('-', ' '), expect, ...given }];
}

async function makeNotes(): Promise<Case[]> {
  const parties = { ownerKey: OWNER_KEY, id: ID, salt: NOTE_SALT };
  const right = await sealNoteWith(parties, { title: 'For the bank' });
  const untitled = await sealNoteWith(parties, { title: '' });
  const ofRequest = await sealNoteWith(parties, { title: 'Deploy key', requestLinkKey: LINK_KEY });
  const key = toBase64url(LINK_KEY);
  const raw = async (plaintext: Bytes, nonce = NONCE) =>
    concat(NOTE_SALT, await encryptAead({ key: ownerKeys(OWNER_KEY).noteKey(NOTE_SALT), nonce, aad: ID }, plaintext));
  const json = async (text: string) => raw(padBytes(encodeUtf8(text)));
  const plain = padBytes(encodeUtf8('{"title":"For the bank","v":1}'));
  const long = padBytes(encodeUtf8(`{"title":"${'x'.repeat(4040)}","v":1}`));
  return [
    note('title', 'success', right, { title: 'For the bank' }),
    note('title-empty', 'success', untitled, { title: '' }),
    note('of-request', 'success', ofRequest, { title: 'Deploy key', requestLinkKey: toHex(LINK_KEY) }),
    note('request-link-key-short', 'base64url', await json(`{"requestLinkKey":"${key.slice(2)}","title":"","v":1}`)),
    note('request-link-key-number', 'payload', await json('{"requestLinkKey":1,"title":"","v":1}')),
    note('cut-into-tag', 'length', right.slice(0, 47)),
    note('cut', 'ciphertext', right.slice(0, -1)),
    note('too-large', 'too-large', await raw(long)),
    note('salt-bit', 'ciphertext', flipBit(right, 0)),
    note('ciphertext-bit', 'ciphertext', flipBit(right, 32)),
    note('tag-bit', 'ciphertext', flipBit(right, -1)),
    note('other-id', 'ciphertext', right, { id: toHex(OTHER_ID) }),
    note('other-owner', 'ciphertext', right, { ownerKey: toHex(fixed('other owner key')) }),
    note('nonce-of-sealed', 'ciphertext', await raw(plain, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1))),
    note('padding-not-zero', 'padding', await raw(flipBit(plain, -1))),
    note('padding-missing', 'padding', await raw(plain.slice(0, 40))),
    note('padding-a-step-more', 'padding', await raw(concat(plain, new Uint8Array(64)))),
    note('length-beyond-the-end', 'padding', await raw(concat(u32(1021), plain.slice(4)))),
    note('not-canonical', 'json', await json('{"v":1,"title":"For the bank"}')),
    note('version-2', 'payload', await json('{"title":"For the bank","v":2}')),
    note('title-missing', 'payload', await json('{"v":1}')),
    note('title-number', 'payload', await json('{"title":1,"v":1}')),
    note('member-unknown', 'payload', await json('{"text":"x","title":"For the bank","v":1}')),
  ];
}

async function makeAtRest(): Promise<Case> {
  const erasureKey = fixed('erasure key');
  const sealed = concat(fixed('sealed 1'), fixed('sealed 2'));
  const noteBytes = concat(NOTE_SALT, fixed('note'));
  const key = (label: string, suffix = new Uint8Array()) =>
    expand(sha256, erasureKey, concat(encodeUtf8(label), suffix), 32);
  const protect = (k: Bytes, bytes: Bytes) => encryptAead({ key: k, nonce: NONCE, aad: ID }, bytes);
  const noteKey = key('sotto v1 at rest note', NOTE_SALT);
  const openProof = fixed('open proof');
  const vector: AtRestVector = {
    ...{ kind: 'at-rest', about: 'What a server stores instead of what it was sent.', expect: 'success' },
    ...{ erasureKey: toHex(erasureKey), id: toHex(ID), openProof: toHex(openProof) },
    openHash: toHex(hmac(sha256, key('sotto v1 open hash'), openProof)),
    ...{ sealed: toHex(sealed), storedSealed: toHex(await protect(key('sotto v1 at rest sealed'), sealed)) },
    ...{ note: toHex(noteBytes), storedNote: toHex(concat(NOTE_SALT, await protect(noteKey, fixed('note')))) },
  };
  return ['at-rest/stored', vector];
}

function makeRequestLink(): Case {
  const json = '{"ask":"ä","v":1}';
  const linkKey = toHex(requestLinkKey(encodeUtf8(json)));
  return ['request/link-key', { kind: 'request-link', about: 'Of any bytes.', expect: 'success', json, linkKey }];
}

export async function makeKeys(): Promise<Case[]> {
  const groups = await Promise.all([makePasswords(), makeNotes()]);
  return [makeOwnerKeys(), makeRequestLink(), await makeAtRest(), ...groups.flat()];
}

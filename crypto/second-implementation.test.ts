/** The vectors of a second implementation in another language, written from the protocol's text only. */
import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, test } from 'vitest';
import { encodeUtf8, fromBase64url, fromHex, toHex } from './bytes.ts';
import { claimMark } from './claim-mark.ts';
import { openSealed, sealWith, verifyPreamble } from './envelope.ts';
import { CryptoError } from './errors.ts';
import { NO_GATES } from './gates.ts';
import { decodeId, encodeId, idOf } from './ids.ts';
import { encodeJson } from './json.ts';
import { contentKeys, linkKeys, ownerKeys } from './keys.ts';
import { encodeFragment, LinkType, readFragment } from './link.ts';
import { openNote, sealNoteWith } from './note.ts';
import { openOwnRequest } from './own-request.ts';
import { padme } from './padding.ts';
import { argon2id, normalizePassword } from './password.ts';
import { decodePayload } from './payload.ts';
import { openPeople, sealPeopleWith } from './people.ts';
import { decodePreamble, Purpose } from './preamble.ts';
import { openRequest, requestLinkKey } from './request.ts';
import { bodyLengths, chunkLengths } from './body-lengths.ts';
import { decryptChunk, encryptChunk, makeBody } from './stream.ts';
import { padBytes } from './vectors/fixed.ts';
import { bodyBytes } from './vectors/make-bodies.ts';
import type { OpenableType, SealInput } from './envelope.ts';
import files from './vectors/second-implementation/files.json' with { type: 'json' };
import gateMembers from './vectors/second-implementation/gate-members.json' with { type: 'json' };
import gateNotBefore from './vectors/second-implementation/gate-not-before-password.json' with { type: 'json' };
import gatePeople from './vectors/second-implementation/gate-people-not-before.json' with { type: 'json' };
import gateRequest from './vectors/second-implementation/gate-request-members.json' with { type: 'json' };
import gateSecrets from './vectors/second-implementation/gate-secrets.json' with { type: 'json' };
import idLeadingZero from './vectors/second-implementation/id-leading-zero.json' with { type: 'json' };
import links from './vectors/second-implementation/links.json' with { type: 'json' };
import ownerNote from './vectors/second-implementation/owner-note.json' with { type: 'json' };
import padmeLengths from './vectors/second-implementation/padme.json' with { type: 'json' };
import peopleBlob from './vectors/second-implementation/people-blob.json' with { type: 'json' };
import request from './vectors/second-implementation/request-descriptor.json' with { type: 'json' };
import passwordFiles from './vectors/second-implementation/text-password-files-unlimited.json' with { type: 'json' };
import textPassword from './vectors/second-implementation/text-password.json' with { type: 'json' };
import textUnicode from './vectors/second-implementation/text-unicode-title.json' with { type: 'json' };
import text from './vectors/second-implementation/text.json' with { type: 'json' };

const envelopes = {
  text,
  'text with a title': textUnicode,
  'text with a password': textPassword,
  'files with a password, unlimited': passwordFiles,
  files,
  request,
  'for members': gateMembers,
  'for people, not before a time': gatePeople,
  'not before a time, with a password': gateNotBefore,
  'request for members': gateRequest,
};
type Envelope = (typeof envelopes)[keyof typeof envelopes];

function typeOf({ password, payloadJson }: Envelope): OpenableType {
  if (payloadJson.includes('"kind":"request"')) return LinkType.request;
  return password === null ? LinkType.share : LinkType.sharePassword;
}

async function passwordKeyOf(vector: Envelope): Promise<Pick<SealInput, 'passwordKey'>> {
  if (vector.password === null) return {};
  const { passwordSalt } = linkKeys(fromHex(vector.idHex), fromHex(vector.linkKey));
  const passwordKey = await argon2id(normalizePassword(vector.password), passwordSalt);
  expect(toHex(passwordKey)).toBe(vector.passwordKey);
  return { passwordKey };
}

describe.each(Object.entries(envelopes))('%s', (_, vector) => {
  const type = typeOf(vector);
  const purpose = type === LinkType.request ? Purpose.request : Purpose.share;
  const id = fromHex(vector.idHex);
  const linkKey = fromHex(vector.linkKey);

  test('owner key, id and fragments match', () => {
    const ownerKey = fromHex(vector.ownerKey);
    const { createProof, ownerProof } = ownerKeys(ownerKey);
    expect(toHex(createProof)).toBe(vector.createProof);
    expect(toHex(ownerProof)).toBe(vector.ownerProof);
    expect(toHex(idOf(createProof))).toBe(vector.idHex);
    expect(encodeId(id)).toBe(vector.id);
    expect(encodeFragment({ type, key: linkKey, id })).toBe(vector.fragment);
    expect(encodeFragment({ type: LinkType.manage, key: ownerKey, id })).toBe(vector.manageFragment);
    expect(readFragment(vector.fragment, id)).toEqual({ ok: true, type, key: linkKey });
  });

  test('sealing with its salt gives its bytes, and opening them gives its payload', async () => {
    const secrets = await passwordKeyOf(vector);
    const { gates } = decodePreamble(fromHex(vector.preamble).slice(0, -32));
    const payload = decodePayload({ purpose, gates }, padBytes(encodeUtf8(vector.payloadJson)));
    const sealed = await sealWith(fromHex(vector.salt), { id, linkKey, payload, ...secrets });
    expect(toHex(sealed.preamble)).toBe(vector.preamble);
    expect(toHex(sealed.sealed)).toBe(vector.sealed);
    expect(toHex(sealed.linkProof)).toBe(vector.linkProof);
    expect(toHex(sealed.openProof)).toBe(vector.openProof);

    const preamble = verifyPreamble({ id, linkKey, type, tagged: fromHex(vector.preamble) });
    const keys = contentKeys(preamble.h, linkKey, secrets.passwordKey);
    expect(toHex(keys.commitment)).toBe(vector.commitment);
    const opened = await openSealed({ ...preamble, keys, sealed: fromHex(vector.sealed) });
    expect(encodeJson(opened)).toBe(vector.payloadJson);
  });
});

test('a request link is the hash of its descriptor', () => {
  expect(toHex(requestLinkKey(encodeUtf8(request.payloadJson)))).toBe(request.linkKey);
  expect(toHex(ownerKeys(fromHex(request.ownerKey)).requestSeed)).toBe(request.requestSeed);
});

test('a request opens with its link, and its owner refuses the placeholder in place of a public key', async () => {
  const sealed = { preamble: fromHex(request.preamble), sealed: fromHex(request.sealed) };
  const given = { ...sealed, id: fromHex(request.idHex), linkKey: fromHex(request.linkKey) };
  const descriptor = await openRequest(given);
  expect(encodeJson(descriptor)).toBe(request.payloadJson);
  const { answerSecret } = ownerKeys(fromHex(request.ownerKey));
  expect(fromBase64url(descriptor.answerSecret)).toEqual(answerSecret);
  await expect(openOwnRequest(fromHex(request.ownerKey), given)).rejects.toThrow(new CryptoError('request-owner'));
});

test.each([files, passwordFiles])('the file body of $body.totalBytes bytes matches', async ({ body, ...vector }) => {
  const payload = decodePayload({ purpose: Purpose.share, gates: NO_GATES }, padBytes(encodeUtf8(vector.payloadJson)));
  const h = sha256(fromHex(vector.preamble).slice(0, 51));
  const stream = makeBody(h, fromBase64url(payload.body?.secret ?? ''), body.totalBytes);
  const lengths = bodyLengths(body.totalBytes);
  expect(lengths.paddedBytes).toBe(body.paddedBytes);
  expect(toHex(sha256(bodyBytes(0, body.totalBytes)))).toBe(body.plaintextSha256);
  const hashes: string[] = [];
  for (let index = 0; index < lengths.chunks; index++) {
    const { contentBytes } = chunkLengths(body.totalBytes, index);
    const content = bodyBytes(index * body.chunkBytes, contentBytes);
    const chunk = await encryptChunk(stream, index, content);
    hashes.push(toHex(sha256(chunk)));
    if (index === 0) expect(toHex(chunk.slice(-16))).toBe(body.firstChunkTag);
    if (index === lengths.chunks - 1) expect(toHex(chunk.slice(-16))).toBe(body.lastChunkTag);
    expect(toHex(sha256(await decryptChunk(stream, index, chunk)))).toBe(toHex(sha256(content)));
  }
  expect(hashes).toEqual(body.chunkCiphertextSha256);
});

test('an id with a leading zero byte matches', () => {
  const id = fromHex(idLeadingZero.idHex);
  const ownerKey = fromHex(idLeadingZero.ownerKey);
  expect(toHex(ownerKeys(ownerKey).createProof)).toBe(idLeadingZero.createProof);
  expect(idOf(fromHex(idLeadingZero.createProof))).toEqual(id);
  expect(encodeId(id)).toBe(idLeadingZero.id);
  expect(decodeId(idLeadingZero.id)).toEqual(id);
  expect(encodeFragment({ type: LinkType.manage, key: ownerKey, id })).toBe(idLeadingZero.manageFragment);
});

test.each(links.accepted)('the damaged link %j is read', (damaged) => {
  const reading = readFragment(damaged, fromHex(links.idHex));
  expect(reading).toEqual({ ok: true, type: LinkType.share, key: fromHex(links.linkKey) });
});

test.each(links.refused)('the damaged link %j is refused', (damaged) => {
  expect(readFragment(damaged, fromHex(links.idHex)).ok).toBe(false);
});

test('Padmé lengths match', () => {
  for (const [length, padded] of Object.entries(padmeLengths)) expect(padme(Number(length))).toBe(padded);
});

test("the owner's note matches", async () => {
  const note = fromHex(ownerNote.note);
  const ownerKey = fromHex(ownerNote.ownerKey);
  const id = idOf(ownerKeys(ownerKey).createProof);
  const opened = await openNote(ownerKey, id, note);
  expect(encodeJson({ ...opened, v: 1 })).toBe(ownerNote.noteJson);
  expect(await sealNoteWith({ ownerKey, id, salt: note.slice(0, 32) }, opened)).toEqual(note);
});

test('the list of people matches', async () => {
  const people = fromHex(peopleBlob.people);
  const ownerKey = fromHex(peopleBlob.ownerKey);
  const id = idOf(ownerKeys(ownerKey).createProof);
  expect(await openPeople(ownerKey, id, people)).toEqual(peopleBlob.addresses);
  const salt = fromHex(peopleBlob.salt);
  expect(await sealPeopleWith({ ownerKey, id, salt }, peopleBlob.addresses)).toEqual(people);
});

test('the mark of a claim matches', () => {
  expect(claimMark(sha256(fromHex(gateSecrets.claim)))).toBe(gateSecrets.claimMark);
});

/** SPEC.md §16: the project's own vectors, in Node and in a browser. */
import { sha256 } from '@noble/hashes/sha2.js';
import { expand } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { describe, expect, test } from 'vitest';
import { decryptAead } from './aead.ts';
import { readAddress } from './address.ts';
import { openAnswerKey, sealAnswerKey, sealAnswerKeyWith } from './answer.ts';
import { concat, encodeUtf8, equalBytes, fromHex, toBase64url, toHex } from './bytes.ts';
import { claimMark } from './claim-mark.ts';
import { openSealed, sealWith, verifyPreamble } from './envelope.ts';
import { CryptoError, cryptoErrorCodes } from './errors.ts';
import { decodeId, encodeId, idOf } from './ids.ts';
import { encodeJson } from './json.ts';
import { contentKeys, linkKeys, ownerKeys } from './keys.ts';
import { encodeFragment, readFragment } from './link.ts';
import { openNote, sealNoteWith } from './note.ts';
import { openOwnRequest, sealRequestWith } from './own-request.ts';
import { argon2id, argon2idSync, normalizePassword } from './password.ts';
import { openPeople, sealPeopleWith } from './people.ts';
import { decodePayload, encodePayload } from './payload.ts';
import { openReceipt, sealReceiptWith } from './receipt.ts';
import { openRequest, requestLinkKey } from './request.ts';
import { bodyLengths } from './body-lengths.ts';
import { decryptChunk, encryptChunk, makeBody } from './stream.ts';
import { fixed, ID, OTHER_ID, padBytes } from './vectors/fixed.ts';
import { makeAll } from './vectors/make-all.ts';
import { bodyBytes, cook } from './vectors/make-bodies.ts';
import { publicKeyOf } from './x-wing.ts';
import type * as Vectors from './vectors/vector.ts';

/** Loaded lazily, because a browser would otherwise load all of them before the first test. */
const files = import.meta.glob<string>('./vectors/own/**/*.json', { query: '?raw', import: 'default' });
const nameOf = (path: string) => path.slice('./vectors/own/'.length);

type Outcome = string;

/** The code of a CryptoError, or success. Other errors fail the test. */
async function outcomeOf(action: () => unknown): Promise<Outcome> {
  try {
    await action();
    return 'success';
  } catch (error) {
    if (error instanceof CryptoError) return error.code;
    throw error;
  }
}

function runId({ text, id, createProof }: Vectors.IdVector): Outcome {
  const decoded = decodeId(text);
  if (!decoded) return 'refused';
  expect(toHex(decoded)).toBe(id);
  expect(encodeId(decoded)).toBe(text);
  if (createProof !== undefined) expect(toHex(idOf(fromHex(createProof)))).toBe(id);
  return 'success';
}

function runFragment({ id, text, type, key }: Vectors.FragmentVector): Outcome {
  const reading = readFragment(text, fromHex(id));
  if (!reading.ok) return reading.reason;
  expect({ type: reading.type, key: toHex(reading.key) }).toEqual({ type, key });
  const fragment = encodeFragment({ type: reading.type, key: reading.key, id: fromHex(id) });
  expect(readFragment(fragment, fromHex(id))).toEqual(reading);
  return 'success';
}

function runOwnerKeys(vector: Vectors.OwnerKeysVector): Outcome {
  const keys = ownerKeys(fromHex(vector.ownerKey));
  for (const name of [
    'createProof',
    'ownerProof',
    'receiptKey',
    'webhookSecret',
    'requestSeed',
    'answerSecret',
  ] as const) {
    expect(toHex(keys[name])).toBe(vector[name]);
  }
  expect(toHex(keys.noteKey(fromHex(vector.noteSalt)))).toBe(vector.noteKey);
  expect(toHex(keys.peopleKey(fromHex(vector.noteSalt)))).toBe(vector.peopleKey);
  return 'success';
}

async function runPassword({ utf16, normalized, salt, key }: Vectors.PasswordVector): Promise<Outcome> {
  const units = (utf16.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16));
  return outcomeOf(async () => {
    const bytes = normalizePassword(String.fromCharCode(...units));
    expect(toHex(bytes)).toBe(normalized);
    if (salt === undefined) return;
    expect(toHex(await argon2id(bytes, fromHex(salt)))).toBe(key);
    expect(toHex(argon2idSync(bytes, fromHex(salt)))).toBe(key);
  });
}

async function runPayload({ purpose, gates = 0, json }: Vectors.PayloadVector): Promise<Outcome> {
  const plaintext = padBytes(encodeUtf8(json));
  return outcomeOf(() => {
    const payload = decodePayload({ purpose, gates }, plaintext);
    expect(encodeJson(payload)).toBe(json);
    expect(equalBytes(encodePayload(payload), plaintext)).toBe(true);
  });
}

async function runEnvelope(vector: Vectors.EnvelopeVector): Promise<Outcome> {
  const id = fromHex(vector.id);
  const linkKey = fromHex(vector.linkKey);
  const passwordKey = vector.passwordKey === undefined ? undefined : fromHex(vector.passwordKey);
  let at: 'verify' | 'open' = 'verify';
  const outcome = await outcomeOf(async () => {
    const verified = verifyPreamble({ id, linkKey, type: vector.type, tagged: fromHex(vector.preamble) });
    at = 'open';
    const keys = contentKeys(verified.h, linkKey, passwordKey);
    const payload = await openSealed({ ...verified, keys, sealed: fromHex(vector.sealed) });
    const { made } = vector;
    expect(made).toBeDefined();
    if (!made) return;
    expect(encodeJson(payload)).toBe(made.json);
    const again = await sealWith(fromHex(made.salt), { id, linkKey, payload, ...(passwordKey && { passwordKey }) });
    expect(toHex(again.preamble)).toBe(vector.preamble);
    expect(toHex(again.sealed)).toBe(vector.sealed);
    expect(toHex(again.linkProof)).toBe(made.linkProof);
    expect(toHex(linkKeys(id, linkKey).linkProof)).toBe(made.linkProof);
    expect(toHex(again.openProof)).toBe(made.openProof);
    expect(toHex(keys.payloadKey)).toBe(made.payloadKey);
    expect(toHex(verified.h)).toBe(made.h);
  });
  if (vector.at) expect(at).toBe(vector.at);
  return outcome;
}

async function runNote({ ownerKey, id, note, title, requestLinkKey }: Vectors.NoteVector): Promise<Outcome> {
  return outcomeOf(async () => {
    const parties = { ownerKey: fromHex(ownerKey), id: fromHex(id), salt: fromHex(note).slice(0, 32) };
    const opened = await openNote(parties.ownerKey, parties.id, fromHex(note));
    expect(opened.title).toBe(title);
    expect(opened.requestLinkKey && toHex(opened.requestLinkKey)).toBe(requestLinkKey);
    expect(toHex(await sealNoteWith(parties, opened))).toBe(note);
  });
}

async function runChunk({ h, bodySecret, totalBytes, index, given }: Vectors.ChunkVector): Promise<Outcome> {
  const chunk = await cook(given, fromHex(h), fromHex(bodySecret));
  expect(toHex(sha256(chunk))).toBe(given.sha256);
  const body = makeBody(fromHex(h), fromHex(bodySecret), totalBytes);
  return outcomeOf(async () => {
    const content = await decryptChunk(body, index, chunk);
    expect(equalBytes(content, bodyBytes(given.first, given.content))).toBe(true);
    expect(equalBytes(await encryptChunk(body, index, content), chunk)).toBe(true);
  });
}

function runBodyLengths({ bodies }: Vectors.BodyLengthsVector): Outcome {
  for (const { totalBytes, ...lengths } of bodies) expect(bodyLengths(totalBytes)).toEqual(lengths);
  return 'success';
}

function runRequestLink({ json, linkKey }: Vectors.RequestLinkVector): Outcome {
  expect(toHex(requestLinkKey(encodeUtf8(json)))).toBe(linkKey);
  return 'success';
}

function runRequestKeys(vector: Vectors.RequestKeysVector): Outcome {
  const { createProof, requestSeed, answerSecret } = ownerKeys(fromHex(vector.ownerKey));
  expect(toHex(idOf(createProof))).toBe(vector.id);
  expect(toHex(requestSeed)).toBe(vector.requestSeed);
  expect(toHex(publicKeyOf(requestSeed))).toBe(vector.publicKey);
  expect(toHex(answerSecret)).toBe(vector.answerSecret);
  return 'success';
}

async function runRequest({ id, ownerKey, made, ...vector }: Vectors.RequestVector): Promise<Outcome> {
  const linkKey = fromHex(vector.linkKey);
  const request = { id: fromHex(id), linkKey, preamble: fromHex(vector.preamble), sealed: fromHex(vector.sealed) };
  return outcomeOf(async () => {
    const opened = await (ownerKey === undefined ? openRequest(request) : openOwnRequest(fromHex(ownerKey), request));
    expect(made).toBeDefined();
    if (!made) return;
    expect(encodeJson(opened)).toBe(made.json);
    const { v, kind, publicKey, answerSecret, ...asked } = opened;
    const again = await sealRequestWith(fromHex(made.salt), fromHex(made.ownerKey), asked);
    expect(again.descriptor).toEqual({ v, kind, publicKey, answerSecret, ...asked });
    expect([again.id, again.linkKey, again.preamble, again.sealed].map(toHex)).toEqual([
      ...[id, vector.linkKey, vector.preamble, vector.sealed],
    ]);
  });
}

async function runAnswer({ ownerKey, made, ...vector }: Vectors.AnswerVector): Promise<Outcome> {
  const answer = { shareId: fromHex(vector.shareId), sealedKey: fromHex(vector.sealedKey) };
  return outcomeOf(async () => {
    const linkKey = await openAnswerKey(fromHex(ownerKey), answer);
    expect(toHex(linkKey)).toBe(vector.linkKey);
    expect(made).toBeDefined();
    if (!made) return;
    const descriptor = {
      publicKey: toBase64url(fromHex(made.publicKey)),
      answerSecret: toBase64url(fromHex(made.answerSecret)),
    };
    const given = { requestId: fromHex(made.requestId), descriptor, shareId: answer.shareId, linkKey };
    expect(toHex(await sealAnswerKeyWith(fromHex(made.coins), given))).toBe(vector.sealedKey);
  });
}

async function runPublicKey({ publicKey }: Vectors.PublicKeyVector): Promise<Outcome> {
  const descriptor = {
    publicKey: toBase64url(fromHex(publicKey)),
    answerSecret: toBase64url(fixed('answer secret')),
  };
  const answer = { requestId: ID, descriptor, shareId: OTHER_ID, linkKey: fixed('link key') };
  return outcomeOf(() => sealAnswerKey(answer));
}

/** Follows the text of SPEC.md §15.1, independently of the server's implementation. */
async function runAtRest(vector: Vectors.AtRestVector): Promise<Outcome> {
  const key = (label: string, suffix = new Uint8Array()) =>
    expand(sha256, fromHex(vector.erasureKey), concat(encodeUtf8(label), suffix), 32);
  const reveal = (k: Uint8Array, stored: Uint8Array) =>
    decryptAead({ key: k, nonce: new Uint8Array(12), aad: fromHex(vector.id) }, stored);
  const note = fromHex(vector.storedNote);
  const salt = note.slice(0, 32);
  const noteKey = key('sotto v1 at rest note', salt);
  expect(toHex(await reveal(key('sotto v1 at rest sealed'), fromHex(vector.storedSealed)))).toBe(vector.sealed);
  expect(toHex(concat(salt, await reveal(noteKey, note.slice(32))))).toBe(vector.note);
  expect(toHex(hmac(sha256, key('sotto v1 open hash'), fromHex(vector.openProof)))).toBe(vector.openHash);
  return 'success';
}

async function runPeople({ ownerKey, id, people, addresses }: Vectors.PeopleVector): Promise<Outcome> {
  return outcomeOf(async () => {
    const parties = { ownerKey: fromHex(ownerKey), id: fromHex(id), salt: fromHex(people).slice(0, 32) };
    const opened = await openPeople(parties.ownerKey, parties.id, fromHex(people));
    expect(opened).toEqual(addresses);
    expect(toHex(await sealPeopleWith(parties, opened))).toBe(people);
  });
}

async function runReceipt({ ownerKey, id, receipt, at, type, who }: Vectors.ReceiptVector): Promise<Outcome> {
  return outcomeOf(async () => {
    const opened = await openReceipt(fromHex(ownerKey), fromHex(id), fromHex(receipt));
    expect(opened).toEqual({ at, type, who });
    const { receiptKey } = ownerKeys(fromHex(ownerKey));
    const parties = { receiptKey, id: fromHex(id), salt: fromHex(receipt).slice(0, 32) };
    expect(toHex(await sealReceiptWith(parties, opened))).toBe(receipt);
  });
}

function runAddress({ text, address }: Vectors.AddressVector): Outcome {
  const read = readAddress(text);
  if (read === undefined) return 'refused';
  expect(read.address).toBe(address);
  expect(readAddress(read.address)).toEqual({ address });
  return 'success';
}

/** The server's own derivation has a test of its own, and so has that of sessions and passes. */
function runGateSecrets({ claim, mark }: Vectors.GateSecretsVector): Outcome {
  expect(claimMark(sha256(fromHex(claim)))).toBe(mark);
  return 'success';
}

function runSession({ secret, sessionHash }: Vectors.SessionVector): Outcome {
  expect(toHex(sha256(fromHex(secret)))).toBe(sessionHash);
  return 'success';
}

async function run(vector: Vectors.Vector): Promise<Outcome> {
  switch (vector.kind) {
    case 'id':
      return runId(vector);
    case 'fragment':
      return runFragment(vector);
    case 'owner-keys':
      return runOwnerKeys(vector);
    case 'password':
      return runPassword(vector);
    case 'payload':
      return runPayload(vector);
    case 'envelope':
      return runEnvelope(vector);
    case 'note':
      return runNote(vector);
    case 'chunk':
      return runChunk(vector);
    case 'body-lengths':
      return runBodyLengths(vector);
    case 'request-link':
      return runRequestLink(vector);
    case 'request-keys':
      return runRequestKeys(vector);
    case 'request':
      return runRequest(vector);
    case 'answer':
      return runAnswer(vector);
    case 'public-key':
      return runPublicKey(vector);
    case 'at-rest':
      return runAtRest(vector);
    case 'people':
      return runPeople(vector);
    case 'receipt':
      return runReceipt(vector);
    case 'session':
      return runSession(vector);
    case 'address':
      return runAddress(vector);
    case 'gate-secrets':
      return runGateSecrets(vector);
  }
}

/** Not validated here: a test below checks that the files match their makers. */
function parse(text: string): Vectors.Vector {
  return JSON.parse(text) as Vectors.Vector;
}

describe('a vector gives the expected result', () => {
  for (const [path, load] of Object.entries(files)) {
    test(nameOf(path), async () => {
      const vector = parse(await load());
      expect(await run(vector)).toBe(vector.expect);
    });
  }
});

test('this runtime makes identical files', async () => {
  const made = await makeAll();
  expect(Object.keys(files).map(nameOf).sort()).toEqual([...made.keys()].sort());
  for (const [path, load] of Object.entries(files)) expect(await load()).toBe(made.get(nameOf(path)));
});

test('every error code of the formats has a vector', async () => {
  const texts = await Promise.all(Object.values(files).map((load) => load()));
  const seen = new Set<string>(texts.map((text) => parse(text).expect));
  const machine = ['link-type', 'no-webcrypto', 'self-check'];
  for (const code of cryptoErrorCodes) if (!machine.includes(code)) expect(seen).toContain(code);
});

/** Vectors for SPEC.md §13.4 and §15.3: receipts, sessions and passes. */
import { expand } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { encryptAead } from '#crypto/aead.ts';
import { concat, encodeUtf8, toBase64url, toHex, u32 } from '#crypto/bytes.ts';
import type { Bytes } from '#crypto/bytes.ts';
import { encodeId } from '#crypto/ids.ts';
import { encodeJson } from '#crypto/json.ts';
import { ownerKeys } from '#crypto/keys.ts';
import { sealReceiptWith } from '#crypto/receipt.ts';
import type { Receipt } from '#crypto/receipt.ts';
import { fixed, flipBit, ID, OTHER_ID, OWNER_KEY, padBytes } from './fixed.ts';
import type { Case, ReceiptVector, SessionVector } from './vector.ts';

const SALT = fixed('receipt salt');
const NONCE = new Uint8Array(12);
const at = 1_795_000_200;
const type = 'account';

const accounts = {
  identifier: 'Ünal|7',
  'identifier-like-an-address': 'ana@example.org',
  longest: '\u0001'.repeat(320),
};

/** Sealed as they are, to make what the product's own code refuses to make. */
const badReceipts: readonly (readonly [name: string, json: string])[] = Object.entries({
  'who-empty': { v: 1, at, type, who: '' },
  'who-too-long': { v: 1, at, type, who: 'a'.repeat(321) },
  'who-missing': { v: 1, at, type },
  'type-missing': { v: 1, at, who: 'ana@example.org' },
  'type-unknown': { v: 1, at, who: 'a', type: 'phone' },
  'at-negative': { v: 1, at: -1, type, who: 'a' },
  'at-text': { v: 1, at: String(at), type, who: 'a' },
  'member-unknown': { v: 1, at, type, who: 'a', name: 'Ana' },
  'version-2': { v: 2, at, type, who: 'a' },
}).map(([name, receipt]) => [name, encodeJson(receipt)]);

async function makeReceipts(): Promise<Case[]> {
  const { receiptKey } = ownerKeys(OWNER_KEY);
  const sealed = (receipt: Receipt) => sealReceiptWith({ receiptKey, id: ID, salt: SALT }, receipt);
  const address = { at, type: 'address', who: 'ana@example.org' } as const;
  const right = await sealed(address);
  // Written from the text of §13.4.
  const key = expand(sha256, receiptKey, concat(encodeUtf8('sotto v1 receipt'), SALT), 32);
  const under = async (by: Bytes, text: string) =>
    concat(SALT, await encryptAead({ key: by, nonce: NONCE, aad: ID }, padBytes(encodeUtf8(text))));
  const json = (text: string) => under(key, text);
  const plain = encodeJson({ v: 1, ...address });
  const make = (
    name: string,
    expect: ReceiptVector['expect'],
    receipt: Bytes,
    changes: Partial<ReceiptVector> = {},
  ): Case => [
    `receipt/${name}`,
    {
      kind: 'receipt',
      about: name.replaceAll('-', ' '),
      expect,
      ownerKey: toHex(OWNER_KEY),
      id: toHex(ID),
      receipt: toHex(receipt),
      ...changes,
    },
  ];
  return [
    make('address', 'success', right, address),
    ...(await Promise.all(
      Object.entries(accounts).map(async ([name, who]) =>
        make(name, 'success', await sealed({ at, type, who }), { at, type, who }),
      ),
    )),
    make('empty', 'length', new Uint8Array()),
    make('cut-into-tag', 'length', right.slice(0, 47)),
    make('cut', 'ciphertext', right.slice(0, -1)),
    make('too-large', 'too-large', concat(right, new Uint8Array(2049 - right.length))),
    make('salt-bit', 'ciphertext', flipBit(right, 0)),
    make('ciphertext-bit', 'ciphertext', flipBit(right, 32)),
    make('tag-bit', 'ciphertext', flipBit(right, -1)),
    make('other-id', 'ciphertext', right, { id: toHex(OTHER_ID) }),
    make('other-owner', 'ciphertext', right, { ownerKey: toHex(fixed('other owner key')) }),
    make('under-receipt-key', 'ciphertext', await under(receiptKey, plain)),
    ...(await Promise.all(badReceipts.map(async ([name, text]) => make(name, 'payload', await json(text))))),
    make('not-canonical', 'json', await json(`{"v":1,"at":${at},"type":"account","who":"a"}`)),
  ];
}

/** Follows the text of SPEC.md §15.3, independently of the server's implementation. */
async function makeSession(): Promise<Case> {
  const [serverKey, secret] = [fixed('server key'), fixed('session')];
  const [iss, sub, sid] = ['https://id.example.org', 'ünal|7', 'b3c1'];
  const sessionHash = sha256(secret);
  const part = (text: string) => concat(u32(encodeUtf8(text).length), encodeUtf8(text));
  const key = (label: string) => expand(sha256, serverKey, encodeUtf8(label), 32);
  const claimsJson = encodeJson({ iss, sub });
  const claimsKey = expand(sha256, secret, encodeUtf8('sotto v1 claims'), 32);
  const claims = await encryptAead({ key: claimsKey, nonce: NONCE, aad: sessionHash }, encodeUtf8(claimsJson));
  const who = 'ana@example.org';
  const content = {
    s: toBase64url(sessionHash),
    for: 'open',
    id: encodeId(ID),
    exp: at + 300,
    groups: ['ops'],
    who,
    address: who,
  };
  const body = encodeUtf8(encodeJson(content));
  const passKey = hmac(sha256, key('sotto v1 pass'), sessionHash);
  const vector: SessionVector = {
    kind: 'session',
    about: 'Everything that a server derives for a member who has signed in.',
    expect: 'success',
    serverKey: toHex(serverKey),
    secret: toHex(secret),
    iss,
    sub,
    sid,
    sessionHash: toHex(sessionHash),
    claimsJson,
    claims: toHex(claims),
    subTag: toHex(hmac(sha256, key('sotto v1 sub'), concat(part(iss), part(sub)))),
    sidTag: toHex(hmac(sha256, key('sotto v1 sid'), concat(part(iss), part(sid)))),
    body: encodeJson(content),
    pass: toBase64url(concat(body, hmac(sha256, passKey, body))),
  };
  return ['gates/session', vector];
}

export async function makeMembers(): Promise<Case[]> {
  return [...(await makeReceipts()), await makeSession()];
}

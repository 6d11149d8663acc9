import { randomBytes } from 'node:crypto';
import { toBase64url } from '#crypto/bytes.ts';
import { encodeId, idOf } from '#crypto/ids.ts';
import { gatesOf } from '#crypto/gates.ts';
import { ownerKeys } from '#crypto/keys.ts';
import { encodePreamble, Kdf, Purpose } from '#crypto/preamble.ts';
import type { Api, CreateShareInput } from '#client/api.ts';
import type { CreateHead } from '#server/shares/wire.ts';

const MIN_SEALED_BYTES = 32 + 1024 + 16;
const NOTE_BYTES = 32 + 1024 + 16;

/**
 * A share as the server sees it: valid proofs, and random bytes in place of ciphertext. Nothing is sealed, so a
 * load of them costs the client almost nothing.
 */
export interface TestShare {
  readonly id: string;
  readonly idBytes: Uint8Array;
  readonly linkProof: string;
  readonly openProof: string;
  readonly ownerProof: string;
  /** O. Receipts are sealed for it. */
  readonly ownerKey: Uint8Array;
  readonly body: CreateShareInput;
}

export interface TestShareOptions {
  readonly maxViews: number;
  readonly expiresAt: number;
  readonly hasPassword?: boolean;
  readonly attemptLimit?: number;
  readonly sealedBytes?: number;
  /** Addresses of named people. */
  readonly people?: readonly string[];
  /** Unix seconds. */
  readonly notBefore?: number;
  /** The groups that may open; empty: every member. */
  readonly members?: readonly string[];
}

export const randomSecret = (): string => toBase64url(randomBytes(32));

export function makeShare(options: TestShareOptions): TestShare {
  const { maxViews, expiresAt, hasPassword = false, attemptLimit = 1000, sealedBytes = MIN_SEALED_BYTES } = options;
  const { people, notBefore, members } = options;
  const ownerKey = new Uint8Array(randomBytes(32));
  const createProof = randomBytes(32);
  const id = idOf(createProof);
  const kdf = hasPassword ? Kdf.argon2id : Kdf.none;
  const preamble = encodePreamble({
    ...{ purpose: Purpose.share, kdf },
    gates: gatesOf({
      ...(people && { emails: {} }),
      ...(members && { members: {} }),
      ...(notBefore !== undefined && { notBefore }),
    }),
    ...{ salt: new Uint8Array(randomBytes(32)), id },
  });
  const [linkProof, openProof, ownerProof] = [randomSecret(), randomSecret(), randomSecret()];
  const head: CreateHead = {
    createProof: toBase64url(createProof),
    ownerProof,
    linkProof,
    openProof,
    preamble: toBase64url(Buffer.concat([preamble, randomBytes(32)])),
    expiresAt,
    maxViews,
    attemptLimit,
    onLimit: 'lock',
    noteBytes: NOTE_BYTES,
    ...gateHead(options, ownerKey),
  };
  const body = { head, note: randomBytes(NOTE_BYTES), sealed: randomBytes(sealedBytes) };
  return { id: encodeId(id), idBytes: id, linkProof, openProof, ownerProof, ownerKey, body };
}

function gateHead(
  { people, notBefore, members }: TestShareOptions,
  ownerKey: Uint8Array,
): Pick<CreateHead, 'gates' | 'receiptKey'> {
  if ([people, notBefore, members].every((gate) => gate === undefined)) return {};
  return {
    ...(members && { receiptKey: toBase64url(ownerKeys(ownerKey).receiptKey) }),
    gates: {
      ...(notBefore !== undefined && { notBefore }),
      ...(members && { members: members.length === 0 ? {} : { groups: [...members] } }),
      ...(people && { people: { addresses: [...people], list: toBase64url(randomBytes(NOTE_BYTES)) } }),
    },
  };
}

export async function expiryIn(api: Api, seconds: number): Promise<number> {
  const { serverTime } = await api.config();
  return serverTime + seconds;
}

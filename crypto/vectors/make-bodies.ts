/** Vectors for SPEC.md §12. */
import { sha256 } from '@noble/hashes/sha2.js';
import { encryptAead } from '#crypto/aead.ts';
import { toHex } from '#crypto/bytes.ts';
import type { Bytes } from '#crypto/bytes.ts';
import { bodyKey } from '#crypto/keys.ts';
import { bodyLengths, chunkLengths } from '#crypto/body-lengths.ts';
import { CHUNK_BYTES } from '#crypto/limits.ts';
import { fixed } from './fixed.ts';
import type { BodyLengthsVector, Case, ChunkRecipe, ChunkVector } from './vector.ts';

const H = fixed('h');
const BODY_SECRET = fixed('body secret');

/** Byte i of every file body in the vectors. */
export function bodyBytes(first: number, length: number): Bytes {
  return new Uint8Array(length).map((_, i) => ((first + i) * 31 + Math.floor((first + i) / 256)) & 255);
}

/** Makes the chunk of a recipe from the formula, with WebCrypto only. */
export async function cook(given: Omit<ChunkRecipe, 'sha256'>, h: Uint8Array, bodySecret: Uint8Array): Promise<Bytes> {
  const plaintext = new Uint8Array(given.content + given.zeros);
  plaintext.set(bodyBytes(given.first, given.content));
  if (given.lastByte !== undefined) plaintext[plaintext.length - 1] = given.lastByte;
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(7, given.index);
  nonce[11] = given.last ? 1 : 0;
  const chunk = await encryptAead({ key: bodyKey(h, bodySecret), nonce, aad: h }, plaintext);
  return chunk.slice(0, chunk.length - (given.cut ?? 0));
}

/** The recipe of a valid chunk. */
function rightly(totalBytes: number, index: number) {
  const { contentBytes, plaintextBytes, last } = chunkLengths(totalBytes, index);
  return { index, last, first: index * CHUNK_BYTES, content: contentBytes, zeros: plaintextBytes - contentBytes };
}

interface Wanted {
  readonly expect: ChunkVector['expect'];
  readonly totalBytes: number;
  readonly index: number;
}

async function chunk(name: string, wanted: Wanted, changes: Partial<ChunkRecipe> = {}): Promise<Case> {
  const recipe = { ...rightly(wanted.totalBytes, wanted.index), ...changes };
  const given = { ...recipe, sha256: toHex(sha256(await cook(recipe, H, BODY_SECRET))) };
  const about = name.replaceAll('-', ' ');
  return [`body/${name}`, { kind: 'chunk', about, ...wanted, h: toHex(H), bodySecret: toHex(BODY_SECRET), given }];
}

/** 3 chunks: two of full length and one of 262,144 bytes, of which 251,424 are content. */
const THREE = 1_300_000;
/** Padded to 66 chunks. The last one contains only padding. */
const MOSTLY = 2 ** 25 + 1;

async function chunks(): Promise<Case[]> {
  const right = (name: string, totalBytes: number, index: number) =>
    chunk(name, { expect: 'success', totalBytes, index });
  const wrong = (
    name: string,
    index: number,
    changes: Partial<ChunkRecipe>,
    expect: ChunkVector['expect'] = 'ciphertext',
  ) => chunk(name, { expect, totalBytes: THREE, index }, changes);
  return Promise.all([
    right('one-byte', 1, 0),
    right('only-chunk-full', CHUNK_BYTES, 0),
    right('first-of-three', THREE, 0),
    right('middle-of-three', THREE, 1),
    right('last-of-three', THREE, 2),
    right('chunk-of-padding-alone', MOSTLY, 65),
    wrong('moved', 0, rightly(THREE, 1)),
    wrong('repeated', 1, rightly(THREE, 0)),
    wrong('last-flag-missing', 2, { last: false }),
    wrong('last-flag-early', 1, { last: true }),
    wrong('longer-by-a-byte', 2, { zeros: rightly(THREE, 2).zeros + 1 }, 'chunk'),
    wrong('cut', 2, { cut: 1 }, 'chunk'),
    wrong('whole-where-short-is-due', 2, { ...rightly(THREE, 1), index: 2, last: true }, 'chunk'),
    wrong('padding-not-zero', 2, { lastByte: 1 }, 'padding'),
    chunk('padding-chunk-not-zero', { expect: 'padding', totalBytes: MOSTLY, index: 65 }, { lastByte: 1 }),
  ]);
}

function lengths(): Case {
  const totals = [1, 1023, 1024, 1025, 1100, 5000, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, THREE, MOSTLY];
  const larger = [10 ** 9, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 10 ** 10, 2 ** 40 - 1, 2 ** 47 + 1, 2 ** 53 - 1];
  const bodies = [...totals, ...larger].map((totalBytes) => ({ totalBytes, ...bodyLengths(totalBytes) }));
  const vector: BodyLengthsVector = { kind: 'body-lengths', about: 'Lengths from 1 byte.', expect: 'success', bodies };
  return ['body/lengths', vector];
}

export async function makeBodies(): Promise<Case[]> {
  return [lengths(), ...(await chunks())];
}

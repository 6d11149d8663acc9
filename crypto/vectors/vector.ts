/** SPEC.md §16: the members of the files in own/. Byte strings are lower-case hex unless a name says otherwise. */
import type { CryptoErrorCode } from '#crypto/errors.ts';
import type { Gates } from '#crypto/gates.ts';
import type {
  AddressVector,
  Common,
  GateSecretsVector,
  PeopleVector,
  ReceiptVector,
  SessionVector,
} from './gate-vector.ts';

export type { AddressVector, GateSecretsVector, PeopleVector, ReceiptVector, SessionVector };

export interface IdVector extends Common {
  readonly kind: 'id';
  readonly expect: 'success' | 'refused';
  /** base58 */
  readonly text: string;
  readonly id?: string;
  readonly createProof?: string;
}

export interface FragmentVector extends Common {
  readonly kind: 'fragment';
  readonly expect: 'success' | 'missing' | 'cut' | 'wrong';
  readonly id: string;
  readonly text: string;
  readonly type?: number;
  readonly key?: string;
}

export interface OwnerKeysVector extends Common {
  readonly kind: 'owner-keys';
  readonly expect: 'success';
  readonly ownerKey: string;
  readonly createProof: string;
  readonly ownerProof: string;
  readonly noteSalt: string;
  readonly noteKey: string;
  /** With the note's salt. */
  readonly peopleKey: string;
  readonly receiptKey: string;
  readonly webhookSecret: string;
  readonly requestSeed: string;
  readonly answerSecret: string;
}

export interface PasswordVector extends Common {
  readonly kind: 'password';
  readonly expect: 'success' | CryptoErrorCode;
  /** UTF-16 code units in hex, four digits each, because JSON cannot represent every string. */
  readonly utf16: string;
  readonly normalized?: string;
  /** If present, Argon2id(normalized, salt) = key. */
  readonly salt?: string;
  readonly key?: string;
}

export interface PayloadVector extends Common {
  readonly kind: 'payload';
  readonly expect: 'success' | CryptoErrorCode;
  readonly purpose: 1 | 2;
  /** The preamble's; absent: none. */
  readonly gates?: Gates;
  /** The text whose UTF-8 is padded and sealed. */
  readonly json: string;
}

export interface EnvelopeVector extends Common {
  readonly kind: 'envelope';
  readonly expect: 'success' | CryptoErrorCode;
  /** The step that fails. */
  readonly at?: 'verify' | 'open';
  readonly id: string;
  readonly linkKey: string;
  /** The fragment's type. */
  readonly type: 1 | 2 | 3;
  readonly passwordKey?: string;
  /** preamble ‖ tag */
  readonly preamble: string;
  readonly sealed: string;
  /** The inputs of a success. */
  readonly made?: {
    readonly salt: string;
    readonly h: string;
    readonly linkProof: string;
    readonly openProof: string;
    readonly payloadKey: string;
    readonly json: string;
  };
}

export interface NoteVector extends Common {
  readonly kind: 'note';
  readonly expect: 'success' | CryptoErrorCode;
  readonly ownerKey: string;
  readonly id: string;
  readonly note: string;
  readonly title?: string;
  readonly requestLinkKey?: string;
}

/**
 * A recipe, because the chunk is too large for a file: chunk = AEAD(body key, nonce(index, last), h, plaintext).
 * The plaintext has `content` bytes, then `zeros` zero bytes. Its byte i is (first + i) · 31 + ⌊(first + i) / 256⌋ mod 256
 * for i < content.
 */
export interface ChunkRecipe {
  readonly index: number;
  readonly last: boolean;
  readonly first: number;
  readonly content: number;
  readonly zeros: number;
  /** Replaces the last byte of the plaintext. */
  readonly lastByte?: number;
  /** The number of bytes removed from the end of the chunk. */
  readonly cut?: number;
  /** The hash of the finished chunk. */
  readonly sha256: string;
}

export interface ChunkVector extends Common {
  readonly kind: 'chunk';
  readonly expect: 'success' | CryptoErrorCode;
  readonly h: string;
  readonly bodySecret: string;
  readonly totalBytes: number;
  /** The chunk that the reader requests; `given` is the one it gets. */
  readonly index: number;
  readonly given: ChunkRecipe;
}

export interface BodyLengthsVector extends Common {
  readonly kind: 'body-lengths';
  readonly expect: 'success';
  readonly bodies: readonly {
    readonly totalBytes: number;
    readonly paddedBytes: number;
    readonly chunks: number;
    readonly encryptedBytes: number;
  }[];
}

export interface RequestLinkVector extends Common {
  readonly kind: 'request-link';
  readonly expect: 'success';
  readonly json: string;
  readonly linkKey: string;
}

export interface RequestKeysVector extends Common {
  readonly kind: 'request-keys';
  readonly expect: 'success';
  readonly ownerKey: string;
  readonly id: string;
  /** X-Wing's decapsulation key. */
  readonly requestSeed: string;
  readonly publicKey: string;
  readonly answerSecret: string;
}

export interface RequestVector extends Common {
  readonly kind: 'request';
  readonly expect: 'success' | CryptoErrorCode;
  readonly id: string;
  readonly linkKey: string;
  /** If present, the owner opens the request. */
  readonly ownerKey?: string;
  /** preamble ‖ tag */
  readonly preamble: string;
  readonly sealed: string;
  /** The inputs of a success. */
  readonly made?: {
    readonly ownerKey: string;
    readonly salt: string;
    /** The descriptor. */
    readonly json: string;
  };
}

export interface AnswerVector extends Common {
  readonly kind: 'answer';
  readonly expect: 'success' | CryptoErrorCode;
  /** The request's owner key. */
  readonly ownerKey: string;
  readonly shareId: string;
  /** enc ‖ ct */
  readonly sealedKey: string;
  readonly linkKey?: string;
  /** The inputs and intermediate values of a success. */
  readonly made?: {
    /** m of ML-KEM ‖ ephemeral key of X25519. */
    readonly coins: string;
    readonly requestId: string;
    readonly publicKey: string;
    readonly answerSecret: string;
    readonly info: string;
    readonly sharedSecret: string;
    readonly key: string;
    readonly nonce: string;
  };
}

export interface PublicKeyVector extends Common {
  readonly kind: 'public-key';
  readonly expect: CryptoErrorCode;
  readonly publicKey: string;
}

export interface AtRestVector extends Common {
  readonly kind: 'at-rest';
  readonly expect: 'success';
  readonly erasureKey: string;
  readonly id: string;
  readonly openProof: string;
  readonly openHash: string;
  readonly sealed: string;
  readonly storedSealed: string;
  readonly note: string;
  readonly storedNote: string;
}

export type Vector =
  | IdVector
  | FragmentVector
  | OwnerKeysVector
  | PasswordVector
  | PayloadVector
  | EnvelopeVector
  | NoteVector
  | ChunkVector
  | BodyLengthsVector
  | RequestLinkVector
  | RequestKeysVector
  | RequestVector
  | AnswerVector
  | PublicKeyVector
  | AtRestVector
  | PeopleVector
  | ReceiptVector
  | AddressVector
  | GateSecretsVector
  | SessionVector;

/** The path below own/ without `.json`, and the content of the file. */
export type Case = readonly [path: string, vector: Vector];

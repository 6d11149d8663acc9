/** SPEC.md §1.2. Sizes in bytes unless the name says otherwise. */

export const ID_BYTES = 16;
/** Link keys, owner keys, claims, proofs, salts, derived keys, hashes: all of one size. */
export const SECRET_BYTES = 32;
export const AEAD_TAG_BYTES = 16;

export const PREAMBLE_BYTES = 1 + 1 + 1 + SECRET_BYTES + ID_BYTES;
export const TAGGED_PREAMBLE_BYTES = PREAMBLE_BYTES + SECRET_BYTES;

/** 4 + n of a payload. A create then fits the 1 MB that an unconfigured reverse proxy lets through. */
export const MAX_PLAINTEXT_BYTES = 983_040;
/** Commitment ‖ AEAD. 983,040 is its own Padmé length, so padding never goes over it. */
export const MAX_SEALED_BYTES = SECRET_BYTES + MAX_PLAINTEXT_BYTES + AEAD_TAG_BYTES;
export const MIN_PADDED_BYTES = 1024;

/** salt ‖ AEAD of the padded owner's note. */
export const MAX_NOTE_BYTES = 4096;
/** UTF-16 code units that a form lets in, as `maxlength` counts them; a note with them always fits. No reader enforces it. */
export const MAX_TITLE_LENGTH = 200;

/** The most files in one share: as many as a page lists and zips without strain. No reader enforces it. */
export const MAX_FILES = 5000;

/** With its tag, and the head of its request, a chunk fits an unconfigured proxy's 1 MB. */
export const CHUNK_BYTES = 2 ** 19;

/** UTF-8 bytes after NFKC. */
export const PASSWORD_MAX_BYTES = 1024;

/** 0 stands for unlimited. */
export const MAX_VIEWS = 100;
export const MAX_ANSWERS = 100;
/** An X-Wing encapsulation key. */
export const PUBLIC_KEY_BYTES = 1216;
/** What X-Wing encapsulates in. */
export const ENCAPSULATION_BYTES = 1120;
/** enc ‖ ct: the key of an answer, sealed for the request's owner. */
export const ANSWER_KEY_BYTES = ENCAPSULATION_BYTES + SECRET_BYTES + AEAD_TAG_BYTES;

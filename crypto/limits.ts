/** SPEC.md §1.2. Sizes are in bytes unless the name says otherwise. */

export const ID_BYTES = 16;
/** The size of link keys, owner keys, claims, proofs, salts, derived keys and hashes. */
export const SECRET_BYTES = 32;
export const AEAD_TAG_BYTES = 16;

export const PREAMBLE_BYTES = 1 + 1 + 1 + SECRET_BYTES + ID_BYTES;
export const TAGGED_PREAMBLE_BYTES = PREAMBLE_BYTES + SECRET_BYTES;
/** Version 2 has one more byte, for its gates. */
export const GATED_PREAMBLE_BYTES = PREAMBLE_BYTES + 1;
/** The lengths of a preamble of any version. A reader checks the tag within them, and only then the version. */
export const MIN_PREAMBLE_BYTES = 19;
export const MAX_PREAMBLE_BYTES = 4096;

/** 4 + n of a payload. With this limit, a create fits the default limit of a reverse proxy, 1 MB. */
export const MAX_PLAINTEXT_BYTES = 983_040;
/** Commitment ‖ AEAD. 983,040 is its own Padmé length, so padding never exceeds it. */
export const MAX_SEALED_BYTES = SECRET_BYTES + MAX_PLAINTEXT_BYTES + AEAD_TAG_BYTES;
export const MIN_PADDED_BYTES = 1024;

/** salt ‖ the AEAD's tag: everything for the owner is longer. */
export const MIN_BOX_BYTES = SECRET_BYTES + AEAD_TAG_BYTES;
/** salt ‖ AEAD of the padded owner's note. */
export const MAX_NOTE_BYTES = 4096;
/** salt ‖ AEAD of who opened a share for members, and when. Usually 1,072; more if the name needs many escapes. */
export const MAX_RECEIPT_BYTES = 2048;
/** UTF-16 code units of the member that a receipt names. */
export const MAX_WHO_LENGTH = 320;
/** salt ‖ AEAD of the padded list of people. */
export const MAX_PEOPLE_BYTES = 8192;
export const MAX_PEOPLE = 20;
/** The longest local part, `@` and the longest domain, in characters. */
export const MAX_ADDRESS_LENGTH = 64 + 1 + 253;
export const MAX_GROUPS = 10;
/** In UTF-8. */
export const MAX_GROUP_BYTES = 128;
/**
 * The limit of a form in UTF-16 code units, as `maxlength` counts. A note with such a title always fits. Readers do not
 * enforce it.
 */
export const MAX_TITLE_LENGTH = 200;

/** The limit for files in one share: a page can list and zip this many. Readers do not enforce it. */
export const MAX_FILES = 5000;

/** With its tag and the head of its request, a chunk fits the default limit of a reverse proxy, 1 MB. */
export const CHUNK_BYTES = 2 ** 19;

/** In UTF-8 after NFKC. */
export const PASSWORD_MAX_BYTES = 1024;

/** 0 means unlimited. */
export const MAX_VIEWS = 100;
export const MAX_ANSWERS = 100;
/** An X-Wing encapsulation key. */
export const PUBLIC_KEY_BYTES = 1216;
/** An X-Wing encapsulation. */
export const ENCAPSULATION_BYTES = 1120;
/** enc ‖ ct: the key of an answer, sealed to the request's owner. */
export const ANSWER_KEY_BYTES = ENCAPSULATION_BYTES + SECRET_BYTES + AEAD_TAG_BYTES;

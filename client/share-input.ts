import type { PasswordKdf } from '#crypto/password.ts';
import type { Field, FileEntry } from '#crypto/payload.ts';
import type { OnLimit } from '#server/shares/wire.ts';
import type { CallOptions } from './api.ts';
import type { MemberInput } from './member-terms.ts';

/** The request that an answer is for. Made by answer.ts, the only module that seals keys to the person who asked. */
export interface AnswerTarget {
  /** The request's id. */
  readonly request: string;
  readonly linkProof: string;
  /** The request is for members. */
  readonly needsPass: boolean;
  /** @returns enc ‖ ct of the answer's link key */
  readonly sealKey: (shareId: Uint8Array, linkKey: Uint8Array) => Promise<Uint8Array>;
}

/** Where notices of openings go. */
export interface NotifyInput {
  /** https. */
  readonly url: string;
  /** The endpoint's own secret. Absent: one that is derived from the owner key, and shown to the sender. */
  readonly secret?: string | undefined;
  /** At most 64 characters; is in each notice instead of the id. */
  readonly reference?: string | undefined;
}

export interface ShareInput extends CallOptions, MemberInput {
  /** '' with files: no text. */
  readonly text: string;
  /** In the order of the upload. Names follow SPEC.md §10.3 and are distinct. */
  readonly files?: readonly FileEntry[] | undefined;
  /** The fields of the request. The value of a file field is a name in `files`. */
  readonly fields?: readonly Field[] | undefined;
  /** A request link, with which the recipient can answer. */
  readonly reply?: string | undefined;
  /** The request that this answers. */
  readonly answer?: AnswerTarget | undefined;
  readonly title?: string | undefined;
  readonly password?: string | undefined;
  /** 0: unlimited. */
  readonly maxViews: number;
  /** A function is called when the share is sealed, after the upload: for a lifetime that ends at a fixed time. */
  readonly ttlSeconds: number | (() => number);
  /** Unix seconds by the server's clock: before this time it opens for nobody. */
  readonly notBefore?: number | undefined;
  /** Only these people can open it, each with a code that is mailed to them. Addresses in the form of `readAddress`. */
  readonly people?: readonly string[] | undefined;
  readonly notify?: NotifyInput | undefined;
  /**
   * The total of wrong passwords; by default 5, or twice the views of all people if that is more: 200 for unlimited
   * views, and at most 1,000.
   */
  readonly attemptLimit?: number | undefined;
  readonly onLimit?: OnLimit | undefined;
  readonly kdf: PasswordKdf;
  /** Progress of the password hashing, 0 to 1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

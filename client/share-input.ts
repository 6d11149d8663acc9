import type { PasswordKdf } from '#crypto/password.ts';
import type { Field, FileEntry } from '#crypto/payload.ts';
import type { OnLimit } from '#server/shares/wire.ts';
import type { CallOptions } from './api.ts';

/** Where an answer goes: made by answer.ts, which alone knows how keys are sealed to whoever asks. */
export interface AnswerTarget {
  /** The request's id. */
  readonly request: string;
  readonly linkProof: string;
  /** @returns enc ‖ ct of the answer's link key */
  readonly sealKey: (shareId: Uint8Array, linkKey: Uint8Array) => Promise<Uint8Array>;
}

export interface ShareInput extends CallOptions {
  /** '' beside files: there is none. */
  readonly text: string;
  /** In the order in which their bytes are uploaded. Names as SPEC.md §10.3 has them, each once. */
  readonly files?: readonly FileEntry[] | undefined;
  /** As a request named them; of a file, the value is its name in `files`. */
  readonly fields?: readonly Field[] | undefined;
  /** A request's link, by which whoever opens this may answer. */
  readonly reply?: string | undefined;
  /** The request that this answers. */
  readonly answer?: AnswerTarget | undefined;
  readonly title?: string | undefined;
  readonly password?: string | undefined;
  /** 0: any number. */
  readonly maxViews: number;
  /** Asked when it is sealed, where it is the time until a certain moment: an upload lies in between. */
  readonly ttlSeconds: number | (() => number);
  /** Wrong passwords in all; by default 5, or twice the views where that is more: 200 for any number of them. */
  readonly attemptLimit?: number | undefined;
  readonly onLimit?: OnLimit | undefined;
  readonly kdf: PasswordKdf;
  /** 0 to 1, of the password's hashing. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

import { sentences } from '#web/i18n/lists.ts';
import { say } from '#web/i18n/words.ts';
import { room as words } from '#words/room.ts';

/** Content that does not fit, in bytes after sealing. */
export interface Room {
  readonly maxBytes: number;
  /** Undefined if only the server knows. */
  readonly bytes?: number;
}

/** Two sentences: how much there is and how much fits, then how bytes are counted. */
export const sayRoom = ({ bytes, maxBytes }: Room): string =>
  sentences(bytes === undefined ? say(words.fits, { maxBytes }) : say(words.takes, { bytes, maxBytes }), words.counted);

import { MAX_JSON_BYTES_PER_UNIT, overflowOf, textBytes, textRoomBytes } from '#client/payload-room.ts';
import type { Overflow } from '#client/payload-room.ts';
import type { Field } from '#crypto/payload.ts';
import { namesBytes } from '#web/parts/files/chosen-file.ts';
import type { ChosenFile } from '#web/parts/files/chosen-file.ts';

/** As far as it takes room where it is sealed. */
export interface Written {
  readonly text: string;
  readonly title?: string;
  readonly fields?: readonly Field[];
  readonly files?: readonly ChosenFile[];
  /** A request goes along. */
  readonly letAnswer?: boolean;
}

const counted = ({ files = [], ...written }: Written) => ({ ...written, entriesBytes: namesBytes(files) });

/** @returns bytes that the sealed text may still grow by; negative when it is too long. Infinity: far from the limit. */
export function bytesLeft(written: Written, maxSealedBytes?: number): number {
  const { text, title = '' } = written;
  const room = textRoomBytes(counted(written), maxSealedBytes);
  // Not counted at each letter that is typed.
  if ((text.length + title.length) * MAX_JSON_BYTES_PER_UNIT < room) return Infinity;
  return room - textBytes({ text });
}

/** @returns what does not fit, or undefined */
export function overflowOn(written: Written, maxSealedBytes?: number): Overflow | undefined {
  return overflowOf(counted(written), maxSealedBytes);
}

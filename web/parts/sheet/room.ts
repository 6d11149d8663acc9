import { MAX_JSON_BYTES_PER_UNIT, overflowOf, textBytes, textRoomBytes } from '#client/payload-room.ts';
import type { Overflow } from '#client/payload-room.ts';
import type { Field } from '#crypto/payload.ts';
import { namesBytes } from '#web/parts/files/chosen-file.ts';
import type { ChosenFile } from '#web/parts/files/chosen-file.ts';

/** Everything on a sheet that takes up room in the payload. */
export interface SheetContents {
  readonly text: string;
  readonly title?: string;
  readonly fields?: readonly Field[];
  readonly files?: readonly ChosenFile[];
  /** A request is sealed with it. */
  readonly allowReply?: boolean;
}

const counted = ({ files = [], ...contents }: SheetContents) => ({ ...contents, entriesBytes: namesBytes(files) });

/** @returns how many bytes of text still fit; negative if it is too long; Infinity far from the limit */
export function bytesLeft(contents: SheetContents, maxSealedBytes?: number): number {
  const { text, title = '' } = contents;
  const room = textRoomBytes(counted(contents), maxSealedBytes);
  // Avoids counting at every keystroke.
  if ((text.length + title.length) * MAX_JSON_BYTES_PER_UNIT < room) return Infinity;
  return room - textBytes({ text });
}

/** @returns what does not fit, or undefined */
export function overflowOn(contents: SheetContents, maxSealedBytes?: number): Overflow | undefined {
  return overflowOf(counted(contents), maxSealedBytes);
}

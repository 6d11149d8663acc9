import { bodyLengths } from '#crypto/body-lengths.ts';
import { MAX_NOTE_BYTES, MAX_SEALED_BYTES } from '#crypto/limits.ts';

/** What a share takes up at most beside its files: what is sealed, and the owner's note. */
export const MAX_TEXT_STORED_BYTES = MAX_SEALED_BYTES + MAX_NOTE_BYTES;

/** @returns how many bytes of files, at most, one share may have that takes up no more than `room`; 0: none */
export function largestFilesWithin(room: number): number {
  const fits = (bytes: number) => bodyLengths(bytes).encryptedBytes + MAX_TEXT_STORED_BYTES <= room;
  let [fitting, tooMany] = [0, Math.max(1, room)];
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2);
    if (fits(middle)) fitting = middle;
    else tooMany = middle;
  }
  return fitting;
}

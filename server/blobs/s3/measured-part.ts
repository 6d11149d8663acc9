import { createHash } from 'node:crypto';
import type { NewPart } from '#server/blobs/blobs.ts';

export interface MeasuredPart {
  /** The bytes of the part. Throws RangeError as soon as the length is known to differ from the declared one. */
  readonly bytes: AsyncGenerator<Uint8Array, void>;
  /** SHA-256. Only after all bytes were read. */
  readonly digest: () => Uint8Array;
}

export function measured({ bytes, length }: Pick<NewPart, 'bytes' | 'length'>): MeasuredPart {
  const hash = createHash('sha256');
  return { bytes: counted(), digest: () => new Uint8Array(hash.digest()) };

  async function* counted(): AsyncGenerator<Uint8Array, void> {
    let taken = 0;
    for await (const piece of bytes) {
      taken += piece.length;
      if (taken > length) throw new RangeError(`The part has more than ${length} bytes.`);
      hash.update(piece);
      yield piece;
    }
    if (taken < length) throw new RangeError(`The part has ${taken} bytes, not ${length}.`);
  }
}

import type { Blobs, NewPart, PartPlace } from '#server/blobs/blobs.ts';

/** In pieces as they come off a line. */
export async function* inPieces(bytes: Uint8Array, pieceBytes = 65_536): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

export const partOf = (place: PartPlace, bytes: Uint8Array): NewPart => ({
  ...place,
  bytes: inPieces(bytes),
  length: bytes.length,
});

/** Gives its first half at once, its second when it is let go. */
export interface HeldSource {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** The first half has been taken, and more was asked for. */
  readonly begun: Promise<unknown>;
  readonly letGo: () => void;
}

export function heldSource(bytes: Uint8Array): HeldSource {
  const begun = Promise.withResolvers<undefined>();
  const gate = Promise.withResolvers<undefined>();
  const halves = async function* () {
    yield bytes.subarray(0, bytes.length / 2);
    begun.resolve(undefined);
    await gate.promise;
    yield bytes.subarray(bytes.length / 2);
  };
  return { bytes: halves(), begun: begun.promise, letGo: () => gate.resolve(undefined) };
}

export async function collect(pieces: AsyncIterable<Uint8Array> | undefined): Promise<Buffer | undefined> {
  if (!pieces) return undefined;
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

export async function namesOf(blobs: Blobs): Promise<string[]> {
  const names: string[] = [];
  for await (const name of blobs.bodies()) names.push(name);
  return names.sort();
}

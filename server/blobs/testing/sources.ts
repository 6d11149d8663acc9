import type { Blobs, NewPart, PartPlace } from '#server/blobs/blobs.ts';

/** Yields the bytes in pieces, as a network delivers them. */
export async function* inPieces(bytes: Uint8Array, pieceBytes = 65_536): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

export const partOf = (place: PartPlace, bytes: Uint8Array): NewPart => ({
  ...place,
  bytes: inPieces(bytes),
  length: bytes.length,
});

/** Yields its first half immediately, and its second half when released. */
export interface HeldSource {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Resolves when the first half was read and more was requested. */
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

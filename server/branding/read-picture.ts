import { closeSync, openSync, readSync } from 'node:fs';

export const MAX_PICTURE_BYTES = 256 * 1024;

export type PictureKind = 'svg' | 'png' | 'webp';

export const pictureTypes: Readonly<Record<PictureKind, string>> = {
  svg: 'image/svg+xml',
  png: 'image/png',
  webp: 'image/webp',
};

const names: Readonly<Record<PictureKind, string>> = { svg: 'SVG', png: 'PNG', webp: 'WebP' };

export interface Picture {
  readonly kind: PictureKind;
  readonly bytes: Buffer<ArrayBuffer>;
}

/** The reason why a file cannot be used. The message completes "SOTTO_… must be". */
export class PictureError extends Error {
  override readonly name = 'PictureError';
}

/** Recognizes the picture by its content, not its name. @throws PictureError */
export function readPicture(path: string, kinds: readonly PictureKind[]): Picture {
  const bytes = readUpTo(path, MAX_PICTURE_BYTES + 1);
  if (bytes.length > MAX_PICTURE_BYTES) throw new PictureError(`a file of at most 256 KB, and "${path}" is larger`);
  const kind = kindOf(bytes);
  if (kind !== undefined && kinds.includes(kind)) return { kind, bytes };
  const expected = new Intl.ListFormat('en', { type: 'disjunction' }).format(kinds.map((one) => names[one]));
  const what = kind === undefined ? 'a file of another kind' : `a ${names[kind]}`;
  throw new PictureError(`a file that contains ${expected}, and "${path}" is ${what}, judging by its first bytes`);
}

function readUpTo(path: string, maxBytes: number): Buffer<ArrayBuffer> {
  try {
    const file = openSync(path, 'r');
    try {
      const buffer = Buffer.alloc(maxBytes);
      let length = 0;
      for (let read = -1; read !== 0 && length < maxBytes; length += read)
        read = readSync(file, buffer, length, maxBytes - length, null);
      return buffer.subarray(0, length);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new PictureError(`the path of a readable file: "${path}" ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist';
  if (code === 'EACCES' || code === 'EPERM') return 'is not readable for this user';
  return code === 'EISDIR' ? 'is a folder' : `failed with ${String(code)}`;
}

/** The width and height that a PNG states in its header (PNG §11.2.1), in pixels. @returns undefined for other pictures */
export function pixelsOf({ kind, bytes }: Picture): { readonly width: number; readonly height: number } | undefined {
  if (kind !== 'png' || bytes.length < 24) return undefined;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
/** Before the first element: an optional declaration, comments and a document type. */
const SVG = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[\s\S])*-->\s*|<!DOCTYPE[^>[]*(?:\[[^\]]*\]\s*)?>\s*)*<svg[\s>]/;

function kindOf(bytes: Buffer): PictureKind | undefined {
  if (bytes.subarray(0, PNG.length).equals(PNG)) return 'png';
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return 'webp';
  return SVG.test(bytes.toString('utf8')) ? 'svg' : undefined;
}

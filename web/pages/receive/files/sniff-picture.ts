/** Picture formats that browsers draw without running code. */
export type PictureType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'image/avif';

export const SNIFFED_BYTES = 32;

const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0));

interface Signature {
  readonly type: PictureType;
  /** Byte strings at fixed offsets. */
  readonly marks: readonly { readonly at: number; readonly bytes: readonly number[] }[];
}

const signatures: readonly Signature[] = [
  { type: 'image/png', marks: [{ at: 0, bytes: [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a] }] },
  { type: 'image/jpeg', marks: [{ at: 0, bytes: [0xff, 0xd8, 0xff] }] },
  { type: 'image/gif', marks: [{ at: 0, bytes: ascii('GIF87a') }] },
  { type: 'image/gif', marks: [{ at: 0, bytes: ascii('GIF89a') }] },
  {
    type: 'image/webp',
    marks: [
      { at: 0, bytes: ascii('RIFF') },
      { at: 8, bytes: ascii('WEBP') },
    ],
  },
  { type: 'image/avif', marks: [{ at: 4, bytes: ascii('ftypavif') }] },
  { type: 'image/avif', marks: [{ at: 4, bytes: ascii('ftypavis') }] },
];

/** Detects the type from the first bytes. The name and the declared type are not trusted. */
export function sniffPicture(start: Uint8Array): PictureType | undefined {
  const has = ({ at, bytes }: Signature['marks'][number]) => bytes.every((byte, index) => start[at + index] === byte);
  return signatures.find(({ marks }) => marks.every(has))?.type;
}

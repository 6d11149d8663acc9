import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { FileBytes, TransferOptions } from './create-saving.ts';
import { failureOf } from './file-failure.ts';
import type { FileFailure } from './file-failure.ts';
import { SNIFFED_BYTES, sniffPicture } from './sniff-picture.ts';
import type { PictureType } from './sniff-picture.ts';

export type Preview =
  | { readonly at: 'closed' }
  | { readonly at: 'loading' }
  | { readonly at: 'picture'; readonly url: string }
  /** `cut`: the file is longer. */
  | { readonly at: 'text'; readonly text: string; readonly cut: boolean }
  /** Neither a picture nor text, whatever its name says. */
  | { readonly at: 'nothing' }
  | { readonly at: 'failed'; readonly reason: FileFailure };

export interface PreviewEffects {
  readonly sizeBytes: number;
  /** Reads the first `bytes` of the file, verified. */
  readonly read: (bytes: number, reading: TransferOptions) => FileBytes;
  readonly showPicture: (parts: readonly Uint8Array<ArrayBuffer>[], type: PictureType) => string;
  readonly forgetPicture: (url: string) => void;
}

export interface Previewer {
  readonly state: Accessor<Preview>;
  readonly open: () => Promise<void>;
  readonly close: () => void;
  /** Called when the browser cannot draw the picture. */
  readonly refuse: () => void;
}

export const MAX_PREVIEW_PICTURE_BYTES = 20_000_000;
export const MAX_PREVIEW_TEXT_BYTES = 262_144;

/** A preview does not save: saving reads the bytes again. */
export function createPreview(effects: PreviewEffects): Previewer {
  const [state, setState] = createSignal<Preview>({ at: 'closed' });
  let abort = new AbortController();
  const turn = (next: Preview) => {
    const now = state();
    if (now.at === 'picture') effects.forgetPicture(now.url);
    setState(next);
  };
  return {
    state,
    open: async () => {
      abort.abort();
      abort = new AbortController();
      const { signal } = abort;
      turn({ at: 'loading' });
      const next = await load(effects, signal).catch((error: unknown): Preview => ({
        at: 'failed',
        reason: failureOf(error),
      }));
      if (!signal.aborted) turn(next);
      else if (next.at === 'picture') effects.forgetPicture(next.url);
    },
    close: () => {
      abort.abort();
      turn({ at: 'closed' });
    },
    refuse: () => turn({ at: 'nothing' }),
  };
}

async function load({ sizeBytes, read, showPicture }: PreviewEffects, signal: AbortSignal): Promise<Preview> {
  const wholePicture = sizeBytes <= MAX_PREVIEW_PICTURE_BYTES;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  let picture: PictureType | undefined;
  const wanted = Math.min(sizeBytes, wholePicture ? MAX_PREVIEW_PICTURE_BYTES : MAX_PREVIEW_TEXT_BYTES);
  for await (const part of read(wanted, { signal, onRetry: () => undefined })) {
    parts.push(part);
    bytes += part.length;
    picture ??= wholePicture ? sniffPicture(joined(parts, SNIFFED_BYTES)) : undefined;
    if (picture === undefined && bytes >= MAX_PREVIEW_TEXT_BYTES) break;
  }
  if (picture !== undefined) return { at: 'picture', url: showPicture(parts, picture) };
  const cut = sizeBytes > MAX_PREVIEW_TEXT_BYTES;
  const text = plainText(joined(parts, MAX_PREVIEW_TEXT_BYTES), cut);
  return text === undefined ? { at: 'nothing' } : { at: 'text', text, cut };
}

function joined(parts: readonly Uint8Array[], maxBytes: number): Uint8Array {
  const bytes = new Uint8Array(
    Math.min(
      maxBytes,
      parts.reduce((sum, part) => sum + part.length, 0),
    ),
  );
  let offset = 0;
  for (const part of parts) {
    if (offset === bytes.length) break;
    bytes.set(part.subarray(0, bytes.length - offset), offset);
    offset = Math.min(bytes.length, offset + part.length);
  }
  return bytes;
}

/**
 * @param cut the file is longer, so the last character may be incomplete
 * @returns undefined if the bytes are not UTF-8 or contain a NUL, which text never does
 */
export function plainText(bytes: Uint8Array, cut: boolean): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cut });
  } catch {
    return undefined;
  }
}

import type { Attachment } from './attachment-headers.ts';

/** What a page says to the worker, with one end of a channel: someone will ask for `dl/<ticket>`. */
export interface Announcement {
  readonly ticket: string;
  readonly attachment: Attachment;
}

/** Chunks that a page may have on their way: the worker holds no more, however slowly the browser writes. */
export const CHUNKS_UNDER_WAY = 4;

/** From the worker over the channel. `asked` comes first, once; then one `taken` for each chunk that the browser has. */
export type FromWorker = 'announced' | 'asked' | 'taken' | 'stopped';

/** From the page over the channel; `end` when every chunk has been taken. */
export type ToWorker = { readonly bytes: Uint8Array<ArrayBuffer> } | 'end' | 'broken';

/** Sent to the worker itself while a download runs: a browser ends a worker that hears nothing. */
export const STAY = 'stay';

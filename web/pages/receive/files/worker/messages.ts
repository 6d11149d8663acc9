import type { Attachment } from './attachment-headers.ts';

/** From a page to the worker, with one port of a channel: announces a request for `dl/<ticket>`. */
export interface Announcement {
  readonly ticket: string;
  readonly attachment: Attachment;
}

/** The most chunks in flight, so that the worker never holds more, however slowly the browser writes. */
export const CHUNKS_UNDER_WAY = 4;

/** From the worker. `asked` comes first, once; then one `taken` for each chunk that the browser has read. */
export type FromWorker = 'announced' | 'asked' | 'taken' | 'stopped';

/** From the page; `end` when every chunk has been taken. */
export type ToWorker = { readonly bytes: Uint8Array<ArrayBuffer> } | 'end' | 'broken';

/** Sent to the worker while a download runs: browsers stop an idle worker. */
export const STAY = 'stay';

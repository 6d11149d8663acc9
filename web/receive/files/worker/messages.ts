import type { Attachment } from './attachment-headers.ts';

/** What a page says to the worker, with one end of a channel: someone will ask for `dl/<ticket>`. */
export interface Announcement {
  readonly ticket: string;
  readonly attachment: Attachment;
}

/** From the worker over the channel. `asked` comes first, once; each `more` wants one `bytes` or `end`. */
export type FromWorker = 'announced' | 'asked' | 'more' | 'stopped';

/** From the page over the channel. */
export type ToWorker = { readonly bytes: Uint8Array<ArrayBuffer> } | 'end' | 'broken';

/** Sent to the worker itself while a download runs: a browser ends a worker that hears nothing. */
export const STAY = 'stay';

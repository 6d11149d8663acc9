/** This browser's record of a share or request that it created: enough to manage it, not to read a share. */
export type ListEntry = ShareEntry | RequestEntry;

interface Common {
  readonly id: string;
  /** 32 bytes. Anyone who has them can see the history and delete it, and read a request's answers. */
  readonly ownerKey: Uint8Array;
  readonly title?: string;
  /** Unix seconds by the server's clock, like `expiresAt`. */
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface ShareEntry extends Common {
  readonly kind: 'share';
  /** 0: unlimited. */
  readonly maxViews: number;
  readonly hasPassword: boolean;
  /** The whole link with its key. Stored only while the person keeps links. */
  readonly link?: string;
}

export interface RequestEntry extends Common {
  readonly kind: 'request';
  readonly maxAnswers: number;
  /** The request link. It can't read anything, only answer, so it is always kept. */
  readonly link?: string;
}

export const isRequest = (entry: ListEntry): entry is RequestEntry => entry.kind === 'request';
export const isShare = (entry: ListEntry): entry is ShareEntry => entry.kind === 'share';

/** Whether something is in this browser's list; `refused` if the browser stores nothing. */
export type ListingState = 'absent' | 'listed' | 'refused';

/** What this browser remembers of what it has made. It can manage each, and never read a share. */
export type Entry = ShareEntry | RequestEntry;

interface Common {
  readonly id: string;
  /** 32 bytes: whoever has them can see the history, and delete it; of a request, also read its answers. */
  readonly ownerKey: Uint8Array;
  readonly title?: string;
  /** Unix seconds of the server, as `expiresAt`. */
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface ShareEntry extends Common {
  readonly kind: 'share';
  /** 0: unlimited. */
  readonly maxViews: number;
  readonly hasPassword: boolean;
  /** The whole link with its key; stored only while the person wants links to be kept. */
  readonly link?: string;
}

export interface RequestEntry extends Common {
  readonly kind: 'request';
  readonly maxAnswers: number;
  /** The request link: it opens nothing and lets people answer, so it is kept where it is known. */
  readonly link?: string;
}

export const isRequest = (entry: Entry): entry is RequestEntry => entry.kind === 'request';
export const isShare = (entry: Entry): entry is ShareEntry => entry.kind === 'share';

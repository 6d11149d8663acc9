import type { MembersInput } from '#client/member-terms.ts';

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
  /** Only for shares and requests that are limited to members. Without groups, every member. */
  readonly members?: MembersInput;
}

export interface ShareEntry extends Common {
  readonly kind: 'share';
  /** 0: unlimited. For each person, if the share is for named people. */
  readonly maxViews: number;
  readonly hasPassword: boolean;
  /** How many people it is for, if they are named. Their addresses are not stored here. */
  readonly people?: number;
  /** Unix seconds by the server's clock: before this time it opens for nobody. */
  readonly notBefore?: number;
  /** Present if it was made with others at once, a link for each person. */
  readonly group?: ShareGroup;
  /** The whole link with its key. Stored only while the person keeps links. */
  readonly link?: string;
}

/** One of several shares with the same content. This browser is the only place that keeps the name. */
export interface ShareGroup {
  /** The same for all of them. */
  readonly id: string;
  /** As the sender wrote it. */
  readonly name: string;
  /** Its place among them, from 1. */
  readonly place: number;
  /** How many there were to be. Fewer are listed while some are not made yet. */
  readonly size: number;
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

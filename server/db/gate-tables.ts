import type { Generated } from 'kysely';
import type { MailState } from '#server/owner/wire.ts';

/** The tables of gates, code mails and notices, as schema.ts describes tables. */

/**
 * The gates of a share; gone with its content. `open_hash` of `share` is null then, so statements that know no gates open
 * nothing.
 */
export interface GateTable {
  share_id: Uint8Array;
  /** The gates of the preamble. */
  bits: number;
  open_hash: Uint8Array;
  not_before: number | null;
  /** Code mails beyond those that each person has of their own. */
  extra_asks: number;
  /** Requests for codes, also those for strangers: SQLite writes no page of a row that stays the same, which takes less time. */
  requests: Generated<number>;
}

/** A named person; gone with the content. */
export interface RecipientTable {
  share_id: Uint8Array;
  /** From 1. */
  n: number;
  /** SPEC.md §15.1. */
  tag: Uint8Array;
  /** Openings. */
  spent: number;
  /** Code mails that were requested, and of these, the ones left of the person's own. */
  asks: number;
  asks_left: number;
  /** As in `gate`. The first person's row is written for strangers. */
  requests: Generated<number>;
  /** `asks` when the owner last reset them, and when that was. */
  asks_at_reset: number;
  reset_at: number | null;
  /** What became of the last mail since then. */
  mail: MailState | null;
  revoked_at: number | null;
}

/** The owner took a named person's access away: also in `recipient`, and kept here with the history. */
export interface RevocationTable {
  share_id: Uint8Array;
  n: number;
  revoked_at: number;
}

/** A claim that waits for a code; gone with the content. */
export interface CodeAskTable {
  share_id: Uint8Array;
  claim_hash: Uint8Array;
  /** 0: nobody that is named. */
  n: number;
  /** A part of the code. */
  asked_at: number;
  /** 30 minutes after the first mail was sent. */
  until: number;
  tries: number;
  sends: number;
  /** The claim's last request, for whatever address, and whether a mail was sent or not. */
  last_asked_at: number;
}

/** Where a sender's notices go; gone with the content. */
export interface NoticeChannelTable {
  share_id: Uint8Array;
  /** The target, encrypted under a key derived from the server key and the erasure key. */
  sealed: Uint8Array;
  /** 1: the endpoint wants no more notices. */
  is_over: number;
  /** When the last notice of an opening was due. */
  opened_at: number | null;
}

/** Mails and notices that wait to be sent. */
export interface OutboxTable {
  /** 16 random bytes. */
  id: Uint8Array;
  /** `none`: looks like a code mail, and nothing is sent. `mail`: to a sender. */
  kind: 'code' | 'none' | 'notice' | 'mail';
  /** The share of a code mail, which goes with its content. Null otherwise. */
  share_id: Uint8Array | null;
  due_at: number;
  tries: number;
  /** Encrypted under the server key; of one length for every code mail. */
  sealed: Uint8Array;
}

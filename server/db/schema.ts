import type { ColumnType, Generated } from 'kysely';
import type { Reason } from '#server/reports/wire.ts';
import type { Keep } from '#server/requests/wire.ts';
import type { OnLimit } from '#server/shares/wire.ts';
import type {
  CodeAskTable,
  GateTable,
  NoticeChannelTable,
  OutboxTable,
  RecipientTable,
  RevocationTable,
} from './gate-tables.ts';
import type { KeyTables } from './key-tables.ts';
import type { MemberTables } from './member-tables.ts';
import type { ObjectTables } from './object-tables.ts';

/**
 * The tables, the same on SQLite and PostgreSQL. Times are integer Unix seconds. The end of a share removes `slot`,
 * `open_hash` and the content row; the rest is the tombstone.
 */
export interface Schema extends KeyTables, MemberTables, ObjectTables {
  share: ShareTable;
  share_total: ShareTotalTable;
  content: ContentTable;
  opening: OpeningTable;
  request: RequestTable;
  answer: AnswerTable;
  move: MoveTable;
  token: TokenTable;
  day_key: DayKeyTable;
  tally: TallyTable;
  report: ReportTable;
  server_clock: ServerClockTable;
  reservation: ReservationTable;
  reservation_total: ReservationTotalTable;
  reservation_change: ReservationTotalTable;
  gate: GateTable;
  recipient: RecipientTable;
  revocation: RevocationTable;
  code_ask: CodeAskTable;
  notice_channel: NoticeChannelTable;
  outbox: OutboxTable;
}

/** The stored state. Used-up views and expiry are not states, because they follow from the numbers. */
export type StoredState = 'pending' | 'live' | 'locked' | EndedState;
export type EndedState = 'spent' | 'expired' | 'destroyed' | 'deleted';

export type ShareKind = 'share' | 'request';

export interface ShareTable {
  id: Uint8Array;
  /** Requests and shares have separate routes. */
  kind: ColumnType<ShareKind, ShareKind | undefined>;
  /** The record that holds the share's key, in the slot file or the key folder. Null with the keys in PostgreSQL. */
  slot: number | null;
  state: StoredState;
  link_hash: Uint8Array;
  owner_hash: Uint8Array;
  open_hash: Uint8Array | null;
  kdf: number;
  /** 0: unlimited. */
  max_views: number;
  views_spent: number;
  attempts: number;
  attempt_limit: number;
  on_limit: OnLimit;
  /** The bytes to download, which bound the renewals of a lease. While the share is pending: the received bytes. */
  size_bytes: number;
  /** The file body in the blob store; null without one, or after it was deleted. */
  body_name: string | null;
  /** The length of all chunks with their tags; 0: no file body. */
  body_bytes: number;
  /** Chunks per part, except the last; null: no file body. */
  part_chunks: number | null;
  created_at: number;
  expires_at: number;
  ended_at: number | null;
  /** The sweep checks the row at this time at the latest. */
  due_at: number;
  /** With named people: the openings of each of them, and `max_views` is the sum of all. Null without. */
  views_each: Generated<number | null>;
  /** SPEC.md §13.2. Not under the erasure key: kept with the history. */
  people: Generated<Uint8Array | null>;
  /** The expiry at creation, if the owner has brought it forward since. */
  first_expires_at: Generated<number | null>;
  /** 1 while `answer` has a row for it. Maintained by a trigger, for the totals. */
  is_answer: Generated<number>;
  /** 1 if it was reported. Maintained by a trigger, for the totals. */
  is_reported: Generated<number>;
}

/**
 * Sums over the rows of `share` by kind and state, maintained by triggers (docs/decisions/0036). On PostgreSQL each change
 * of a share adds rows, and the sweep folds them into one: only the sum of all rows is meaningful.
 */
export interface ShareTotalTable {
  kind: ShareKind;
  state: StoredState;
  shares: number;
  size_bytes: number;
  body_bytes: number;
  /** Rows that name a key slot. SQLite only. */
  slots: number;
  answers: number;
  reported: number;
}

/** Separate from `share`, so that a spent view or a counted attempt does not rewrite a megabyte. */
export interface ContentTable {
  share_id: Uint8Array;
  preamble: Uint8Array;
  note: Uint8Array | null;
  /** The last column, so that the others are read without it. */
  sealed: Uint8Array;
}

export interface OpeningTable {
  share_id: Uint8Array;
  /** 1 for the first opening of a share, 2 for the second, … */
  seq: number;
  claim_hash: Uint8Array | null;
  opened_at: number;
  lease_until: number;
  /** The latest possible end of the lease. */
  lease_cap: number;
  acknowledged_at: number | null;
  /** The number of the person who opened; null without named people. */
  recipient_n: Generated<number | null>;
  /** SPEC.md §13.4: which member opened; null unless the share is for members. */
  receipt: Generated<Uint8Array | null>;
}

/** The additional columns of a row of kind `request`. */
export interface RequestTable {
  share_id: Uint8Array;
  /** 0 for a request for members. */
  max_answers: number;
  /** Instead of `max_answers`, for a request for members. */
  member_answers: Generated<number | null>;
  /** The number of answers, including those being uploaded. */
  answers: number;
  /** Seconds from the creation of an answer to its expiry. */
  answer_ttl: number;
  keep: Keep;
  closed_at: number | null;
}

/** The additional columns of a share that answers a request. */
export interface AnswerTable {
  share_id: Uint8Array;
  request_id: Uint8Array;
  /** HPKE's enc ‖ ct of the answer's link key; null during the upload and after the end. */
  sealed_key: Uint8Array | null;
  /** When the requester acknowledged the answer. */
  read_at: number | null;
}

/** The state of `sotto admin move` (docs/decisions/0093). At most one row. */
export interface MoveTable {
  /** Always 1. */
  number: number;
  /** Random, and the same in both databases. */
  name: string;
  /** The first two are of the source, the others of the target. */
  state: 'leaving' | 'left' | 'arriving' | 'arrived';
  /** The other database, in words. */
  other: string;
}

/** Access tokens for creating. Only the hash of a token is stored. */
export interface TokenTable {
  number: Generated<number>;
  hash: Uint8Array;
  /** The operator's name for its holder; unique among tokens that are not revoked. */
  label: string;
  created_at: number;
  /** null: never. */
  expires_at: number | null;
  revoked_at: number | null;
  /** Days since 1970, UTC. No more precise, so that it reveals little about a person. */
  last_used_day: number | null;
}

/**
 * The key that pseudonymizes accounts for one day. It is deleted after the day, so that nobody can identify them later.
 */
export interface DayKeyTable {
  /** Days since 1970, UTC. */
  day: number;
  key: Uint8Array;
}

/** How much of a daily quota an account has used. */
export interface TallyTable {
  day: number;
  /** HMAC under the key of the day. */
  account_hash: Uint8Array;
  amount: number;
}

/** The reports of one share for one reason. Deleted with the share's tombstone. */
export interface ReportTable {
  share_id: Uint8Array;
  reason: Reason;
  count: number;
  first_at: number;
  last_at: number;
}

/** One row: the clock's time at its last check, and the expected time. */
export interface ServerClockTable {
  /** Always 1. */
  id: number;
  /** The time by our own reckoning. */
  expected_at: number;
  /** The clock's time at the last check. */
  checked_at: number;
  /** The uptime of the host that checked last. */
  uptime_seconds: number;
  /** Identifies that host since its last start: uptimes of different boots cannot be compared. */
  boot_id: string;
  /** How long the clock has been off; null if it is correct. */
  off_seconds: number | null;
}

/** Disk space that an unfinished upload has reserved but not used. Deleted with the upload, or soon after `until`. */
export interface ReservationTable {
  share_id: Uint8Array;
  bytes: number;
  /** It does not count after this time; the next part of the upload reserves again. */
  until: number;
  /** HMACs of the client and its surrounding networks under the key of the day; null if there is no such network. */
  address_hash: Uint8Array | null;
  site_hash: Uint8Array | null;
  network_hash: Uint8Array | null;
}

/**
 * The bytes reserved under one name that lapse in the same second, maintained by triggers (docs/decisions/0043). On
 * PostgreSQL, `reservation_change` has rows that the sweep has yet to fold in; SQLite has no such table.
 */
export interface ReservationTotalTable {
  /** One of the hashes in `reservation`, or a single zero byte for everyone. */
  name: Uint8Array;
  until: number;
  bytes: number;
}

import type { ColumnType, Generated } from 'kysely';
import type { Reason } from '#server/reports/wire.ts';
import type { Keep } from '#server/requests/wire.ts';
import type { OnLimit } from '#server/shares/wire.ts';

/**
 * The tables, alike on SQLite and PostgreSQL. Times are integer Unix seconds. `slot`, `open_hash` and the content
 * row are what an end takes away; the rest is the tombstone.
 */
export interface Schema {
  share: ShareTable;
  share_total: ShareTotalTable;
  content: ContentTable;
  opening: OpeningTable;
  request: RequestTable;
  answer: AnswerTable;
  free_slot: FreeSlotTable;
  erasure_key: ErasureKeyTable;
  token: TokenTable;
  day_key: DayKeyTable;
  tally: TallyTable;
  report: ReportTable;
  server_clock: ServerClockTable;
  reservation: ReservationTable;
  reservation_total: ReservationTotalTable;
  reservation_change: ReservationTotalTable;
}

/** What the row says; that views or time ran out is not a state, it follows from the numbers. */
export type StoredState = 'pending' | 'live' | 'locked' | EndedState;
export type EndedState = 'spent' | 'expired' | 'destroyed' | 'deleted';

export type ShareKind = 'share' | 'request';

export interface ShareTable {
  id: Uint8Array;
  /** A request is reached by its own routes, and a share by its own. */
  kind: ColumnType<ShareKind, ShareKind | undefined>;
  /** SQLite: the record in the slot file that holds the share's key. Always null on PostgreSQL. */
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
  /** The bytes that a reader has to download; they decide how long a lease can be renewed. While it is pending: the bytes that have arrived. */
  size_bytes: number;
  /** The body in the blob store; null when there is none, or it has been deleted. */
  body_name: string | null;
  /** All chunks with their tags; 0: no body. */
  body_bytes: number;
  /** Chunks in each part but the last; null: no body. */
  part_chunks: number | null;
  created_at: number;
  expires_at: number;
  ended_at: number | null;
  /** The sweep looks at the row no later than this. */
  due_at: number;
  /** 1 while the row has one in `answer`. Kept by a trigger, for the totals. */
  is_answer: Generated<number>;
  /** 1 once it was reported. Kept by a trigger, for the totals. */
  is_reported: Generated<number>;
}

/**
 * Sums over the rows of `share` by kind and state, kept by triggers (docs/decisions/0036). Only the sum of all rows of a
 * kind and state means something: on PostgreSQL each change of a share adds rows, and the sweep folds them into one.
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

/** Apart from `share`, so that a spent view or a counted attempt does not rewrite a megabyte. */
export interface ContentTable {
  share_id: Uint8Array;
  preamble: Uint8Array;
  note: Uint8Array | null;
  /** Last, so that what comes before is read without it. */
  sealed: Uint8Array;
}

export interface OpeningTable {
  share_id: Uint8Array;
  /** 1 for the first opening of a share, 2 for the second, … */
  seq: number;
  claim_hash: Uint8Array | null;
  opened_at: number;
  lease_until: number;
  /** No renewal goes beyond this. */
  lease_cap: number;
  acknowledged_at: number | null;
}

/** What a row of kind `request` has beyond a share. */
export interface RequestTable {
  share_id: Uint8Array;
  max_answers: number;
  /** Places taken: by answers, and by those that are on their way. */
  answers: number;
  /** Seconds from an answer's going live to its expiry. */
  answer_ttl: number;
  keep: Keep;
  closed_at: number | null;
}

/** Of a share that answers a request. */
export interface AnswerTable {
  share_id: Uint8Array;
  request_id: Uint8Array;
  /** HPKE's enc ‖ ct of the answer's link key; null while it is uploaded, and once it has ended. */
  sealed_key: Uint8Array | null;
  /** When the one who asked said that it was read. */
  read_at: number | null;
}

/** SQLite only. */
export interface FreeSlotTable {
  slot: number;
}

/** PostgreSQL only. */
export interface ErasureKeyTable {
  share_id: Uint8Array;
  key: Uint8Array;
}

/** Who may create, where that needs a token. What is kept of the token itself is its hash. */
export interface TokenTable {
  number: Generated<number>;
  hash: Uint8Array;
  /** The operator's word for its holder; only one that is not revoked has it. */
  label: string;
  created_at: number;
  /** null: never. */
  expires_at: number | null;
  revoked_at: number | null;
  /** Since 1970, UTC: no finer, so that it tells little of a person. */
  last_used_day: number | null;
}

/** Names accounts for one day. Gone after it, nobody can tell who they were. */
export interface DayKeyTable {
  /** Since 1970, UTC. */
  day: number;
  key: Uint8Array;
}

/** How much an account has had of what is limited by the day. */
export interface TallyTable {
  day: number;
  /** HMAC under the key of the day. */
  account_hash: Uint8Array;
  amount: number;
}

/** Reports of one share for one reason. Goes with the share's tombstone. */
export interface ReportTable {
  share_id: Uint8Array;
  reason: Reason;
  count: number;
  first_at: number;
  last_at: number;
}

/** One row: what the clock said when it was last checked, and what it should have said. */
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
  /** How long the clock has been off; null: the clock is right. */
  off_seconds: number | null;
}

/** Disk space that an unfinished upload has reserved and not filled. Gone with the upload, or soon after `until`. */
export interface ReservationTable {
  share_id: Uint8Array;
  bytes: number;
  /** After this it counts no more; the next part of the upload reserves again. */
  until: number;
  /** HMACs of the client and the networks around it under the key of the day; null where there is no such network. */
  address_hash: Uint8Array | null;
  site_hash: Uint8Array | null;
  network_hash: Uint8Array | null;
}

/**
 * Bytes that are reserved under one name and lapse in the same second, kept by triggers (docs/decisions/0043). On PostgreSQL
 * the rows of `reservation_change` belong to the sum until the sweep has folded them in; SQLite has no such table.
 */
export interface ReservationTotalTable {
  /** One of the hashes of `reservation`, or one zero byte: everyone. */
  name: Uint8Array;
  until: number;
  bytes: number;
}

import type { OnLimit } from '#server/shares/wire.ts';

/**
 * The tables, alike on SQLite and PostgreSQL. Times are integer Unix seconds. `slot`, `open_hash` and the content
 * row are what an end takes away; the rest is the tombstone.
 */
export interface Schema {
  share: ShareTable;
  content: ContentTable;
  opening: OpeningTable;
  free_slot: FreeSlotTable;
  erasure_key: ErasureKeyTable;
}

/** What the row says; that views or time ran out is not a state, it follows from the numbers. */
export type StoredState = 'pending' | 'live' | 'locked' | EndedState;
export type EndedState = 'spent' | 'expired' | 'destroyed' | 'deleted';

export interface ShareTable {
  id: Uint8Array;
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
  /** What a reader has to download; decides how long a lease can be renewed. */
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

/** SQLite only. */
export interface FreeSlotTable {
  slot: number;
}

/** PostgreSQL only. */
export interface ErasureKeyTable {
  share_id: Uint8Array;
  key: Uint8Array;
}

/** The tables that hold erasure keys, or say where they are (docs/decisions/0090). Each arrangement uses some of them. */
export interface KeyTables {
  free_slot: FreeSlotTable;
  erasure_key: ErasureKeyTable;
  key_folder: KeyFolderTable;
}

/** SQLite only. */
export interface FreeSlotTable {
  slot: number;
}

/** PostgreSQL without a key folder. */
export interface ErasureKeyTable {
  share_id: Uint8Array;
  key: Uint8Array;
}

/** PostgreSQL with a key folder (docs/decisions/0090). */
export interface KeyFolderTable {
  /** Always 1. */
  number: number;
  name: string;
  /** 1: the keys are in the folder. */
  in_force: number;
  next_slot: number;
}

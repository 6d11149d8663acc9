/** Tables that are used only where the files are in a bucket (docs/decisions/0081). */
export interface ObjectTables {
  file_part: FilePartTable;
  loose_object: LooseObjectTable;
  database_id: DatabaseIdTable;
}

/** Which object counts as a part of a file body. */
export interface FilePartTable {
  body: string;
  part: number;
  /** Random. Its key is `<prefix>/<body>/<object>`. */
  object: string;
  length: number;
  /** SHA-256 of the object. */
  digest: Uint8Array;
}

/** An object that does not count. Its row is committed before the object is written, and removed after it is deleted. */
export interface LooseObjectTable {
  body: string;
  object: string;
  begun_at: number;
  /** When to try to delete it; null while it is being written. */
  delete_at: number | null;
}

export interface DatabaseIdTable {
  /** Always 1. */
  number: number;
  name: string;
}

import { getRawAsset } from 'node:sea';
import { createChunkLoader, ENTRY } from './load-chunks.ts';

/** The script that Node starts in the executable. Loads `sotto` from the embedded chunks. */
const { load } = createChunkLoader({
  source: (name) => Buffer.from(getRawAsset(`code/${name}`)).toString(),
  compiled: (name) => new Uint8Array(getRawAsset(`compiled/${name}`)),
  builtin: (id) => process.getBuiltinModule(id),
});
load(ENTRY);

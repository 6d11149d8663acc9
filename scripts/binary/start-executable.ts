import { getRawAsset } from 'node:sea';
import { createChunkLoader, ENTRY } from './load-chunks.ts';

/** What Node starts in the executable: `sotto`, from the chunks beside it. */
const { load } = createChunkLoader({
  source: (name) => Buffer.from(getRawAsset(`code/${name}`)).toString(),
  compiled: (name) => new Uint8Array(getRawAsset(`compiled/${name}`)),
  builtin: (id) => process.getBuiltinModule(id),
});
load(ENTRY);

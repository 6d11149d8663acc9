import * as v from 'valibot';

const Chunk = v.object({
  file: v.string(),
  isEntry: v.optional(v.boolean(), false),
  imports: v.optional(v.array(v.string()), []),
  assets: v.optional(v.array(v.string()), []),
});
const Manifest = v.record(v.string(), Chunk);
export type Manifest = v.InferOutput<typeof Manifest>;

/** @param json the text of Vite's manifest */
export function parseManifest(json: string): Manifest {
  return v.parse(Manifest, JSON.parse(json));
}

/** Files of scripts that these entries load by themselves: static imports all the way down, and the workers these name. */
export function loadedScripts(manifest: Manifest, entries: readonly string[]): string[] {
  const files = new Set<string>();
  const visit = (key: string) => {
    const chunk = manifest[key];
    if (chunk === undefined) throw new Error(`The build has no ${key}.`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    chunk.assets.filter((asset) => asset.endsWith('.js')).forEach((worker) => files.add(worker));
    chunk.imports.forEach(visit);
  };
  entries.forEach(visit);
  return [...files];
}
